import datetime
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from companies.importing.errors import UnreadableFileError
from companies.importing.reader import open_table


def workbook(*rows, formats=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in (formats or {}).items():
        book.active[cell].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    return file


def read(file):
    file.seek(0)
    table = open_table(file)
    return table, list(table.rows)


def test_codes_keep_the_zeros_that_the_sheet_shows():
    file = workbook(
        ["plz", "wz", "text", "whole"],
        [3046, 26.1, "03046", 12.0],
        formats={"A2": "00000", "B2": "0.00"},
    )

    assert read(file)[1][0].cells == ["03046", "26.10", "03046", "12"]


def test_dates_are_days_and_decimals_never_read_as_thousands():
    file = workbook(["on", "lat"], [datetime.datetime(2024, 12, 31), 52.527])

    assert read(file)[1][0].cells == ["2024-12-31", "52.5270"]


def test_what_excel_writes_for_a_carriage_return_is_one():
    assert read(workbook(["text"], ["eins_x000D_\nzwei"]))[1][0].cells == ["eins\r\nzwei"]


def test_blank_rows_count_and_missing_cells_are_no_fault():
    table, rows = read(workbook(["name", "plz"], [], ["A"]))

    assert [(row.number, row.cells) for row in rows] == [(3, ["A"])]
    assert table.is_ragged


def test_an_archive_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "no sheet")

    with pytest.raises(UnreadableFileError, match="no Excel file"):
        read(file)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    file = workbook(["name"], ["A"])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * 30_000_000)

    with pytest.raises(UnreadableFileError, match="too much"):
        read(file)


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_a_damaged_workbook_is_read_or_refused(data):
    content = bytearray(workbook(["name", "plz"], ["A", "10367"]).getvalue())
    for _ in range(3):
        place = data.draw(st.floats(0, 0.999))  # a workbook is not equally long each time
        content[4 + int(place * (len(content) - 4))] = data.draw(st.integers(0, 255))

    with suppress(UnreadableFileError):
        read(io.BytesIO(bytes(content)))
