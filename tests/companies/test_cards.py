import pytest

from companies.cards import cards
from companies.models import Company, SearchEntry
from companies.options import Options
from tests.factories import CompanyFactory, LocationFactory

pytestmark = pytest.mark.django_db


def card(company: Company):
    (entry,) = cards([SearchEntry.objects.get(company=company).number], Options())
    return entry


def test_a_card_shows_what_the_entry_shows():
    company = CompanyFactory(
        name="Spree Laser", kind="hospital", employees=80, description_de="Für Kliniken",
        clusters=["gesundheit"], sectors=["optik"], location__city="Bernau",
        location__district__slug="mitte",
    )  # fmt: skip
    LocationFactory(company=company, is_primary=False)

    entry = card(company)

    assert (entry.name, entry.kind, entry.employees) == ("Spree Laser", "hospital", 80)
    assert entry.description == "Für Kliniken"
    assert [cluster.slug for cluster in entry.clusters] == ["gesundheit"]
    assert [sector.slug for sector in entry.sectors] == ["optik"]
    assert (entry.location.city, entry.location.district.slug) == ("Bernau", "mitte")
    assert entry.other_locations == 1


def test_cards_come_in_the_order_asked_for_in_one_query(django_assert_num_queries):
    companies = [CompanyFactory() for _ in range(3)]
    numbers = [SearchEntry.objects.get(company=c).number for c in reversed(companies)]
    options = Options()
    assert (options.clusters, options.sectors, options.areas) is not None

    with django_assert_num_queries(1):
        found = cards(numbers, options)

    assert [entry.slug for entry in found] == [company.slug for company in reversed(companies)]
