import pytest
from django.db import IntegrityError

from networks.models import Network
from tests.factories import (
    CooperationFactory,
    NetworkClusterFactory,
    NetworkFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


def test_networks_are_found_by_cluster():
    part = NetworkClusterFactory(cluster__slug="gesundheit")
    NetworkFactory()

    assert list(Network.objects.in_cluster(part.cluster)) == [part.network]


def test_a_network_has_a_name():
    with pytest.raises(IntegrityError):
        NetworkFactory(name="")


def test_a_cooperation_needs_two_parties():
    one = OrganisationFactory()

    with pytest.raises(IntegrityError):
        CooperationFactory(organisation=one, partner=one)


def test_a_cooperation_is_recorded_once_also_without_cluster_and_network():
    first = CooperationFactory()

    with pytest.raises(IntegrityError):
        CooperationFactory(organisation=first.organisation, partner=first.partner)
