import pytest
from django.urls import reverse
from django.utils import timezone

from clusters import roles
from companies.models import Company, CompanyCluster
from tests.accounts import form_data, logged_in, manager_of, member_of
from tests.factories import ClusterFactory, CompanyClusterFactory, CompanyFactory, LocationFactory

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


def save(client, url, **changes):
    return client.post(url, form_data(client.get(url)) | changes)


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


# Steps


def take(client, name, *companies):
    data = {"action": name, "_selected_action": [company.pk for company in companies]}
    return client.post(LIST, data, follow=True)


def messages(response):
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def test_actions_take_the_step_and_say_how_many(curator):
    companies = [CompanyFactory(status="draft"), CompanyFactory(status="draft")]

    response = take(curator, "submit", *companies)

    assert {company.status for company in Company.objects.all()} == {"in_review"}
    assert messages(response)[0][0] == "success"
    assert "2" in messages(response)[0][1]


def test_an_action_names_what_was_refused_and_why(curator):
    ready = CompanyFactory(name="Ready", status="in_review")
    draft = CompanyFactory(name="Draft", status="draft")

    response = take(curator, "publish", ready, draft)

    ready.refresh_from_db()
    assert ready.status == "published"
    (refusal,) = [text for level, text in messages(response) if level == "error"]
    assert refusal.startswith("Draft: ")


def test_many_refusals_are_summed_up(curator):
    companies = [CompanyFactory(status="draft") for _ in range(13)]

    response = take(curator, "publish", *companies)

    errors = [text for level, text in messages(response) if level == "error"]
    assert len(errors) == 11
    assert "3" in errors[-1]


@pytest.mark.parametrize(("role", "status"), [("manager", "in_review"), ("reviewer", "published")])
def test_only_reviewers_publish_in_a_sensitive_cluster(role, status):
    ClusterFactory(slug="dual-use", is_sensitive=True)
    company = CompanyFactory(status="in_review", clusters=["dual-use"])

    take(logged_in(manager_of("dual-use", role=role)), "publish", company)

    company.refresh_from_db()
    assert company.status == status


def test_four_eyes_hold_in_the_form_too(curator):
    ClusterFactory(slug="dual-use", is_sensitive=True)
    company = CompanyFactory(status="draft", clusters=["dual-use"])

    save(curator, change_url(company), _step="submit")
    response = curator.post(
        change_url(company),
        form_data(curator.get(change_url(company))) | {"_step": "publish"},
        follow=True,
    )

    company.refresh_from_db()
    assert company.status == "in_review"
    assert ("error" in dict(messages(response))) is True


def test_a_button_saves_the_form_and_takes_the_step(curator):
    company = CompanyFactory(status="in_review", clusters=["gesundheit"])

    save(curator, change_url(company), name="Neuer Name", _step="publish")

    company.refresh_from_db()
    assert (company.name, company.status) == ("Neuer Name", "published")


def test_managers_have_no_button_to_verify(manager, curator):
    company = CompanyFactory(clusters=["gesundheit"])

    assert 'value="verify"' in curator.get(change_url(company)).content.decode()
    assert 'value="verify"' not in manager.get(change_url(company)).content.decode()
    take(manager, "verify", company)
    company.refresh_from_db()
    assert company.verified_on is None
    take(curator, "verify", company)
    company.refresh_from_db()
    assert company.verified_on == timezone.localdate()


def test_a_proposed_membership_is_approved_in_its_own_list(curator, manager):
    membership = CompanyClusterFactory(approved_at=None)
    foreign = CompanyClusterFactory(cluster__slug="dual-use", approved_at=None)
    url = reverse("admin:companies_companycluster_changelist")
    data = {"action": "approve", "_selected_action": [membership.pk, foreign.pk]}

    manager.post(url, data)

    assert set(CompanyCluster.objects.public()) == {membership}
    curator.post(url, data)
    assert set(CompanyCluster.objects.public()) == {membership, foreign}


def test_moving_a_membership_to_another_cluster_asks_for_approval_anew(curator):
    membership = CompanyClusterFactory()
    other = ClusterFactory(slug="optik")

    save(curator, change_url(membership.company), **{"company_clusters-0-cluster": other.pk})

    membership.refresh_from_db()
    assert (membership.cluster, membership.approved_at) == (other, None)
    assert membership.submitted_by


def test_an_entry_that_joins_a_sensitive_cluster_stays_editable(curator):
    company = CompanyFactory(status="draft", clusters=["gesundheit"])
    save(curator, change_url(company), _step="submit")
    save(curator, change_url(company), _step="publish")
    sensitive = ClusterFactory(slug="dual-use", is_sensitive=True)
    CompanyClusterFactory(company=company, cluster=sensitive, approved_at=None)

    response = save(curator, change_url(company), name="Neuer Name")

    assert response.status_code == 302
    company.refresh_from_db()
    assert company.name == "Neuer Name"


# Form


def test_an_objection_is_a_warning_in_the_form(curator):
    company = CompanyFactory(objection_on="2025-05-01")

    assert "§ 9(4) IHK-Gesetz" in curator.get(change_url(company)).content.decode()
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


# Import and export


@pytest.mark.parametrize("view", ["import", "export"])
def test_import_and_export_need_their_permissions(curator, manager, view):
    url = reverse(f"admin:companies_company_{view}")
    reader = logged_in(member_of(roles.READERS))

    assert curator.get(url).status_code == 200
    assert manager.get(url).status_code == 200
    assert reader.get(url).status_code == 403


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
