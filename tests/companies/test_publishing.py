from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from clusters import roles
from clusters.models import ClusterRole
from companies import publishing
from companies.choices import Status
from tests.factories import (
    ClusterFactory,
    ClusterRoleFactory,
    CompanyClusterFactory,
    CompanyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return member_of(roles.CURATORS)


@pytest.fixture
def sensitive():
    return ClusterFactory(slug="dual-use", is_sensitive=True)


def member_of(group):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def proposed(*clusters, status=Status.DRAFT, **fields):
    """A company with memberships that nobody has approved."""
    company = CompanyFactory(status=status, **fields)
    for cluster in clusters:
        CompanyClusterFactory(company=company, cluster=cluster, approved_at=None)
    return company


def test_an_entry_goes_from_draft_over_review_to_published_and_archived(curator):
    company = proposed(ClusterFactory())

    publishing.submit(company=company, by=curator)
    assert (company.status, company.submitted_by) == (Status.IN_REVIEW, curator)
    publishing.publish(company=company, by=curator)
    assert (company.status, company.published_by) == (Status.PUBLISHED, curator)
    assert company.published_at
    publishing.archive(company=company, by=curator)
    company.refresh_from_db()
    assert company.status == Status.ARCHIVED


def test_publishing_takes_the_company_into_the_clusters_it_was_submitted_for(curator):
    company = proposed(ClusterFactory(), status=Status.IN_REVIEW)

    publishing.publish(company=company, by=curator)

    membership = company.company_clusters.public().get()
    assert membership.approved_by == curator


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED, Status.ARCHIVED])
def test_publishing_starts_from_review_only(curator, status):
    company = CompanyFactory(status=status)

    with pytest.raises(ValidationError, match=r"In review|In Prüfung"):
        publishing.publish(company=company, by=curator)

    company.refresh_from_db()
    assert company.status == status


def test_a_step_looks_at_the_row_in_the_database_not_at_an_old_copy(curator):
    company = CompanyFactory(status=Status.IN_REVIEW)
    old_copy = type(company).objects.get(pk=company.pk)
    publishing.publish(company=company, by=curator)

    with pytest.raises(ValidationError):
        publishing.publish(company=old_copy, by=UserFactory())


def test_nobody_publishes_in_a_sensitive_cluster_what_they_submitted(curator, sensitive):
    company = proposed(sensitive)
    publishing.submit(company=company, by=curator)

    with pytest.raises(ValidationError, match="Dual Use"):
        publishing.publish(company=company, by=curator)

    assert not company.company_clusters.public()
    publishing.publish(company=company, by=member_of(roles.CURATORS))
    assert company.status == Status.PUBLISHED


def test_nobody_approves_in_a_sensitive_cluster_what_they_proposed(curator, sensitive):
    membership = CompanyClusterFactory(cluster=sensitive, approved_at=None, submitted_by=curator)

    with pytest.raises(ValidationError, match="Dual Use"):
        publishing.approve(membership=membership, by=curator)

    publishing.approve(membership=membership, by=member_of(roles.CURATORS))
    assert membership.approved_at


def test_publishing_is_refused_whole_if_one_membership_may_not_be_approved(curator, sensitive):
    company = proposed(ClusterFactory(), status=Status.IN_REVIEW)
    CompanyClusterFactory(
        company=company, cluster=sensitive, approved_at=None, submitted_by=curator
    )

    with pytest.raises(ValidationError):
        publishing.publish(company=company, by=curator)

    company.refresh_from_db()
    assert company.status == Status.IN_REVIEW
    assert not company.company_clusters.public()


def test_an_approved_or_ended_membership_is_not_approved_again(curator):
    approved = CompanyClusterFactory()
    ended = CompanyClusterFactory(approved_at=None, left_on=timezone.localdate())

    for membership in (approved, ended):
        with pytest.raises(ValidationError):
            publishing.approve(membership=membership, by=curator)


def test_sending_back_makes_a_draft_of_an_entry_in_review(curator):
    company = CompanyFactory(status=Status.IN_REVIEW)

    publishing.withdraw(company=company, by=curator)

    assert company.status == Status.DRAFT


def test_verifying_records_who_and_when_but_not_the_future(curator):
    company = CompanyFactory()
    today = timezone.localdate()

    publishing.verify(company=company, by=curator, on=today)
    assert (company.verified_by, company.verified_on) == (curator, today)
    with pytest.raises(ValidationError):
        publishing.verify(company=company, by=curator, on=today + timedelta(days=1))


def test_each_step_says_why_in_the_history(curator):
    company = CompanyFactory(status=Status.IN_REVIEW)

    publishing.publish(company=company, by=curator)

    event = company.history.order_by("pgh_id").last()
    assert event.pgh_context.metadata["reason"] == "Published"


@pytest.mark.parametrize(
    ("role", "slugs", "allowed"),
    [
        ("manager", ["gesundheit"], True),
        ("manager", ["dual-use"], False),
        ("reviewer", ["dual-use"], True),
        ("reviewer", ["dual-use", "optik"], False),
        ("reviewer", [], False),
    ],
)
def test_managers_publish_where_they_stand_for_every_cluster(role, slugs, allowed, sensitive):
    user = member_of(roles.MANAGERS)
    for cluster in (ClusterFactory(slug="gesundheit"), sensitive):
        ClusterRoleFactory(user=user, cluster=cluster, role=ClusterRole.Role(role))

    company = proposed(*(ClusterFactory(slug=slug) for slug in slugs))

    assert publishing.may_publish(user, company) is allowed


def test_publishing_needs_the_permission_whatever_the_role(sensitive):
    membership = CompanyClusterFactory(cluster=sensitive)
    reader = member_of(roles.READERS)
    ClusterRoleFactory(user=reader, cluster=sensitive, role=ClusterRole.Role.REVIEWER)

    assert not publishing.may_publish(reader, membership.company)
    assert not publishing.may_approve(reader, membership)
