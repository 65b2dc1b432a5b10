import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from clusters.text import clean_lines
from companies.exports.sheets import xlsx_parts
from companies.importing.headings import COLUMNS
from companies.importing.reader import open_table

from .files import entry


def written(*entries, **origin) -> io.BytesIO:
    return io.BytesIO(b"".join(xlsx_parts(iter([list(entries)]), origin)))


def first_row(*entries) -> dict:
    sheet = load_workbook(written(*entries)).worksheets[0]
    return dict(zip(COLUMNS, sheet[2], strict=True))


def read_back(text: str) -> str:
    (row,) = open_table(written(entry(description_de=text, verified_on=date(2024, 1, 1)))).rows
    return row.cells[COLUMNS.index("description_de")]


def test_codes_are_text_and_numbers_and_dates_are_real():
    row = first_row(
        entry(
            postcode="03046", wz_codes=["26.10"], phone="+493023125000", employees=1200,
            latitude=Decimal("52.527"), longitude=Decimal("-0.000001"), founded_year=1998,
            verified_on=date(2024, 12, 31),
        )
    )  # fmt: skip

    assert [row[name].value for name in ("postcode", "wz_codes", "phone")] == [
        "03046", "26.10", "+493023125000",
    ]  # fmt: skip
    assert {row[name].data_type for name in ("postcode", "wz_codes", "phone")} <= {"s", "inlineStr"}
    assert [row[name].value for name in ("employees", "founded_year")] == [1200, 1998]
    assert [row[name].value for name in ("latitude", "longitude")] == [52.527, -0.000001]
    assert row["verified_on"].value == datetime(2024, 12, 31)
    assert (row["postcode"].number_format, row["founded_year"].number_format) == ("@", "0")


def test_the_head_stays_in_sight_and_filters():
    sheet = load_workbook(written(entry(name="A"), entry(name="B"))).worksheets[0]

    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet["A1"].font.bold
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AL3")
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_a_second_sheet_says_where_the_list_comes_from():
    book = load_workbook(
        written(entry(name="A"), Liste="=Unternehmen", Adresse="https://x.example")
    )

    assert book.sheetnames == ["Unternehmen", "Quelle"]
    assert list(book["Quelle"].values) == [
        ("Liste", "=Unternehmen"), ("Adresse", "https://x.example"), ("Einträge", 1),
    ]  # fmt: skip
    assert book["Quelle"]["B1"].data_type != "f"


@given(text=st.text(max_size=60))
@example(text="=1+1")
@example(text="'=1+1")
@example(text="<r><t>kein Markup</t></r>")
@example(text="<r>&</r>")
@example(text="_x000D_ _x005F_")
@example(text="eins\r\nzwei\x0b\x01drei\ufffe")
def test_every_text_comes_back(text):
    assert clean_lines(read_back(text)) == clean_lines(text)


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384])
def test_a_text_too_long_for_a_cell_is_left_out_rather_than_cut(text):
    assert read_back(text) == ""


def test_an_empty_list_is_its_headings():
    sheet = load_workbook(written()).worksheets[0]

    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet.max_row == 1
