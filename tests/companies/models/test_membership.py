import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from companies.models import CompanyCluster
from tests.factories import (
    CompanyClusterFactory,
    CompanyFactory,
    CompanySectorFactory,
    MembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "field"), [(CompanyClusterFactory, "cluster"), (MembershipFactory, "network")]
)
def test_a_company_belongs_once_at_a_time_and_may_come_back(factory, field):
    first = factory(left_on="2024-01-31")
    same = {"company": first.company, field: getattr(first, field)}
    factory(**same)

    with pytest.raises(IntegrityError):
        factory(**same)


@pytest.mark.parametrize("factory", [CompanyClusterFactory, MembershipFactory])
def test_nobody_leaves_before_joining(factory):
    with pytest.raises(IntegrityError):
        factory(joined_on="2024-02-01", left_on="2024-01-31")


def test_an_approval_has_a_time():
    with pytest.raises(IntegrityError):
        CompanyClusterFactory(approved_by=UserFactory(), approved_at=None)


def test_only_one_sector_is_the_main_one():
    company = CompanyFactory(sectors=["pflege"])

    with pytest.raises(IntegrityError):
        CompanySectorFactory(company=company, is_primary=True)


def test_own_submissions_to_sensitive_clusters_are_refused_with_a_message():
    person = UserFactory()
    part = CompanyClusterFactory(cluster__is_sensitive=True, submitted_by=person)
    part.approved_by = person

    with pytest.raises(ValidationError) as caught:
        part.clean()

    assert list(caught.value.message_dict) == ["approved_by"]


def test_own_submissions_to_sensitive_clusters_are_refused_by_the_database():
    person = UserFactory()
    CompanyClusterFactory(cluster__is_sensitive=True, submitted_by=person)

    with pytest.raises(IntegrityError, match="second pair of eyes"):
        CompanyCluster.objects.update(approved_by=person)


def test_own_submissions_to_sensitive_clusters_are_refused_as_new_rows_too():
    person = UserFactory()

    with pytest.raises(IntegrityError, match="second pair of eyes"):
        CompanyClusterFactory(cluster__is_sensitive=True, submitted_by=person, approved_by=person)


def test_in_other_clusters_one_person_may_do_both():
    person = UserFactory()
    part = CompanyClusterFactory(submitted_by=person, approved_by=person)
    part.clean()

    assert CompanyCluster.objects.public().get() == part
