from django.db import migrations

import companies.search.models

TRIGGER = """
CREATE FUNCTION companies_base_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE companies_base SET own = NULL WHERE own = pg_current_xact_id();
    RETURN NULL;
END $$;
CREATE TRIGGER base_goes_on AFTER INSERT OR UPDATE ON companies_searchentry
    FOR EACH STATEMENT EXECUTE FUNCTION companies_base_goes_on();
"""
BACK = """
DROP TRIGGER base_goes_on ON companies_searchentry;
DROP FUNCTION companies_base_goes_on();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0014_restrict'),
    ]

    operations = [
        migrations.AddField(
            model_name='base',
            name='own',
            field=companies.search.models.TransactionField(null=True),
        ),
        migrations.RunSQL(TRIGGER, BACK),
    ]
