import pytest
from django.http import QueryDict

from companies import table
from companies.listing import COLUMNS, Listing
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def listing(query: str = "") -> Listing:
    return Listing(QueryDict(f"view=table&{query}"))


def test_a_table_has_the_columns_that_were_asked_for():
    CompanyFactory(kind="hospital", employees=1234)

    found = listing("columns=employees&columns=kind")
    (row,) = table.rows(found)

    assert [head.label for head in table.heads(found)] == ["Art", "Beschäftigte"]
    assert row.cells == [("", "Krankenhaus"), ("numeric", "1.234")]


def test_every_column_says_where_nothing_is_known():
    CompanyFactory(location=None, kind="company")

    (row,) = table.rows(listing())

    cells = dict(zip(COLUMNS, row.cells, strict=True))
    assert cells.pop("kind") == ("", "Unternehmen")
    assert all("k. A." in text for _css, text in cells.values())


@pytest.mark.parametrize(
    ("query", "column", "order"),
    [("", "name", "ascending"), ("sort=employees", "employees", "descending")],
)
def test_heads_say_how_the_table_is_sorted(query, column, order):
    heads = [table.head(listing(query), name, "") for name in ("name", "employees", "kind")]

    assert {head.name: head.order for head in heads if head.order} == {column: order}


def test_heads_lead_to_the_table_sorted_by_them():
    employees = table.head(listing("kind=hospital"), "employees", "")
    kind = table.head(listing(), "kind", "")

    assert employees.url == listing("kind=hospital").address(sort="employees")
    assert kind.url == ""
