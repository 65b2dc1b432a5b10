from pathlib import Path

from django.db import migrations

LOOKUP = (Path(__file__).parent / "sql" / "lookup.sql").read_text("utf-8")
BACK = """
DROP INDEX companies_company_letters, companies_company_register, companies_company_vat_id,
    companies_company_lei;
DROP FUNCTION companies_letters;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0009_rules_by_statement'),
    ]

    operations = [migrations.RunSQL(LOOKUP, BACK)]
