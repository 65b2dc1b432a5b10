"""What is published at once, and what waits."""

import pytest

from companies.choices import Status
from companies.models import Company
from tests.factories import (
    ClusterFactory,
    CompanyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_rows_of_a_sensitive_cluster_wait_for_a_second_pair_of_eyes(bring):
    ClusterFactory(slug="dual-use", is_sensitive=True)
    bring("name\nHavel Optik\n", "--save", cluster="dual-use")
    havel = Company.objects.get()

    assert havel.status == Status.IN_REVIEW
    assert havel.company_clusters.get().approved_at is None


def test_an_approver_publishes_them_then_or_later(bring):
    ClusterFactory(slug="dual-use", is_sensitive=True)
    admin = UserFactory(username="chefin", is_superuser=True)
    bring("name\nHavel Optik\n", "--save", cluster="dual-use")
    said = bring("name\nHavel Optik\nSpree\n", "--save", "--approve", "chefin", cluster="dual-use")

    assert "1 new, 1 changed" in said
    assert Company.objects.in_cluster("dual-use").published().count() == 2
    assert set(Company.objects.values_list("published_by", "submitted_by")) == {(admin.pk, None)}


def test_who_submitted_an_entry_cannot_approve_it_too(bring):
    sensitive = ClusterFactory(slug="dual-use", is_sensitive=True)
    admin = UserFactory(username="chefin", is_superuser=True)
    havel = CompanyFactory(name="Havel", location=None, status=Status.IN_REVIEW, submitted_by=admin)
    havel.company_clusters.create(cluster=sensitive, submitted_by=admin)

    said = bring("name\nHavel\n", "--save", "--approve", "chefin", cluster="dual-use")

    assert "somebody else must approve it" in said


def test_status_and_verification_count_for_those_who_may(bring):
    UserFactory(username="chefin", is_superuser=True)
    text = "name,status,verified_on\nHavel Optik,archived,31.12.2024\n"
    bring(text, "--save")
    assert Company.objects.get().status == Status.PUBLISHED
    assert Company.objects.get().verified_on is None

    bring(text, "--save", "--approve", "chefin")
    havel = Company.objects.get()
    assert (havel.status, str(havel.verified_on)) == (Status.ARCHIVED, "2024-12-31")
    assert havel.verified_by.username == "chefin"


def test_a_foreign_status_is_left_out_where_it_does_not_count(bring):
    said = bring("name,status\nHavel Optik,active\n", "--save")

    assert "Columns left out: status" in said
    assert Company.objects.get().status == Status.PUBLISHED


@pytest.mark.parametrize("options", [["--map", "stand=status"], ["--set", "status=draft"]])
def test_a_status_asked_for_needs_somebody_who_may_set_it(bring, options):
    said = bring("name,stand\nHavel Optik,archived\n", "--save", *options)

    assert "The field status counts only for those who may set it" in said
