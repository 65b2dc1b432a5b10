import pytest
from django.urls import reverse

from clusters import roles
from tests.accounts import form_data, logged_in, manager_of, member_of, save
from tests.factories import (
    CompanyFactory,
    DistrictFactory,
    LocationFactory,
    PostcodeFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/companies/company/"


@pytest.fixture
def curator():
    return logged_in(member_of(roles.CURATORS))


@pytest.fixture
def manager():
    return logged_in(manager_of("gesundheit"))


def change_url(company):
    return reverse("admin:companies_company_change", args=[company.pk])


def messages(response):
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def test_an_objection_is_a_warning_in_the_form(curator):
    company = CompanyFactory(objection_on="2025-05-01")

    assert 'class="objection"' in curator.get(change_url(company)).content.decode()
    other = CompanyFactory()
    assert 'class="objection"' not in curator.get(change_url(other)).content.decode()


@pytest.mark.parametrize(
    ("status", "view"), [("published", "company_detail"), ("draft", "company_preview")]
)
def test_the_form_links_to_the_page_or_its_preview(curator, status, view):
    company = CompanyFactory(status=status)

    link = reverse(f"companies:{view}", args=[company.slug])

    assert f'href="{link}"' in curator.get(change_url(company)).content.decode()


def test_a_chosen_district_counts_as_set_by_hand(curator):
    company = CompanyFactory(location__district_origin="guess")
    other = LocationFactory(
        company=CompanyFactory(location=None), district__slug="spandau"
    ).district

    save(curator, change_url(company), **{"locations-0-district": other.pk})

    location = company.locations.get()
    assert (location.district, location.district_origin) == (other, "manual")


def test_the_address_tells_the_district_unless_somebody_chose_one(curator):
    PostcodeFactory(code="10115", district=DistrictFactory(slug="mitte"), place="Mitte")
    guessed = CompanyFactory(location__district__slug="spandau", location__district_origin="guess")
    chosen = CompanyFactory(location__district__slug="spandau")
    unknown = CompanyFactory(location__district=None)

    for company in (guessed, chosen, unknown):
        save(curator, change_url(company), **{"locations-0-postcode": "10115"})

    found = [c.locations.get() for c in (guessed, chosen, unknown)]
    assert [str(location.district.slug) for location in found] == ["mitte", "spandau", "mitte"]
    assert {found[0].district_origin, found[2].district_origin} <= {"postcode", "place"}


def test_the_main_location_can_move_in_one_go(curator):
    company = CompanyFactory()
    LocationFactory(company=company, is_primary=False, city="Potsdam")
    data = form_data(curator.get(change_url(company))) | {"locations-1-is_primary": "on"}
    del data["locations-0-is_primary"]

    assert curator.post(change_url(company), data).status_code == 302
    assert company.locations.get(is_primary=True).city == "Potsdam"


@pytest.mark.parametrize(
    ("prefix", "fields"),
    [
        ("locations", {"is_primary": "on", "precision": "exact", "city": "Potsdam"}),
        ("company_clusters", {"cluster": "cluster"}),
        ("company_sectors", {"sector": "sector"}),
        ("memberships", {"network": "network", "role": "member"}),
    ],
)
def test_the_same_part_twice_is_refused_with_a_message(curator, prefix, fields):
    company = CompanyFactory(clusters=["gesundheit"], sectors=["pflege"], networks=["hub"])
    data = form_data(curator.get(change_url(company)))
    row = {name: data.get(f"{prefix}-0-{value}", value) for name, value in fields.items()}
    twice = {f"{prefix}-1-{name}": value for name, value in row.items()}

    response = curator.post(change_url(company), data | twice | {f"{prefix}-TOTAL_FORMS": 2})

    assert response.status_code == 200
    assert response.context["errors"]


def test_a_former_address_of_another_entry_is_refused_with_a_message(curator):
    company = CompanyFactory(slug="optik")
    company.slug = "laser"
    company.save()

    response = save(curator, change_url(CompanyFactory()), slug="optik")

    assert response.status_code == 200
    assert "slug" in response.context["adminform"].form.errors
    assert save(curator, change_url(company), slug="optik").status_code == 302


def test_a_rule_that_only_the_database_knows_ends_in_a_message(curator, monkeypatch):
    company = CompanyFactory(slug="optik")
    company.slug = "laser"
    company.save()
    monkeypatch.setattr("companies.admin.company.CompanyForm.clean_slug", lambda self: "optik")

    response = save(curator, change_url(CompanyFactory()))

    assert response.status_code == 302
    page = curator.get(response["Location"])
    assert "companies_slughistory_slug_key" in messages(page)[0][1]
