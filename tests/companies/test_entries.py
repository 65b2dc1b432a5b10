import pytest
from django.http import QueryDict
from django.utils import timezone

from companies.entries import entries
from companies.listing import Listing
from tests.factories import CompanyFactory, LocationFactory

pytestmark = pytest.mark.django_db


def entry(query: str = ""):
    (found,) = entries(Listing(QueryDict(query)))
    return found


def test_an_entry_says_what_where_and_how_fresh():
    company = CompanyFactory(
        kind="hospital", sectors=["pflege"], clusters=["gesundheit"], verified_on="2020-01-31"
    )
    LocationFactory(company=company, is_primary=False)

    found = entry()

    assert found.url == company.get_absolute_url()
    assert found.what == "Krankenhaus · Pflege"
    assert found.where == "10367 Berlin, Lichtenberg · ein weiterer Standort"
    assert (found.freshness, found.verified) == ("stale", "zuletzt geprüft am 31.01.2020")
    assert [cluster.slug for cluster in found.clusters] == ["gesundheit"]


def test_an_entry_is_silent_about_what_is_not_known():
    CompanyFactory(location=None)

    found = entry()

    assert found.where == ""
    assert found.verified == "noch nicht geprüft"


def test_an_entry_shows_no_more_than_an_objection_leaves():
    CompanyFactory(kind="hospital", objection_on=timezone.localdate(), verified_on="2020-01-31")

    found = entry()

    assert (found.what, found.freshness, found.verified) == ("", "", "")


def test_a_name_is_escaped():
    CompanyFactory(name="<b>Optik</b>")

    assert entry().name == "&lt;b&gt;Optik&lt;/b&gt;"
