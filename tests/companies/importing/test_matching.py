"""Which entry a row is about."""

import pytest
from django.db import transaction

from clusters.models import Source
from companies.importing.cleaning import Draft
from companies.importing.columns import Columns
from companies.importing.ledger import Ledger
from companies.importing.lookup import Lookup
from companies.importing.options import Options
from companies.models import Company, SourceRecord
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db

KEYED = "nr,name,plz\nA1,Havel Optik,10367\na1,Spree Diagnostik,10247\n"


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


@pytest.mark.parametrize("rest", ["", ",DE136695976,Havel GmbH"])
def test_keys_tell_any_number_of_entries_of_one_name_and_address_apart(bring, rest):
    CompanyFactory(name="Havel GmbH", vat_id="DE136695976")
    options = ("--key", "nr", "--source", "liste", "--save")
    heading = "nr,name,plz,strasse" + ",vat_id,parent" * bool(rest)
    rows = [f"{number},Havel Wind,10367,Weg 1{rest}" for number in range(1, 6)]

    assert "4 new, 0 changed, 0 unchanged" in bring("\n".join([heading, *rows[:4]]), *options)
    assert "0 new, 0 changed, 4 unchanged" in bring("\n".join([heading, *rows[:4]]), *options)
    assert "1 new, 0 changed, 2 unchanged" in bring("\n".join([heading, *rows[2:]]), *options)
    assert SourceRecord.objects.filter(company__name="Havel Wind").count() == 5


def test_of_rows_that_only_their_keys_tell_apart_one_is_the_entry_that_is_there(bring):
    CompanyFactory(name="Havel Wind", location__postcode="10367", location__street="Weg 1")
    rows = "".join(f"{number},Havel Wind,10367,Weg 1\n" for number in range(3))

    said = bring("nr,name,plz,strasse\n" + rows, "--key", "nr", "--source", "liste", "--save")

    assert "2 new, 1 changed, 0 unchanged" in said


def test_which_of_two_entries_a_new_key_means_cannot_be_told(bring):
    for slug in ("eins", "zwei"):
        CompanyFactory(
            slug=slug, name="Havel Wind", location__postcode="10367", location__street="Weg 1"
        )

    said = bring("nr,name,plz,strasse\n1,Havel Wind,10367,Weg 1\n", "--key", "nr", "--source", "l")

    assert "list.csv:2 name: Havel Wind – several entries have this name and address" in said


def test_an_empty_key_is_a_fault(bring):
    said = bring("nr,name\n,Havel\n", "--key", "nr", "--source", "liste", "--save")

    assert "list.csv:2 nr: (empty) – the key is empty" in said


def test_two_rows_about_one_entry_are_a_fault_unless_alike(bring):
    said = bring("name,plz,phone\nA,10367,\nA,10367,\nA,10367,030 23125000\n", "--save")

    assert "list.csv:3 name: repeats row 2" in said
    assert "list.csv:4 name: A – is the same entry as row 2" in said


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


def test_of_those_with_the_name_of_a_row_only_those_of_its_postcode_are_looked_at():
    near, _far, nowhere = (
        CompanyFactory(name="Adler e. V.", slug=f"adler-{code}", location__postcode=code)
        for code in ("10367", "10115", "")
    )
    said = {"name": "Adler eV", "postcode": "10367"}, {"name": "…"}, {"name": "Adler e.V."}
    rows = [Draft(number, values=values) for number, values in enumerate(said)]
    with transaction.atomic(), Ledger.opened(Columns(["name"], Options())) as ledger:
        found = [set(Lookup(Options(), ledger).about([row], {}).by_id) for row in rows]

    assert found == [{near.pk}, set(), {nowhere.pk}]


def test_equal_names_get_addresses_in_the_order_of_the_file(bring):
    CompanyFactory(name="Adler", slug="adler", location__postcode="10115")
    bring("name,plz\nAdler,10367\nAdler,10247\n", "--save")
    slugs = Company.objects.order_by("slug").values_list("slug", "locations__postcode")

    assert list(slugs) == [("adler", "10115"), ("adler-2", "10367"), ("adler-3", "10247")]


def test_two_rows_with_one_key_are_told_before_anything_is_saved(bring):
    text = "nr,name\n7,Havel\n7,Spree\n7,Havel\n"
    said = bring(text, "--key", "nr", "--source", "liste", "--save")

    assert "list.csv:3 nr: 7 – has the key of row 2, which says something else" in said
    assert "list.csv:4 name: repeats row 2" in said
    assert "1 row has a fault; nothing was saved" in said
