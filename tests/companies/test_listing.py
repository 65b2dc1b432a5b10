import pytest
from django.http import QueryDict
from django.utils import timezone

from companies.facet_lists import FacetLists
from companies.listing import Listing, PageMissingError, list_url
from companies.models import Company
from companies.wording import chips, sentence
from tests.factories import CompanyFactory, LandFactory, SectorFactory

pytestmark = pytest.mark.django_db


def listing(query: str = "") -> Listing:
    return Listing(QueryDict(query))


def listed(query: str) -> list[str]:
    return [entry.name for entry in listing(query).entries]


def test_the_usual_order_is_by_name_as_in_a_german_list():
    for name in ("Zeta", "Äther", "Adler", "Der Biber"):
        CompanyFactory(name=name)

    assert listed("") == ["Adler", "Äther", "Der Biber", "Zeta"]


def test_the_best_match_begins_with_the_words():
    for name in ("Berliner Laser", "Laser Adlershof", "Laser"):
        CompanyFactory(name=name)
    CompanyFactory(name="Optik", description_de="Laser")

    assert listed("q=laser") == ["Laser", "Laser Adlershof", "Berliner Laser", "Optik"]
    assert listed("q=laser&sort=name") == ["Berliner Laser", "Laser", "Laser Adlershof", "Optik"]


def test_unknown_and_hidden_numbers_of_employees_come_last():
    CompanyFactory(name="A", employees=None)
    CompanyFactory(name="B", employees=5)
    CompanyFactory(name="C", employees=500)
    CompanyFactory(name="D", employees=9000, objection_on=timezone.localdate())

    assert listed("sort=employees") == ["C", "B", "A", "D"]


def test_pages_hold_what_per_page_says():
    for number in range(21):
        CompanyFactory(name=f"Optik {number:02}")

    assert len(listed("")) == 20
    assert listed("page=2") == ["Optik 20"]
    assert len(listed("per_page=50")) == 21


def test_slices_hold_the_whole_list_in_its_order(django_assert_num_queries):
    for number in range(5):
        CompanyFactory(name=f"Optik {number}", kind="pharmacy")
    CompanyFactory(name="Klinik", kind="hospital")
    pharmacies = listing("kind=pharmacy&per_page=20&page=7")

    with django_assert_num_queries(3):
        slices = pharmacies.slices(2, Company.objects.all())
        found = [[company.name for company in part] for part in slices]

    assert found == [["Optik 0", "Optik 1"], ["Optik 2", "Optik 3"], ["Optik 4"]]


@pytest.mark.parametrize("number", ["abc", "0", "-1", "1.5", "²", " "])
def test_a_page_that_is_no_number_gives_the_first_with_a_message(number):
    CompanyFactory(name="A")
    found = listing(f"page={number}")

    assert [entry.name for entry in found.entries] == ["A"]
    assert [name for name, _message in found.problems] == ["page"]


@pytest.mark.parametrize("number", ["2", "9" * 400])
def test_a_page_beyond_the_end_is_missing(number):
    CompanyFactory()

    with pytest.raises(PageMissingError):
        _ = listing(f"page={number}").page


@pytest.mark.parametrize("query", ["sort=x", "view=x", "per_page=7", "columns=x"])
def test_an_unknown_setting_is_named_and_replaced(query):
    found = listing(query)

    assert [name for name, _message in found.problems] == [query.partition("=")[0]]
    assert found.address() == list_url()


def test_parameters_come_out_as_they_went_in():
    CompanyFactory(clusters=["gesundheit"], location__district__slug="mitte")
    query = "q=laser&cluster=gesundheit&district=mitte&sort=newest&view=table&per_page=50"

    assert listing(query).address() == f"/unternehmen/?{query}"
    assert listing("view=map").address() == "/unternehmen/?view=map"
    assert listing("columns=place&columns=kind").columns == ["kind", "place"]


def test_usual_settings_do_not_come_out():
    assert listing("sort=name&per_page=20&view=list&page=1").address() == "/unternehmen/"


def test_each_chip_takes_one_value_away():
    CompanyFactory(location__district__slug="mitte")
    CompanyFactory(location__district__slug="pankow")

    found = chips(listing("q=laser&district=mitte&district=pankow"))

    assert [(chip.value, chip.url) for chip in found] == [
        ("laser", "/unternehmen/?district=mitte&district=pankow"),
        ("Mitte", "/unternehmen/?q=laser&district=pankow"),
        ("Pankow", "/unternehmen/?q=laser&district=mitte"),
    ]


def test_the_sentence_says_what_is_listed():
    CompanyFactory(location__district__slug="mitte", kind="pharmacy")
    CompanyFactory(location__district__slug="pankow", kind="pharmacy")

    found = sentence(listing("district=mitte&district=pankow&kind=pharmacy"))

    assert found == "Unternehmen mit Standort in Mitte oder Pankow, Art: Apotheke"


def test_the_link_of_a_facet_value_leads_to_only_that_value():
    CompanyFactory(kind="pharmacy")
    CompanyFactory(kind="hospital")
    facets = {facet.name: facet for facet in FacetLists(listing("kind=hospital"))}

    values = {value.slug: value for value in facets["kind"].groups[0].values}

    assert values["hospital"].chosen
    assert values["pharmacy"].count == 1
    assert values["pharmacy"].url == "/unternehmen/?kind=pharmacy"
    assert values["university"].count == 0


def test_facets_follow_the_trees_of_the_data():
    brandenburg = LandFactory(name="Brandenburg")
    CompanyFactory(location__district__slug="prignitz", location__district__parent=brandenburg)
    top = SectorFactory(slug="medizin")
    SectorFactory(slug="labor", parent=top, cluster=top.cluster)

    facets = {facet.name: facet for facet in FacetLists(listing("district=prignitz"))}
    (group,) = facets["district"].groups

    assert [(value.slug, value.depth) for value in group.values] == [
        ("brandenburg", 0),
        ("prignitz", 1),
    ]
    assert group.is_open
    assert [value.slug for value in facets["sector"].groups[0].values] == ["medizin", "labor"]
