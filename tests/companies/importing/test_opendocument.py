import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companies.importing.errors import UnreadableFileError
from companies.importing.layout import Layout
from companies.importing.reader import open_table

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def cell(text, repeated=1, **value):
    attributes = "".join(f' office:{name.replace("_", "-")}="{one}"' for name, one in value.items())
    body = f"<text:p>{text}</text:p>" if text else ""
    repeat = f' table:number-columns-repeated="{repeated}"'
    return f"<table:table-cell{repeat}{attributes}>{body}</table:table-cell>"


def row(*cells, repeated=1):
    inner = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


def book(**sheets):
    tables = "".join(
        f'<table:table table:name="{name}">{"".join(rows)}</table:table>'
        for name, rows in sheets.items()
    )
    content = f"<office:document-content {SPACES}><office:body><office:spreadsheet>{tables}"
    content += "</office:spreadsheet></office:body></office:document-content>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
    return file


def read(file, sheet=""):
    file.seek(0)
    table = open_table(file, Layout(sheet=sheet))
    return table, [(one.number, one.cells) for one in table.rows]


def test_codes_dates_and_numbers_are_what_people_mean():
    values = row(
        cell("03046", value_type="float", value="3046"),
        cell("31.12.24", value_type="date", date_value="2024-12-31"),
        cell("1.234,50 €", value_type="currency", value="1234.5"),
        'A <text:s text:c="2"/>B',
    )

    table, rows = read(book(Liste=[row("PLZ", "Datum", "Betrag", "Text"), values]))

    assert rows == [(2, ["03046", "2024-12-31", "1234.5", "A   B"])]
    assert table.detected == "ODS"


def test_blank_rows_count_and_cost_nothing():
    filler = row(cell("", repeated=1024), repeated=1_000_000)
    file = book(Liste=[row("Firma", "Ort"), filler, row("A", "Berlin"), filler])

    assert read(file)[1] == [(1_000_002, ["A", "Berlin"])]


def test_a_row_that_stands_for_many_is_read_as_often():
    file = book(Liste=[row("Firma", "Ort"), row("A", "Berlin", repeated=3000)])

    assert len(read(file)[1]) == 3000


def test_more_rows_than_a_spreadsheet_has_are_refused():
    file = book(Liste=[row("Firma", "Ort"), row("A", "Berlin", repeated=10**12)])

    with pytest.raises(UnreadableFileError):
        read(file)


def test_a_sheet_is_chosen_by_name_or_number():
    file = book(Titel=[row("Firma"), row("X")], Daten=[row("Firma"), row("A")])

    assert read(file)[1] == [(2, ["X"])]
    assert read(file, "daten")[1] == read(file, "2")[1] == [(2, ["A"])]
    assert "“Daten” (2 of 2)" in read(file, "2")[0].detected
    with pytest.raises(UnreadableFileError, match="Titel, Daten"):
        read(file, "Tabelle3")


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_a_damaged_file_is_read_or_refused(data):
    content = bytearray(book(Liste=[row("Firma", "Ort"), row("A", "Berlin")]).getvalue())
    for _ in range(3):
        place = data.draw(st.floats(0, 0.999))
        content[4 + int(place * (len(content) - 4))] = data.draw(st.integers(0, 255))

    with suppress(UnreadableFileError):
        read(io.BytesIO(bytes(content)))
