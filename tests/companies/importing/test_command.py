"""The command as a whole, on small lists."""

import pytest
from pghistory.models import Context

from clusters.models import Source
from companies.choices import DistrictOrigin, Kind, Status
from companies.models import Company, Import, ImportMapping, SourceRecord, Tag
from tests.factories import (
    ClusterFactory,
    CompanyFactory,
    CompanySectorFactory,
    SectorFactory,
    TagFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = (
    "Firma;Straße;PLZ;Ort;Branche;Schlagwörter;Beschäftigte;Webseite\n"
    "Havel Optik GmbH;Musterallee 12;10367;Berlin;medizintechnik;Laser|Lidar;1.200;havel.example\n"
    "Spree Diagnostik;Beispielweg 3;10247;Berlin;Medizintechnik;;k. A.;\n"
)
KEYED = "nr,name,plz\nA1,Havel Optik,10367\na1,Spree Diagnostik,10247\n"


@pytest.fixture
def sector(cluster):
    return SectorFactory(slug="medizintechnik", cluster=cluster)


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


def test_a_postcode_in_two_districts_gives_the_likelier_as_a_guess(bring, sector):
    bring(LIST, "--save")
    place = Company.objects.get(name="Spree Diagnostik").primary_location

    assert place.district.slug == "friedrichshain-kreuzberg"
    assert place.district_origin == DistrictOrigin.GUESS


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


def test_only_mapped_columns_change_and_empty_cells_keep(bring, sector):
    bring(LIST, "--save")
    Company.objects.update(phone="+49301", legal_form="GmbH")
    said = bring(
        "name;plz;strasse;Beschäftigte;Webseite\n"
        "Havel Optik GmbH;10367;Musterallee 12;1300;\n", "--save"
    )  # fmt: skip
    havel = Company.objects.get(name="Havel Optik GmbH")

    assert "0 new, 1 changed, 0 unchanged" in said
    assert (havel.employees, havel.phone, havel.legal_form) == (1300, "+49301", "GmbH")
    assert havel.website == "https://havel.example"


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


def test_four_digits_become_five_where_the_place_or_land_says_so(bring):
    said = bring("name,plz,ort,Bundesland\nA,3046,Cottbus,\nB,3046,,Brandenburg\n", "--save")

    assert "list.csv:2 plz: “3046” was read as 03046." in said
    assert "list.csv:3 plz: “3046” was read as 03046." in said
    places = [company.primary_location for company in Company.objects.all()]
    assert {(p.postcode, p.district.slug) for p in places} == {("03046", "cottbus")}


@pytest.mark.parametrize("place", ["Dresden", ""])
def test_four_digits_are_refused_where_nothing_bears_them_out(bring, place):
    said = bring(f"name,plz,ort\nA,3046,{place}\n", "--save")

    assert "list.csv:2 plz: 3046 – “3046” has four digits" in said
    assert not Company.objects.exists()


def test_keys_of_a_list_find_their_entries_again_whatever_changed(bring):
    said = bring(KEYED, "--key", "nr", "--source", "liste", "--save")
    again = bring(
        KEYED.replace("Havel Optik,10367", "Havel Photonik,10247"),
        "--key", "nr", "--source", "liste", "--save",
    )  # fmt: skip

    assert "New list: liste" in said
    assert "0 new, 1 changed, 1 unchanged" in again
    source = Source.objects.get(slug="liste")
    assert (source.kind, source.title) == ("list", "list.csv")
    record = SourceRecord.objects.get(source=source, key="A1")
    assert record.company.name == "Havel Photonik"
    assert record.company.primary_location.district.slug == "friedrichshain-kreuzberg"


def test_a_new_key_may_be_an_entry_of_another_list(bring):
    bring("name,plz\nHavel Optik,10367\n", "--save")
    said = bring(KEYED, "--key", "nr", "--source", "liste", "--save")

    assert "1 new, 0 changed, 1 unchanged" in said
    assert SourceRecord.objects.filter(company__name="Havel Optik").exists()


def test_an_empty_key_is_a_fault(bring):
    said = bring("nr,name\n,Havel\n", "--key", "nr", "--source", "liste", "--save")

    assert "list.csv:2 nr: (empty) – the key is empty" in said


def test_rows_that_only_leaves_out_are_counted(bring):
    said = bring(
        "name,land\nA,Berlin\nB,Bremen\nC,brandenburg\n", "--only", "land=Berlin|Brandenburg"
    )

    assert "2 new, 0 changed, 0 unchanged, 1 skipped, 0 invalid" in said


def test_two_rows_about_one_entry_are_a_fault_unless_alike(bring):
    said = bring("name,plz,phone\nA,10367,\nA,10367,\nA,10367,030 23125000\n", "--save")

    assert "list.csv:3 name: repeats row 2" in said
    assert "list.csv:4 name: A – is the same entry as row 2" in said


def test_a_mapping_is_kept_by_name_and_used_again(bring):
    bring(
        "titel,plz\nA,10367\n", "--map", "titel=name", "--set", "kind=pharmacy",
        "--mapping", "apotheken", "--save",
    )  # fmt: skip
    said = bring("titel,plz\nA,10367\nB,10367\n", "--mapping", "apotheken", "--save")

    assert "1 new, 0 changed, 1 unchanged" in said
    assert ImportMapping.objects.get().columns == {"titel": "name"}
    assert Company.objects.get(name="B").kind == Kind.PHARMACY


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


def test_rows_of_a_sensitive_cluster_wait_for_a_second_pair_of_eyes(bring):
    ClusterFactory(slug="dual-use", is_sensitive=True)
    bring("name\nHavel Optik\n", "--save", cluster="dual-use")
    havel = Company.objects.get()

    assert havel.status == Status.IN_REVIEW
    assert havel.company_clusters.get().approved_at is None


def test_an_approver_publishes_them_then_or_later(bring):
    ClusterFactory(slug="dual-use", is_sensitive=True)
    admin = UserFactory(username="chefin", is_superuser=True)
    bring("name\nHavel Optik\n", "--save", cluster="dual-use")
    said = bring("name\nHavel Optik\nSpree\n", "--save", "--approve", "chefin", cluster="dual-use")

    assert "1 new, 1 changed" in said
    assert Company.objects.in_cluster("dual-use").published().count() == 2
    assert set(Company.objects.values_list("published_by", "submitted_by")) == {(admin.pk, None)}


def test_who_submitted_an_entry_cannot_approve_it_too(bring):
    sensitive = ClusterFactory(slug="dual-use", is_sensitive=True)
    admin = UserFactory(username="chefin", is_superuser=True)
    havel = CompanyFactory(name="Havel", location=None, status=Status.IN_REVIEW, submitted_by=admin)
    havel.company_clusters.create(cluster=sensitive, submitted_by=admin)

    said = bring("name\nHavel\n", "--save", "--approve", "chefin", cluster="dual-use")

    assert "somebody else must approve it" in said


def test_status_and_verification_count_for_those_who_may(bring):
    UserFactory(username="chefin", is_superuser=True)
    text = "name,status,verified_on\nHavel Optik,archived,31.12.2024\n"
    bring(text, "--save")
    assert Company.objects.get().status == Status.PUBLISHED
    assert Company.objects.get().verified_on is None

    bring(text, "--save", "--approve", "chefin")
    havel = Company.objects.get()
    assert (havel.status, str(havel.verified_on)) == (Status.ARCHIVED, "2024-12-31")
    assert havel.verified_by.username == "chefin"


def test_an_unknown_operator_becomes_one_draft_that_moves_no_count(bring):
    said = bring(
        "name,Träger,plz\nHaus A,Pflege gGmbH,10367\nHaus B,PFLEGE gGmbH,10247\n", "--save"
    )

    assert "1 operator becomes a draft" in said
    assert set(Company.objects.published().values_list("name", flat=True)) == {"Haus A", "Haus B"}
    operator = Company.objects.get(status=Status.DRAFT)
    assert (operator.name, operator.sites.count()) == ("Pflege gGmbH", 2)
    assert not operator.company_clusters.exists()
    assert not operator.locations.exists()


def test_an_operator_may_be_in_the_list_or_in_the_directory(bring):
    CompanyFactory(name="Spree Kliniken", slug="spree-kliniken")
    said = bring(
        "name,Träger,plz\nHaus A,Havel Klinik,10367\nHavel Klinik,havel-klinik,10247\n"
        "Haus B,spree-kliniken,10367\n", "--save",
    )  # fmt: skip

    assert "draft" not in said
    assert Company.objects.get(name="Haus A").parent.name == "Havel Klinik"
    assert Company.objects.get(name="Haus B").parent.name == "Spree Kliniken"
    assert Company.objects.get(name="Havel Klinik").parent is None


def test_an_operator_named_like_two_entries_is_refused(bring):
    CompanyFactory(name="Spree Kliniken", slug="one")
    CompanyFactory(name="Spree-Kliniken", slug="two")

    assert "several entries have this name" in bring("name,Träger\nHaus,Spree Kliniken\n")


def test_an_operator_that_a_later_list_brings_is_published_then(bring):
    bring("name,Träger,plz\nHaus A,Pflege gGmbH,10367\n", "--save")
    said = bring("name,plz\nPflege gGmbH,\n", "--save")

    assert "0 new, 1 changed" in said
    assert Company.objects.published().in_cluster("gesundheit").count() == 2


def test_a_vat_id_belongs_to_one_legal_entity_and_its_sites(bring):
    said = bring(
        "name,vat_id,parent,plz\nHavel GmbH,DE136695976,,10367\n"
        "Havel Werk,DE136695976,Havel GmbH,10247\nFremd GmbH,DE136695976,Andere,10247\n"
    )  # fmt: skip

    assert "list.csv:4 vat_id: DE136695976 – already belongs to Havel GmbH" in said
    assert "list.csv:3" not in said


def test_a_site_may_stand_above_its_operator(bring):
    said = bring(
        "name,vat_id,parent,plz\nHavel Werk,DE136695976,Havel GmbH,10247\n"
        "Havel GmbH,DE136695976,,10367\n", "--save",
    )  # fmt: skip

    assert "2 new" in said
    assert Company.objects.get(name="Havel Werk").parent.name == "Havel GmbH"


def test_register_number_and_vat_id_find_an_entry_under_another_name(bring):
    CompanyFactory(
        name="Havel Optik", register_court="Berlin (Charlottenburg)", register_type="HRB",
        register_number="12345 B",
    )  # fmt: skip
    CompanyFactory(name="Spree Optik", vat_id="DE136695976")
    said = bring(
        "name,register_court,Handelsregister,vat_id\n"
        "Havel Photonik,Charlottenburg,HRB 12345 B,\nSpree Photonik,,,de 136 695 976\n", "--save",
    )  # fmt: skip

    assert "0 new, 2 changed" in said
    assert set(Company.objects.values_list("name", flat=True)) == {
        "Havel Photonik",
        "Spree Photonik",
    }


def test_name_and_address_match_in_their_usual_spellings(bring):
    bring("name,strasse,plz\nMüller Optik,Große Straße 5,10367\n", "--save")
    said = bring("name,strasse,plz\nMueller-Optik,Große Str. 5,10367\n", "--save")

    assert "0 new, 1 changed" in said


def test_equal_names_get_addresses_in_the_order_of_the_file(bring):
    CompanyFactory(name="Adler", slug="adler", location__postcode="10115")
    bring("name,plz\nAdler,10367\nAdler,10247\n", "--save")
    slugs = Company.objects.order_by("slug").values_list("slug", "locations__postcode")

    assert list(slugs) == [("adler", "10115"), ("adler-2", "10367"), ("adler-3", "10247")]


def test_a_stated_district_counts_and_stays(bring):
    text = "name,plz,Bezirk\nA,10247,Lichtenberg\n"
    bring(text, "--save")
    place = Company.objects.get().primary_location

    assert (place.district.slug, place.district_origin) == ("lichtenberg", DistrictOrigin.MANUAL)
    assert "1 unchanged" in bring(text, "--save")


def test_a_district_set_by_hand_outlives_an_import_of_the_same_postcode(bring):
    bring("name,plz,ort\nA,10247,\n", "--save")
    place = Company.objects.get().primary_location
    lichtenberg = type(place.district).objects.get(slug="lichtenberg")
    type(place).objects.update(district=lichtenberg, district_origin=DistrictOrigin.MANUAL)
    bring("name,plz,ort\nA,10247,Berlin\n", "--save")

    assert Company.objects.get().primary_location.district == lichtenberg


def test_the_list_in_a_cell_replaces_sectors_and_a_fixed_value_adds(bring, sector, cluster):
    other = CompanySectorFactory(company__name="Havel", company__location=None, is_primary=True)
    other.sector = SectorFactory(slug="diagnostik", cluster=cluster)
    other.save()
    havel = other.company

    bring("name\nHavel\n", "--set", "sectors=medizintechnik", "--save")
    assert havel.sectors.count() == 2
    bring("name,sectors\nHavel,medizintechnik\n", "--save")
    assert list(havel.sectors.all()) == [sector]


def test_no_employees_are_taken_as_unknown(bring):
    said = bring("name,Beschäftigte\nHavel,0\n", "--save")

    assert "0 is taken as unknown" in said
    assert Company.objects.get().employees is None


def test_the_number_of_queries_does_not_grow_with_the_rows(bring, django_assert_max_num_queries):
    rows = "".join(f"Firma {n},10367,Weg {n},Träger {n}\n" for n in range(60))
    with django_assert_max_num_queries(40):
        bring(f"name,plz,strasse,Träger\n{rows}", "--save")
    assert Company.objects.count() == 120
