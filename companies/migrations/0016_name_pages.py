from django.db import migrations, models


# Hashes cannot be made any shorter; to try takes its time.
AS_IT_IS = "ALTER TABLE companies_namepage ALTER COLUMN data SET STORAGE EXTERNAL"


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0015_base_of_large_writes'),
    ]

    operations = [
        migrations.CreateModel(
            name='NamePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64)),
                ('shelf', models.PositiveIntegerField()),
                ('first', models.UUIDField(null=True)),
                ('hash', models.BigIntegerField(default=0)),
                ('marks', models.BinaryField()),
                ('data', models.BinaryField()),
            ],
            options={
                'verbose_name': 'page of names',
            },
        ),
        migrations.RunSQL(AS_IT_IS, migrations.RunSQL.noop),
    ]
