"""What the reader finds in the files as they were published: see SOURCE.md beside each of them."""

import pytest

from companies.importing.layout import Layout
from companies.importing.reader import open_table

COMMA, CP1252 = "UTF-8, comma", "Windows-1252, semicolon, headings in row 11"
OFFICE = "messy-office-files/"
# File, sheet, what it is, row of the headings, columns, rows of data, rows left out.
FILES = [
    ("berlin-health/apotheken_berlin_2023.csv", "", COMMA, 1, 8, 732, 0),
    ("berlin-health/pflegeeinrichtungen_berlin_2023.csv", "", COMMA, 1, 16, 274, 0),
    ("classification/wz2008_nace2.csv", "", COMMA, 1, 6, 1835, 0),
    ("classification/wz2025_nace21.csv", "", COMMA, 1, 6, 2030, 0),
    ("classification/wz2025_to_wz2008.csv", "", COMMA, 1, 3, 1476, 0),
    ("geo/bb_districts.csv", "", COMMA, 1, 7, 30, 0),
    ("ihk-gewerbedaten/ihk_added_apr_jun_jul_2023.csv", "", COMMA, 1, 21, 7600, 0),
    ("ihk-gewerbedaten/ihk_deleted_apr_jun_jul_2023.csv", "", COMMA, 1, 21, 4099, 0),
    ("ihk-gewerbedaten/raw_06_june_added_CR_only.csv", "", COMMA, 1, 20, 360, 0),
    ("krankenhausverzeichnis-de/krankenhaeuser_de.csv", "", COMMA, 1, 13, 2779, 0),
    (OFFICE + "Kraftwerksliste_2025_cp1252.csv", "", CP1252, 11, 24, 2238, 7),
    (OFFICE + "Ladesaeulenregister_Koeln_utf8bom.csv", "", "UTF-8, semicolon", 1, 26, 292, 0),
    (OFFICE + "SB_A01-05-00_2024h02_BE.xlsx", "T1 T2", "headings in row 3", 3, 10, 53, 1),
    ("offeneregister/bb_companies_no_address_active.csv", "", COMMA, 1, 11, 23473, 0),
    ("offeneregister/bb_companies_with_address.csv", "", COMMA, 1, 12, 12590, 0),
    ("offeneregister/de_companies_with_address.csv", "", COMMA, 1, 7, 51460, 0),
    ("plz/plz_bezirk_berlin.csv", "", COMMA, 1, 5, 258, 0),
    ("plz/plz_ort_kreis_brandenburg.csv", "", COMMA, 1, 6, 1347, 0),
    ("plz/plz_ortsteil_berlin.csv", "", COMMA, 1, 5, 436, 0),
    ("ror-de/ror_germany.csv", "", COMMA, 1, 11, 2047, 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "sheet", "detected", "header", "columns", "rows", "skipped"), FILES
)
def test_a_published_file_is_read_as_it_is(
    shared_data, path, sheet, detected, header, columns, rows, skipped
):
    with shared_data(path).open("rb") as file:
        table = open_table(file, Layout(sheet=sheet))
        count = sum(1 for _row in table.rows)

    assert detected in table.detected
    assert (table.header_row, len(table.headings)) == (header, columns)
    assert (count, len(table.skipped)) == (rows, skipped)


def test_headings_with_line_breaks_stay_one_heading(shared_data):
    with shared_data(OFFICE + "Kraftwerksliste_2025_cp1252.csv").open("rb") as file:
        assert "Wärmeauskopplung (KWK) (ja/nein)" in open_table(file).headings


def test_headings_of_a_merged_cell_stand_before_each_of_its_columns(shared_data):
    with shared_data(OFFICE + "SB_A01-05-00_2024h02_BE.xlsx").open("rb") as file:
        headings = open_table(file, Layout(sheet="T1 T2")).headings

    assert headings[:4] == [
        "Stichtag",
        "Insgesamt insgesamt",
        "Insgesamt männlich",
        "Insgesamt weiblich",
    ]
