"""The command as a whole, on small lists."""

import pytest
from pghistory.models import Context

from companies.choices import DistrictOrigin, Kind
from companies.models import Company, Import, ImportMapping, Tag
from tests.factories import (
    TagFactory,
)

from .conftest import LIST

pytestmark = pytest.mark.django_db


def test_without_save_nothing_is_changed(bring, sector):
    said = bring(LIST)

    assert "2 new, 0 changed, 0 unchanged, 0 skipped, 0 invalid" in said
    assert "Nothing was saved" in said
    assert not Company.objects.exists()
    assert not Import.objects.exists()


def test_a_german_list_is_published_with_all_it_says(bring, sector, cluster):
    bring(LIST, "--save")
    havel = Company.objects.published().in_cluster("gesundheit").get(slug="havel-optik-gmbh")

    assert (havel.name, havel.employees) == ("Havel Optik GmbH", 1200)
    assert havel.website == "https://havel.example"
    assert havel.primary_location.district.slug == "lichtenberg"
    assert havel.primary_location.district_origin == DistrictOrigin.POSTCODE
    assert [part.sector for part in havel.company_sectors.filter(is_primary=True)] == [sector]
    assert havel.published_at
    assert havel.published_by is None


def test_unknown_tags_become_proposals_once(bring, sector):
    TagFactory(slug="laser", name_de="Laser")
    said = bring(LIST.replace("medizintechnik;Laser", "medizintechnik;Laser|LiDAR"), "--save")

    assert "Proposed as tags: LiDAR" in said
    assert list(Tag.objects.filter(is_proposed=True).values_list("slug", flat=True)) == ["lidar"]
    assert Company.objects.get(name="Havel Optik GmbH").tags.count() == 2


def test_a_second_run_changes_nothing_and_writes_nothing(bring, sector):
    bring(LIST, "--save")
    before = list(Company.objects.values()), Context.objects.count()
    said = bring(LIST, "--save")

    assert "0 new, 0 changed, 2 unchanged" in said
    assert "Nothing to change" in said
    assert (list(Company.objects.values()), Context.objects.count()) == before
    assert Import.objects.count() == 1


def test_every_change_is_in_the_history_with_its_import(bring, sector):
    bring(LIST, "--save")
    record = Import.objects.get()
    event = Company.history.rel.related_model.objects.select_related("pgh_context").first()

    assert event.pgh_context.metadata == {
        "import_id": record.pk,
        "reason": "import",
        "file": "list.csv",
    }
    assert record.totals["new"] == 2
    assert record.finished_at
    assert len(record.file_hash) == 64


def test_one_bad_row_and_nothing_is_saved_and_each_fault_is_named(bring, sector):
    said = bring(LIST + "Oder Labor;Weg 1;99;Berlin;Medizintechik;;viele;\n", "--save")

    assert "list.csv:4 PLZ: 99 – " in said
    assert "list.csv:4 Branche: Medizintechik – “Medizintechik” is not known here; did you" in said
    assert "did you mean “medizintechnik”?" in said
    assert "list.csv:4 Beschäftigte: viele – " in said
    assert "2 new, 0 changed, 0 unchanged, 0 skipped, 1 invalid" in said
    assert said.endswith("ERROR 1 row has a fault; nothing was saved.")
    assert not Company.objects.exists()


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("kind", "Krankenhau", "did you mean “Krankenhaus”?"),
        ("clusters", "gesundheid", "did you mean “gesundheit”?"),
        ("district", "Lichtenburg", "did you mean “lichtenberg”?"),
        ("size_class", "riesig", "is not known"),
        ("vat_id", "DE123", "is not a VAT id"),
        ("website", "kein web", "is not a web address"),
        ("founded_year", "98", "whole number from 1100 to 2100"),
        ("latitude", "152", "degrees from -90 to 90"),
        ("name", "x" * 251, "has 251 characters"),
        ("wz_codes", "26.10", "wz_edition"),
        ("register_number", "HRB 12345", "register court"),
        ("id", "7", "no entry has this id"),
        ("email", "info@", "e-mail"),
        ("postcode", "00000", "postcode"),
    ],
)
def test_a_wrong_value_is_refused_with_a_reason(bring, column, value, reason):
    heading = "title" if column == "name" else "name"
    said = bring(f"{heading},{column}\nHavel Optik,{value}\n", "--save")

    assert f"list.csv:2 {column}: {value[:20]}" in said
    assert reason in said
    assert not Company.objects.exists()


