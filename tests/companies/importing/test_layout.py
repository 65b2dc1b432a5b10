import io

import pytest

from companies.importing.errors import UnreadableFileError
from companies.importing.layout import Layout
from companies.importing.reader import open_table


def read(text, **layout):
    table = open_table(io.BytesIO(text.encode()), Layout(**layout))
    return table, [row.cells for row in table.rows]


def test_titles_above_the_headings_are_left_out():
    table, rows = read("Mitglieder 2026;;\nStand:;Januar;\n;;\nFirma;PLZ;Ort\nA;10367;Berlin\n")

    assert (table.headings, table.header_row) == (["Firma", "PLZ", "Ort"], 4)
    assert rows == [["A", "10367", "Berlin"]]
    assert [(row.number, row.reason) for row in table.skipped] == [
        (1, "above the headings"),
        (2, "above the headings"),
    ]
    assert "headings in row 4" in table.detected


def test_a_plain_list_begins_with_its_first_row():
    table, rows = read("Verein;Leitbild\nA;Wir helfen\nB;Wir auch\n")

    assert (table.headings, len(rows), table.skipped) == (["Verein", "Leitbild"], 2, [])


def test_the_row_of_the_headings_can_be_said():
    table, rows = read("Firma;Ort\nName;Sitz\nA;Berlin\n", header_row=2)

    assert (table.headings, rows) == (["Name", "Sitz"], [["A", "Berlin"]])


def test_a_row_of_headings_that_is_not_there_is_told():
    with pytest.raises(UnreadableFileError, match="Row 9 is blank"):
        read("Firma;Ort\nA;Berlin\n", header_row=9)


def test_headings_of_two_rows_are_joined():
    table, rows = read(
        "Firma;Adresse;;;Umsatz;\n;Straße;PLZ;Ort;2023;2024\nA;Allee 1;10367;Berlin;1;2\n"
    )

    assert table.headings == ["Firma", "Straße", "PLZ", "Ort", "Umsatz 2023", "Umsatz 2024"]
    assert rows == [["A", "Allee 1", "10367", "Berlin", "1", "2"]]


def test_two_rows_of_headings_above_numbers_are_joined():
    table, _rows = read("Bezirk;Männer;;Frauen;\n;ledig;andere;ledig;andere\nMitte;1;2;3;4\n")

    assert table.headings == [
        "Bezirk",
        "Männer ledig",
        "Männer andere",
        "Frauen ledig",
        "Frauen andere",
    ]


def test_a_gap_in_the_headings_makes_no_second_row():
    table, rows = read("Firma;;Ort\nA;x;Berlin\nB;y;Potsdam\n")

    assert (table.headings, len(rows)) == (["Firma", "", "Ort"], 2)


def test_equal_headings_are_told_apart():
    assert read("Firma;Straße;Straße\nA;1;2\n")[0].headings == ["Firma", "Straße", "Straße (2)"]


def test_sums_and_notes_below_the_list_are_left_out():
    table, rows = read(
        "Firma;Ort;MA\nA;Berlin;1\nB;Berlin;2\nSumme;;3\n;;\n* geschätzt;;\nQuelle: IHK;;\n"
    )

    assert rows == [["A", "Berlin", "1"], ["B", "Berlin", "2"]]
    assert [(row.number, row.reason) for row in table.skipped] == [
        (4, "for a sum"),
        (6, "below the list"),
        (7, "below the list"),
    ]


def test_a_name_alone_is_a_row_like_any_other():
    _table, rows = read("Firma;Ort;MA\nA;Berlin;1\nTotal Energies GmbH;;\nB;;\n\nC;;\nD;Berlin;2\n")

    assert [cells[0] for cells in rows] == ["A", "Total Energies GmbH", "B", "C", "D"]
