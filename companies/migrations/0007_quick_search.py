"""The read model written for many companies at once, by functions of the same names."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
QUICK = (SQL / "quick_search.sql").read_text("utf-8")
# The functions of before, without their dictionary and the triggers that call them.
_, _, BEFORE = (SQL / "search.sql").read_text("utf-8").partition("Language = german);")
BEFORE, _, _ = BEFORE.partition("-- Now, or at the end of a set-based write")
BEFORE = BEFORE.replace("\nCREATE ", "\nCREATE OR REPLACE ")

NOT_BEFORE = """
DROP FUNCTION companies_key, companies_wz_words, companies_weighted(text, text),
    companies_weighted(text, text, text);
"""
NO_LONGER = """
DROP AGGREGATE companies_vectors(tsvector);
DROP FUNCTION companies_vector;
"""
ANEW = "SELECT companies_refresh_search(ARRAY(SELECT id FROM companies_company));"


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0006_intake"),
    ]

    operations = [
        migrations.RunSQL(NO_LONGER + QUICK + ANEW, NOT_BEFORE + BEFORE + ANEW),
    ]
