"""What a row changes of its entry."""

import pytest

from companies.choices import DistrictOrigin
from companies.models import Company
from tests.factories import (
    CompanySectorFactory,
    SectorFactory,
    UserFactory,
)

from .conftest import LIST

pytestmark = pytest.mark.django_db


def test_a_postcode_in_two_districts_gives_the_likelier_as_a_guess(bring, sector):
    bring(LIST, "--save")
    place = Company.objects.get(name="Spree Diagnostik").primary_location

    assert place.district.slug == "friedrichshain-kreuzberg"
    assert place.district_origin == DistrictOrigin.GUESS


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


@pytest.mark.parametrize(
    ("row", "left_out"),
    [
        ("register_court,register_type\nHavel,Charlottenburg,HRB", "register_court"),
        ("employees_year,phone\nHavel,2023,", "employees_year"),
    ],
)
def test_what_makes_no_sense_alone_is_left_out_and_told(bring, row, left_out):
    said = bring(f"name,{row}\n", "--save")

    assert f"list.csv:2 {left_out}: left out: there is no number" in said
    assert Company.objects.get().name == "Havel"


def test_a_latitude_needs_a_longitude(bring):
    assert "go together" in bring("name,lat,plz\nHavel,52.5,10367\n", "--save")


def test_a_verification_cannot_lie_in_the_future(bring):
    UserFactory(username="chefin", is_superuser=True)
    said = bring("name,verified_on\nHavel,2999-01-01\n", "--save", "--approve", "chefin")

    assert "verified_on: 2999-01-01 – lies in the future" in said


def test_the_amounts_are_whole_euros(bring):
    bring('name,Umsatz,Bilanzsumme\nHavel,"1.234.567,89 €",2 000 000\n', "--save")
    havel = Company.objects.get()

    assert (havel.turnover_eur, havel.balance_sheet_eur) == (1_234_568, 2_000_000)
