from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.cells import Cell, cells


@pytest.mark.parametrize(
    ("table", "asked"),
    [
        ("companies", {"cluster__arraycontains": ["gesundheit"], "_search": ["Öl & Gas"]}),
        ("companies_first", {"cluster": ["gesundheit"], "_search": ["Öl & Gas"]}),
    ],
)
def test_datasette_is_asked_for_the_same_list(table, asked):
    cell = Cell("", ("cluster=gesundheit&q=Öl %26 Gas",))

    url = urlsplit(cell.datasette_paths(table)[0])
    assert url.path == f"/companies/{table}"
    assert parse_qs(url.query) == asked


@pytest.mark.parametrize("size", [22_000, 1_000_000])
def test_the_deep_pages_exist(size):
    deep = next(cell for cell in cells(size) if cell.name == "deep page")

    numbers = [int(parse_qs(query)["page"][0]) for query in deep.queries]
    assert all(size / 40 < number <= size / 20 for number in numbers)
