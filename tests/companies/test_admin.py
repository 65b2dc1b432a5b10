import pytest
from django.urls import reverse

from clusters import roles
from companies.models import Company
from tests.accounts import logged_in, manager_of, member_of, save
from tests.factories import (
    ClusterFactory,
    CompanyClusterFactory,
    CompanyFactory,
    LocationFactory,
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


def names(client, **query):
    return {row.name for row in client.get(LIST, query).context["cl"].result_list}


def new_company(**fields):
    empty = {}
    for prefix in (
        "locations",
        "company_clusters",
        "company_sectors",
        "company_tags",
        "memberships",
        "source_records",
        "slug_history",
    ):
        empty |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return empty | {"name": "Müller Optik GmbH", "kind": "company"} | fields


def in_cluster(cluster):
    return {"company_clusters-TOTAL_FORMS": 1, "company_clusters-0-cluster": cluster.pk}


# What is found


@pytest.mark.parametrize(
    "words", ["müller", "Mueller", "MÜLLER OPTIK", "alte firma", "10367", "DE136695976"]
)
def test_search_finds_by_name_however_spelled_and_by_identifiers(curator, words):
    CompanyFactory(name="Müller Optik", vat_id="DE136695976", former_names=["Alte Firma KG"])
    CompanyFactory(name="Meier Laser", location__postcode="14467")

    assert names(curator, q=words) == {"Müller Optik"}


def test_filters_narrow_and_show_an_entry_of_two_clusters_once(curator):
    CompanyFactory(name="A", clusters=["gesundheit", "dual-use"], location__district__slug="mitte")
    CompanyFactory(name="B", clusters=["dual-use"], location__district__slug="spandau")

    assert names(curator, cluster="dual-use") == {"A", "B"}
    assert names(curator, cluster="dual-use", district="mitte") == {"A"}
    page = curator.get(LIST, {"cluster": "gesundheit"})
    assert page.context["cl"].result_count == 1


@pytest.mark.parametrize(
    "name", ["membership", "guess", "district", "cluster", "gone", "freshness"]
)
def test_the_filter_of_open_work_takes_any_value(curator, name):
    CompanyFactory()

    assert curator.get(LIST, {"todo": name}).status_code == 200
    assert curator.get(LIST, {"freshness": name}).status_code == 200


def test_guessed_districts_can_be_found(curator):
    CompanyFactory(name="A", location=None)
    LocationFactory(company=CompanyFactory(name="B", location=None), district_origin="guess")

    assert names(curator, todo="guess") == {"B"}
    assert names(curator, todo="district") == {"A"}


# Whose entries


def test_managers_see_the_entries_of_their_clusters_only(manager):
    CompanyFactory(name="Ours", clusters=["gesundheit"])
    foreign = CompanyFactory(name="Foreign", clusters=["dual-use"])

    assert names(manager) == {"Ours"}
    response = manager.get(change_url(foreign))
    assert response.status_code == 302  # Django's way: a message and the first page
    assert response["Location"] == reverse("admin:index")


def test_a_manager_adds_an_entry_in_their_own_cluster(manager):
    add = reverse("admin:companies_company_add")

    response = manager.post(add, new_company(**in_cluster(ClusterFactory(slug="gesundheit"))))

    assert response.status_code == 302, response.context["errors"]
    company = Company.objects.get()
    assert (company.slug, company.status) == ("mueller-optik-gmbh", "draft")
    membership = company.company_clusters.get()
    assert membership.submitted_by.cluster_roles.exists()
    assert membership.approved_at is None


def test_a_manager_cannot_add_an_entry_to_a_foreign_cluster_or_to_none(manager):
    add = reverse("admin:companies_company_add")

    foreign = manager.post(add, new_company(**in_cluster(ClusterFactory(slug="dual-use"))))
    nowhere = manager.post(add, new_company())

    assert foreign.status_code == nowhere.status_code == 200
    assert foreign.context["errors"]
    assert nowhere.context["errors"]
    assert not Company.objects.exists()


def test_a_manager_neither_sees_nor_loses_the_memberships_in_foreign_clusters(manager):
    company = CompanyFactory(clusters=["gesundheit", "dual-use"])

    response = save(manager, change_url(company), name="Neuer Name")

    assert response.status_code == 302
    assert company.company_clusters.count() == 2
    offered = manager.get(change_url(company)).context["inline_admin_formsets"][1]
    assert [row.instance.cluster.slug for row in offered.formset.initial_forms] == ["gesundheit"]


def test_a_manager_keeps_an_operator_of_another_cluster_and_chooses_none(manager):
    operator = CompanyFactory(name="Operator", clusters=["dual-use"])
    company = CompanyFactory(clusters=["gesundheit"], parent=operator)
    other = CompanyFactory(clusters=["gesundheit"])

    assert save(manager, change_url(company), name="Neu").status_code == 302
    assert save(manager, change_url(other), parent=operator.pk).status_code == 200
    company.refresh_from_db()
    assert company.parent == operator


def test_nobody_sets_status_or_verification_through_the_fields(curator):
    company = CompanyFactory(status="draft")

    save(curator, change_url(company), status="published", verified_on="2026-01-01")

    company.refresh_from_db()
    assert (company.status, company.verified_on) == ("draft", None)


def test_readers_open_the_form_without_a_button(client):
    reader = logged_in(member_of(roles.READERS))
    company = CompanyFactory(clusters=["gesundheit"])

    response = reader.get(change_url(company))

    assert response.status_code == 200
    assert "_save" not in response.content.decode()
    assert reader.post(change_url(company), {"name": "x"}).status_code == 403


# Import and export


@pytest.mark.parametrize("view", ["import", "export"])
def test_import_and_export_need_their_permissions(curator, manager, view):
    url = reverse(f"admin:companies_company_{view}")
    reader = logged_in(member_of(roles.READERS))

    assert curator.get(url, follow=True).status_code == 200
    assert manager.get(url, follow=True).status_code == 200
    assert reader.get(url, follow=True).status_code == 403


# First page


def test_the_counts_of_the_first_page_equal_the_lists_behind_them(curator):
    CompanyFactory(status="in_review")
    CompanyFactory(status="draft", location__district_origin="guess")
    CompanyFactory(verified_on="2020-01-01")
    CompanyClusterFactory(approved_at=None)

    tasks = curator.get(reverse("admin:index")).context["dashboard"].tasks

    assert sum(task.count for task in tasks) >= 5
    for task in tasks:
        assert curator.get(task.url).context["cl"].result_count == task.count, task.label


def test_the_first_page_of_a_manager_counts_their_own_entries(manager):
    CompanyFactory(status="in_review", clusters=["dual-use"])

    board = manager.get(reverse("admin:index")).context["dashboard"]

    assert {task.count for task in board.tasks} == {0}
    assert board.changes == []


def test_a_count_in_the_list_of_clusters_leads_to_as_many_entries(curator):
    CompanyFactory(clusters=["gesundheit"], sectors=["pflege"], networks=["hub"], tags=["lidar"])
    CompanyFactory(clusters=["gesundheit"])

    for url in ("clusters/cluster", "clusters/sector", "networks/network", "companies/tag"):
        page = curator.get(f"/admin/{url}/")
        model_admin = page.context["cl"].model_admin
        for row in page.context["cl"].result_list:
            found = curator.get(LIST, model_admin.query(row)).context["cl"].result_count
            assert found == row.company_count > 0, row
