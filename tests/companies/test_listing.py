import pytest
from django.http import QueryDict
from django.utils import timezone

from companies.listing import Listing, PageMissingError, list_url
from companies.models import Company
from tests.factories import CompanyFactory

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
