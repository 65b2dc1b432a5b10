from django.db import migrations, models

import companies.ids


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0012_search_in_parts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='company',
            name='id',
            field=models.UUIDField(default=companies.ids.ordered_id, editable=False, primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name='companyhistory',
            name='id',
            field=models.UUIDField(default=companies.ids.ordered_id, editable=False, serialize=False),
        ),
    ]
