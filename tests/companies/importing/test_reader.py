import gzip
import io
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from companies.importing.errors import UnreadableFileError
from companies.importing.layout import Layout, Row
from companies.importing.reader import open_table

LIST = "Name;Straße\nHavel Optik;Große Straße 1\n"


def read(data):
    table = open_table(io.BytesIO(data))
    return table, list(table.rows)


def refusal(data):
    with pytest.raises(UnreadableFileError) as error:
        read(data)
    return str(error.value)


@pytest.mark.parametrize(
    ("encoding", "detected"),
    [
        ("utf-8", "UTF-8, semicolon"),
        ("utf-8-sig", "UTF-8, semicolon"),
        ("cp1252", "Windows-1252, semicolon"),
        ("utf-16", "UTF-16, semicolon"),
        ("latin-1", "Windows-1252, semicolon"),
    ],
)
def test_reader_knows_the_usual_encodings(encoding, detected):
    table, rows = read(LIST.encode(encoding))

    assert table.headings == ["Name", "Straße"]
    assert rows == [Row(2, ["Havel Optik", "Große Straße 1"])]
    assert table.detected == detected


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_reader_knows_delimiters_and_line_ends(delimiter, newline):
    text = LIST.replace(";", delimiter).replace("\n", newline)

    assert read(text.encode())[1] == [Row(2, ["Havel Optik", "Große Straße 1"])]


def test_delimiter_is_the_one_that_makes_columns_not_the_most_frequent():
    _table, rows = read(b'name;note\nA;"x, y, z, w"\nB;u, v\n')

    assert [row.cells for row in rows] == [["A", "x, y, z, w"], ["B", "u, v"]]


def test_a_byte_that_windows_does_not_know_is_latin_1():
    assert read(b"name;plz\nA\x81;1\n")[0].detected == "ISO-8859-1, semicolon"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_quotation_marks_inside_quotation_marks_are_read(newline):
    text = 'name;note\n"Verein "Haus" e.V.";"zwei\nZeilen"\n"";"er sagte ""ja"""\n "B" ;x\n'

    table, rows = read(text.replace("\n", newline).encode())

    assert [row.cells for row in rows] == [
        ['Verein "Haus" e.V.', "zwei\nZeilen"],
        ["", 'er sagte "ja"'],
        ["B", "x"],
    ]
    assert "inside quotation marks" in table.detected


def test_quoted_line_breaks_stay_in_their_cell_and_blank_rows_count():
    _table, rows = read(b'name,note\n"A","one\ntwo"\n\n,\nB,x\n')

    assert rows == [Row(2, ["A", "one\ntwo"]), Row(5, ["B", "x"])]


def test_trailing_columns_without_heading_are_dropped():
    table, rows = read(b"name;plz;;\nA;10367;;\n")

    assert table.headings == ["name", "plz"]
    assert rows == [Row(2, ["A", "10367", "", ""])]


def test_formula_marks_of_exports_are_taken_away():
    assert read(b"name,phone\nA,'+4930123\n")[1] == [Row(2, ["A", "+4930123"])]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n\n \n", "no text"),
        (b"name,plz\n", "no rows"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"%PDF-1.7", "PDF"),
        (gzip.compress(b"name", mtime=0), "gzip"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"name\nA\x00B\n", "NUL"),
        (b"name\nM\xc3\xbcller\nM\xfcller\n", "mixes UTF-8"),
        (b'name,note\nA,"never closed\nB,x\n', "line 2 is never closed"),
        (b"name,note\nA," + b"x" * 2_000_000, "more than"),
        (b'a;b\n"x "y" z";' + b"c;" * 20_000, "20002 columns"),
        (b"\xff\xfen\x00a", "UTF-16"),
    ],
)
def test_reader_says_why_it_cannot_read(data, reason):
    assert reason in refusal(data)


@given(st.binary(max_size=400))
@example(b"PK\x03\x04" + b"\0" * 40)
@example(b"\xff\xfe\x00\xd8")
@example(b"\xef\xbb\xbf")
@settings(max_examples=400)
def test_reader_raises_nothing_of_its_own_on_any_bytes(data):
    with suppress(UnreadableFileError):
        read(data)


@given(st.integers(0, len(LIST.encode()) - 1), st.binary(max_size=3))
def test_reader_bears_damage_anywhere_in_a_list(position, damage):
    data = LIST.encode()
    with suppress(UnreadableFileError):
        read(data[:position] + damage + data[position + 1 :])


def test_what_is_said_of_a_file_counts_before_what_is_found():
    data = "Firma,alt;Ort\nÄrztehaus;Berlin\n".encode()

    table = open_table(io.BytesIO(data), Layout(encoding="cp1252", delimiter=","))

    assert table.headings == ["Firma", "alt;Ort"]
    assert [row.cells for row in table.rows] == [["Ã„rztehaus;Berlin"]]


def test_nul_bytes_are_refused_in_any_encoding():
    for data, encoding in ((b"a;b\nx\0y;z\n", "utf-8-sig"), ("a;b\nx\0y;z\n".encode("utf-16"), "")):
        with pytest.raises(UnreadableFileError, match="NUL"):
            list(open_table(io.BytesIO(data), Layout(encoding=encoding)).rows)