def test_rows_that_only_leaves_out_are_counted(bring):
    said = bring(
        "name,land\nA,Berlin\nB,Bremen\nC,brandenburg\n", "--only", "land=Berlin|Brandenburg"
    )

    assert "2 new, 0 changed, 0 unchanged, 1 skipped, 0 invalid" in said


def test_a_mapping_is_kept_by_name_and_used_again(bring):
    bring(
        "titel,plz\nA,10367\n", "--map", "titel=name", "--set", "kind=pharmacy",
        "--mapping", "apotheken", "--save",
    )  # fmt: skip
    said = bring("titel,plz\nA,10367\nB,10367\n", "--mapping", "apotheken", "--save")

    assert "1 new, 0 changed, 1 unchanged" in said
    assert ImportMapping.objects.get().columns == {"titel": "name"}
    assert Company.objects.get(name="B").kind == Kind.PHARMACY


def test_a_mapping_keeps_rules_but_no_decisions(bring):
    keyed = ("--key", "nr", "--source", "liste", "--mapping", "liste", "--save")
    bring(
        "nr,name,phone\n1,A,030 23125000\n2,B,\n", *keyed, "--missing", "leave", "--clear", "phone",
        "--decide", "2=new", "--conflicts", "file",
    )  # fmt: skip
    said = bring("nr,name,phone\n1,A,\n", "--mapping", "liste")

    assert ImportMapping.objects.get().rules == {"missing": "leave", "empty": {"phone": "clear"}}
    assert "1 changed" in said
    assert "1 leaving the cluster" in said


def test_a_rule_that_is_stated_counts_before_the_kept_one(bring):
    keyed = ("--key", "nr", "--source", "liste", "--mapping", "liste", "--save")
    bring("nr,name\n1,A\n2,B\n", *keyed, "--missing", "leave")

    assert "leaving" not in bring("nr,name\n1,A\n", "--mapping", "liste", "--missing", "keep")


def test_a_mapping_is_not_kept_without_save(bring):
    bring("titel\nA\n", "--map", "titel=name", "--mapping", "apotheken")

    assert not ImportMapping.objects.exists()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--mapping", "keins"], "There is no mapping “keins”"),
        (["--map", "firm=name"], "no column “firm”"),
        (["--set", "sektors=x"], "did you mean sectors"),
        (["--approve", "nobody"], "may not"),
        (["--key", "name", "--source", "Meine Liste"], "--source Meine Liste"),
    ],
)
def test_wrong_options_end_with_a_message(bring, options, reason):
    said = bring("name\nA\n", *options)

    assert "ERROR" in said
    assert reason in said


def test_an_unknown_cluster_is_named_with_the_known_ones(bring):
    assert "did you mean gesundheit?" in bring("name\nA\n", cluster="gesundhei")


def test_a_list_without_a_column_for_the_name_says_how_to_name_it(bring):
    assert "--map COLUMN=name" in bring("titel,plz\nA,10367\n")


def test_a_file_that_is_not_there_or_no_list_ends_with_a_message(bring, tmp_path):
    assert "list.csv: The file is empty." in bring(b"")
    assert "PNG" in bring(b"\x89PNG\r\n\x1a\n")


def test_the_number_of_queries_does_not_grow_with_the_rows(bring, django_assert_max_num_queries):
    rows = "".join(f"Firma {n},10367,Weg {n},Träger {n}\n" for n in range(60))
    with django_assert_max_num_queries(40):
        bring(f"name,plz,strasse,Träger\n{rows}", "--save")
    assert Company.objects.count() == 120


def test_how_a_file_is_read_can_be_said(bring):
    text = "Liste der Firmen\nFirma|PLZ\nÄrztehaus|10367\n".encode("cp1252")
    stated = ["--header-row", "2", "--encoding", "windows-1252", "--delimiter", "bar"]

    said = bring(text, *stated, "--save")

    assert "Windows-1252, vertical bar, headings in row 2" in said
    assert "left out, as it stands above the headings: Liste der Firmen" in said
    assert Company.objects.get().name == "Ärztehaus"


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(bring, shared_data):
    file = shared_data("messy-office-files/SB_A01-05-00_2024h02_BE.xlsx").read_bytes()

    said = bring(file, "--sheet", "T99", file="list.xlsx")
    assert "no sheet “T99”" in said
    assert "T1 T2" in said
