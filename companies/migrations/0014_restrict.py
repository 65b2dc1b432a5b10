"""Entries are deleted after all that refers to them, so that this need not wait for the end of the
transaction: the check that does waits looks for each key twice.
"""

from django.db import migrations

ALTER = """
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT conrelid::regclass AS of_table, conname, pg_get_constraintdef(oid) AS said
        FROM pg_constraint WHERE contype = 'f' AND confrelid = 'companies_company'::regclass
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s', one.of_table,
            one.conname, one.conname, {changed});
    END LOOP;
END $$;
"""
FORTH = "replace(one.said, ' DEFERRABLE', ' ON DELETE RESTRICT DEFERRABLE')"
BACK = "replace(one.said, ' ON DELETE RESTRICT', '')"


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0013_ordered_ids"),
    ]

    operations = [
        migrations.RunSQL(ALTER.format(changed=FORTH), ALTER.format(changed=BACK)),
    ]
