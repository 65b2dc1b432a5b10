import pytest
from django.urls import reverse

from companies.models import Company
from tests.factories import (
    CompanyFactory,
    CompanySectorFactory,
    SourceRecordFactory,
    UserFactory,
)
from tests.html import hooks

pytestmark = pytest.mark.django_db
LIST = "/unternehmen/"
MOST_QUERIES = 12


def log_in(client, **rights: bool) -> None:
    user = UserFactory(**rights)
    user.save()  # the session is bound to the stored password
    client.force_login(user)


def test_the_list_shows_every_published_company(client):
    companies = [CompanyFactory(clusters=["gesundheit"]) for _ in range(3)]
    CompanyFactory(status="draft")

    found = hooks(client.get(LIST))

    assert found.totals == [3]
    assert sorted(found.companies) == sorted(company.slug for company in companies)


def test_the_list_takes_few_queries_however_long_it_is(client, django_assert_max_num_queries):
    for number in range(25):
        CompanyFactory(
            clusters=["gesundheit"], sectors=["labor"], tags=["lidar"],
            location__district__slug=f"bezirk-{number}",
        )  # fmt: skip
    client.get(LIST)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"{LIST}?q=optik&cluster=gesundheit&sector=labor&sort=employees&view=table")


@pytest.mark.parametrize("view", ["list", "table"])
def test_list_and_table_show_the_same_companies(client, view):
    company = CompanyFactory(employees=1234, location__district=None)

    assert hooks(client.get(LIST, {"view": view})).companies == [company.slug]


def test_a_fragment_is_the_changing_part_alone(client):
    CompanyFactory()

    whole = client.get(LIST)
    part = client.get(LIST, headers={"X-Fragment": "results"})

    assert "X-Fragment" in part["Vary"]
    assert "X-Fragment" in whole["Vary"]
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert hooks(part).totals == hooks(whole).totals == [1]
    assert hooks(part).facets == hooks(whole).facets


def test_a_page_beyond_the_end_is_missing_and_names_the_last_one(client):
    for _ in range(21):
        CompanyFactory()

    response = client.get(LIST, {"page": "99", "sort": "newest"})

    assert response.status_code == 404
    assert 'href="/unternehmen/?sort=newest&amp;page=2"' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "district=atlantis&cluster=x&sector=y&kind=z&size=0&network=n&tag=t&freshness=f&letter=1",
        "page=abc",
        "per_page=1000000&sort=;drop&view=<script>",
        "q=" + "ä" * 3_000,
        "q=%25%5F%27%22%3Cscript%3E",
        "q=%F0%9F%98%80&letter=%C3%9F",
        "q=a&q=b&page=7&page=1",
        "unknown=1&=&&",
    ],
)
def test_strange_parameters_are_answered_with_a_page(client, query):
    CompanyFactory()

    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_an_unknown_value_is_named_on_the_page(client):
    html = client.get(LIST, {"district": "atlantis"}).content.decode()

    assert 'data-problem="district"' in html
    assert "atlantis" in html


def test_a_nul_byte_is_refused(client):
    assert client.get(f"{LIST}?q=a%00b").status_code == 400


def test_the_empty_list_offers_ways_out(client):
    CompanyFactory(kind="hospital")

    html = client.get(LIST, {"kind": "pharmacy", "q": "laser"}).content.decode()

    assert 'data-total="0"' in html
    assert "Ohne „Art: Apotheke“" in html


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", [LIST, "/unternehmen/x/", "/unternehmen/vorschau/x/"])
def test_pages_can_only_be_read(client, method, address):
    assert getattr(client, method)(address).status_code == 405


def test_the_page_of_a_company_says_what_is_known(client):
    company = CompanyFactory(
        name="Spree Laser", employees=1234, employees_year=2024, vat_id="DE136695976",
        former_names=["Alte Optik"], website="https://www.example.org/", phone="+49302345678",
        clusters=["dual-use"], sectors=["laser"], networks=["defense"], tags=["lidar"],
    )  # fmt: skip
    SourceRecordFactory(company=company, source__title="Eine Liste")

    html = client.get(company.get_absolute_url()).content.decode()

    for text in ("Spree Laser", "1.234", "(2024)", "DE136695976", "Alte Optik", "Eine Liste",
                 "example.org", "+49 30 2345678", "noch nicht geprüft"):  # fmt: skip
        assert text in html, text


def test_what_is_unknown_is_said_to_be(client):
    html = client.get(CompanyFactory(location=None).get_absolute_url()).content.decode()

    assert html.count('<abbr title="keine Angabe">k. A.</abbr>') >= 5


def test_lists_of_companies_alike_hold_the_company(client):
    part = CompanySectorFactory(sector__slug="laser")

    html = client.get(part.company.get_absolute_url()).content.decode()

    assert 'href="/unternehmen/?sector=laser&amp;district=lichtenberg"' in html
    assert hooks(client.get(f"{LIST}?sector=laser&district=lichtenberg")).totals == [1]


def test_a_site_shows_the_identifiers_of_its_operator(client):
    operator = CompanyFactory(name="Träger", vat_id="DE136695976")
    site = CompanyFactory(name="Haus", parent=operator)

    html = client.get(site.get_absolute_url()).content.decode()

    assert "DE136695976" in html
    assert operator.get_absolute_url() in html


def test_a_former_address_leads_to_the_present_one(client):
    company = CompanyFactory(slug="alt")
    Company.objects.filter(pk=company.pk).update(slug="neu")

    response = client.get("/unternehmen/alt/")

    assert (response.status_code, response["Location"]) == (301, "/unternehmen/neu/")


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_what_is_not_published_is_nowhere(client, status):
    company = CompanyFactory(slug="alt", status=status)
    Company.objects.filter(pk=company.pk).update(slug="neu")
    log_in(client, is_superuser=True)

    assert client.get("/unternehmen/neu/").status_code == 404
    assert client.get("/unternehmen/alt/").status_code == 404


def test_only_staff_see_the_preview(client):
    company = CompanyFactory(name="Entwurf", status="draft")
    address = reverse("companies:company_preview", args=[company.slug])

    assert client.get(address).status_code == 404
    log_in(client, is_staff=False)
    assert client.get(address).status_code == 404
    log_in(client)
    assert client.get(address).status_code == 404
    log_in(client, is_superuser=True)
    response = client.get(address)

    assert response["X-Robots-Tag"] == "noindex"
    assert "Vorschau" in response.content.decode()
    assert "Entwurf" in response.content.decode()


def test_staff_find_the_way_to_the_form(client):
    company = CompanyFactory()
    assert "Eintrag bearbeiten" not in client.get(company.get_absolute_url()).content.decode()
    log_in(client, is_superuser=True)

    html = client.get(company.get_absolute_url()).content.decode()

    assert f"/admin/companies/company/{company.pk}/change/" in html


def test_the_page_of_a_company_takes_few_queries(client, django_assert_max_num_queries):
    company = CompanyFactory(
        clusters=["gesundheit"], sectors=["a", "b"], networks=["n"], tags=["t"]
    )
    for _ in range(5):
        CompanyFactory(parent=company)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(company.get_absolute_url())
