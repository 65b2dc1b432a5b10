"""The read model written in parts, by a long write that has not come to its end."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
IN_PARTS = (SQL / "search_in_parts.sql").read_text("utf-8")
# The functions of before.
_, _, BEFORE = (SQL / "quick_search.sql").read_text("utf-8").partition("-- Brings the rows of")
_, _, TRIGGER = (SQL / "search.sql").read_text("utf-8").partition("-- A change of the entry itself")
TRIGGER, _, _ = TRIGGER.partition("CREATE FUNCTION companies_search_part")
TRIGGER = TRIGGER.replace("\nCREATE ", "\nCREATE OR REPLACE ")
NOT_BEFORE = """
DROP FUNCTION companies_refresh_touched, companies_refresh_entries, companies_add_words;
--"""


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0011_families"),
    ]

    operations = [
        migrations.RunSQL(IN_PARTS, f"{NOT_BEFORE}{BEFORE}\n--{TRIGGER}"),
    ]
