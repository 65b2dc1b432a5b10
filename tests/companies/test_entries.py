from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from companies import entries as lists
from companies.entries import entries, rows
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
    assert found.clusters == [("blue", "Gesundheit")]


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

    (row,) = rows(Listing(QueryDict()))

    assert row.name == "&lt;b&gt;Optik&lt;/b&gt;"


def test_what_was_found_is_marked_once():
    CompanyFactory(name="Spree Optik", description_de="Optik für Kliniken")
    CompanyFactory(name="Havel", description_de="Optik für Kliniken")

    found = {row.entry.name: row for row in rows(Listing(QueryDict("q=optik")))}

    assert found["Spree Optik"].name == "Spree <mark>Optik</mark>"
    assert found["Spree Optik"].snippet == ""
    assert found["Havel"].snippet == "<mark>Optik</mark> für Kliniken"


@pytest.mark.django_db(transaction=True)
def test_entries_shown_lately_need_no_query_until_the_data_change(django_assert_num_queries):
    company = CompanyFactory(name="Havel")
    entry()

    listing = Listing(QueryDict())
    with django_assert_num_queries(0):
        assert entries(listing)[0].name == "Havel"

    company.name = "Spree"
    company.save()
    assert entry().name == "Spree"


@pytest.mark.django_db(transaction=True)
def test_entries_shown_lately_speak_the_language_and_know_the_day_of_each_visitor(monkeypatch):
    CompanyFactory(kind="hospital", verified_on=timezone.localdate())
    assert entry().what == "Krankenhaus"

    with override("en"):
        assert entry().what == "Hospital"
    tomorrow = lists.limit() + timedelta(days=366)
    monkeypatch.setattr("companies.freshness.limit", lambda: tomorrow)
    monkeypatch.setattr(lists, "limit", lambda: tomorrow)

    assert entry().freshness == "stale"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("most", [0, 5, 7])
def test_no_more_entries_are_remembered_than_there_is_room_for(most, settings):
    settings.ENTRIES_REMEMBERED = most
    names = {CompanyFactory(name=f"Havel {number}").name for number in range(5)}

    for language in ("de", "en"):
        with override(language):
            listing = Listing(QueryDict())
            assert {found.name for found in entries(listing)} == names
            assert len(listing.state.shown) == min(most, 5)
