from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from companies.importing.widgets import Cells, Day, Degrees, Euro, Text, TextList, Whole
from companies.resources import CompanyResource


@pytest.mark.parametrize("text", ["", " ", "k. A.", "NULL", "---", "unbekannt", None])
def test_what_says_unknown_is_no_value(text):
    assert Text().clean(text) is None
    assert Whole().clean(text) is None


@pytest.mark.parametrize(
    ("widget", "text", "value"),
    [
        (Text(), " Havel\u00a0 Optik\n", "Havel Optik"),
        (Text(has_lines=True), "a\r\n\r\nb", "a\n\nb"),
        (Whole(), "1.234", 1234),
        (Euro(), "1.500.000,49 €", 1_500_000),
        (Degrees(90), "52,527175", Decimal("52.527175")),
        (Degrees(90), "52.527", Decimal("52.527")),
        (Day(), "31.12.2024", date(2024, 12, 31)),
        (Day(), "2024-12-31", date(2024, 12, 31)),
        (TextList(9), "a| b ||a", ["a", "b"]),
    ],
)
def test_cells_are_read_as_people_write_them(widget, text, value):
    assert widget.clean(text) == value


@pytest.mark.parametrize(
    ("widget", "text"),
    [
        (Whole(), "1,5"),
        (Whole(), "-3"),
        (Whole(), "12 bis 15"),
        (Degrees(90), "91"),
        (Day(), "Dezember 2024"),
        (Day(), "31.02.2024"),
        (Text(3), "lang"),
        (TextList(3), "ok|lang"),
    ],
)
def test_anything_else_is_refused(widget, text):
    with pytest.raises(ValidationError):
        widget.clean(text)


@given(st.integers(0, 2**31 - 1), st.decimals(-90, 90, places=6), st.dates(date(1000, 1, 1)))
def test_what_is_written_is_read_as_the_same(number, degrees, day):
    for widget, value in ((Whole(), number), (Degrees(90), degrees), (Day(), day)):
        assert widget.clean(widget.render(value)) == value


@given(st.text(max_size=40))
@example(",")
def test_no_cell_makes_a_column_raise_anything_but_validation_errors(text):
    columns = CompanyResource().fields
    for name in columns.keys() - {"clusters", "sectors", "tags", "district"}:
        try:
            columns[name].widget.clean(text)
        except ValidationError as error:
            assert error.messages  # noqa: PT017


def test_every_column_reads_its_cells_our_way():
    assert all(isinstance(field.widget, Cells) for field in CompanyResource().fields.values())
