"""What a long list has brought so far is found as quickly as what a short one has."""

from uuid import uuid4

import pytest
from django.db import connection

from companies.importing import ledger
from companies.importing.columns import Columns
from companies.importing.ledger import Ledger
from companies.importing.options import Options
from companies.importing.slugs import TAKEN

pytestmark = pytest.mark.django_db
LONG = """
    INSERT INTO list_entries (id, row, letters, slug, name, postcode)
    SELECT gen_random_uuid(), row, 'havel' || row, 'havel-' || row, 'Havel ' || row, '10115'
    FROM generate_series(1, 5000) AS row"""
MANY = [str(number) for number in range(1000)]


def plan_of(statement: str, values: object) -> str:
    with Ledger.opened(Columns(["name"], Options())), connection.cursor() as cursor:
        cursor.execute(LONG)
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (ledger.ASKED["id"], ["|".join(str(uuid4()) for _ in MANY)]),
        (ledger.ASKED["letters"], ["|".join(MANY)]),
        (ledger.ASKED["names"], ["|".join(MANY), "|".join(MANY)]),
        (ledger.ABOUT, [[uuid4() for _ in MANY]]),
        (TAKEN, {"slugs": "|".join(MANY)}),
    ],
    ids=["id", "letters", "names", "about", "slugs"],
)
def test_many_of_a_long_list_are_looked_up_each_by_an_index(statement, values):
    assert "Seq Scan on list_entries" not in plan_of(statement, values)
