import csv

import openpyxl
import pytest

from companies.models import Company

pytestmark = pytest.mark.django_db

FAULTY = (
    "Firma;PLZ;Ort;Webseite\nHavel Optik;10367;Berlin;\nSpree;99;Berlin;\n"
    "=Formel;10367;Berlin;nix da\n"
)


def test_good_rows_are_taken_in_and_the_others_put_aside_with_their_reasons(bring, tmp_path):
    rest = tmp_path / "rest.csv"

    said = bring(FAULTY, "--save", "--good-rows", str(rest))

    assert "1 new" in said
    assert "2 rows with a fault are in" in said
    assert list(Company.objects.values_list("name", flat=True)) == ["Havel Optik"]
    with rest.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    assert head == ["Firma", "PLZ", "Ort", "Webseite", "Faults"]
    assert [row[:2] for row in rows] == [["Spree", "99"], ["'=Formel", "10367"]]
    assert rows[0][-1].startswith("PLZ: 99 – ")


def test_the_rest_comes_in_again_when_it_is_mended(bring, tmp_path):
    rest = tmp_path / "rest.csv"
    bring(FAULTY, "--save", "--good-rows", str(rest))
    mended = rest.read_text("utf-8-sig").replace(";99;", ";10367;").replace("nix da", "nix.example")

    assert "2 new, 0 changed, 0 unchanged, 0 skipped, 0 invalid" in bring(mended, "--save")


def test_the_rest_is_a_workbook_where_its_name_says_so(bring, tmp_path):
    rest = tmp_path / "rest.xlsx"
    bring(FAULTY, "--save", "--good-rows", str(rest))

    rows = list(openpyxl.load_workbook(rest).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Firma", "Spree", "=Formel"]


def test_without_a_fault_there_is_no_rest(bring, tmp_path):
    rest = tmp_path / "rest.csv"

    bring("Firma;PLZ\nHavel Optik;10367\n", "--save", "--good-rows", str(rest))

    assert not rest.exists()


def test_a_place_that_cannot_be_written_is_told(bring, tmp_path):
    said = bring(FAULTY, "--good-rows", str(tmp_path / "missing" / "rest.csv"))

    assert "ERROR" in said
    assert "missing" in said


def test_the_list_itself_is_not_overwritten(bring, tmp_path):
    said = bring(FAULTY, "--save", "--good-rows", str(tmp_path / "list.csv"))

    assert "ERROR" in said
    assert (tmp_path / "list.csv").read_text() == FAULTY
    assert not Company.objects.exists()
