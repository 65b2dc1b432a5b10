from django.db import migrations, models

import companies.search.models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0004_import_undone'),
    ]

    operations = [
        migrations.AddField(
            model_name='vocabulary',
            name='added_in',
            field=companies.search.models.TransactionField(
                db_default=models.Func(function='pg_current_xact_id'), db_index=True
            ),
        ),
        # Bases now hold the words, too; until the next one is made, the rows themselves serve.
        migrations.RunSQL(
            'TRUNCATE companies_base, companies_basepart, companies_posting',
            migrations.RunSQL.noop,
        ),
    ]
