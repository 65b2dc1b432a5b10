"""Pages that a visitor has already, or that are made already."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.http import http_date

from clusters.models import DataVersion
from companies.models import Company
from tests.factories import CompanyFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/unternehmen/"


@pytest.fixture(autouse=True)
def page_cache(settings):
    settings.PAGE_CACHE = True
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory(name="Spree Laser")


def test_a_page_that_the_visitor_has_is_not_sent_again(client, company):
    first = client.get(LIST)

    again = client.get(LIST, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_an_edit_is_public_on_the_next_request(client, company):
    first = client.get(LIST)

    Company.objects.update(name="Havel Laser")
    again = client.get(LIST, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert "Havel Laser" in again.text
    assert "Spree Laser" not in again.text


def test_a_kept_page_asks_for_the_version_alone(client, company, django_assert_num_queries):
    first = client.get(LIST)

    with django_assert_num_queries(2):  # the second only as the test is a transaction
        again = client.get(LIST)

    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Vary"] == first["Vary"]


def test_the_part_for_a_live_update_is_another_page(client, company):
    page = client.get(LIST)

    part = client.get(LIST, headers={"X-Fragment": "results"})

    assert part["ETag"] != page["ETag"]
    assert b"<html" not in part.content


def test_each_language_and_query_has_its_own_page(client, company):
    addresses = [LIST, "/en/companies/", f"{LIST}?q=laser", f"{LIST}?q=havel"]

    assert len({client.get(address)["ETag"] for address in addresses}) == 4


def test_members_of_staff_get_their_own_pages(client, company):
    client.get(LIST)
    client.force_login(UserFactory(is_staff=True))

    response = client.get(LIST)

    assert "ETag" not in response


def test_a_page_since_a_date_is_not_sent_again(client, company):
    changed = DataVersion.objects.current().changed_at
    later = {"If-Modified-Since": http_date((changed + timedelta(days=2)).timestamp())}
    earlier = {"If-Modified-Since": http_date((changed - timedelta(days=2)).timestamp())}

    assert client.get(LIST, headers=later).status_code == 304
    assert client.get(LIST, headers=earlier).status_code == 200


@pytest.mark.parametrize("address", ["/unternehmen/gibt-es-nicht/", f"{LIST}?page=99"])
def test_missing_pages_are_not_kept(client, company, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "ETag" not in response


def test_the_health_of_the_process_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("value", ["*", "garbage", '"', 'W/"x", "y"', "ä"])
def test_broken_conditions_are_no_error(client, company, value):
    response = client.get(LIST, headers={"If-None-Match": value, "If-Modified-Since": value})

    assert response.status_code == 200
