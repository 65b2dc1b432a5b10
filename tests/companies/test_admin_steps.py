import pytest
from django.urls import reverse
from django.utils import timezone

from clusters import roles
from companies.models import Company, CompanyCluster
from tests.accounts import form_data, logged_in, manager_of, member_of, save
from tests.factories import (
    ClusterFactory,
    CompanyClusterFactory,
    CompanyFactory,
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
