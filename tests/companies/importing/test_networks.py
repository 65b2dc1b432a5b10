"""A list as the members of a network."""

import pytest

from companies.importing.headings import FIELDS
from companies.importing.labels import GROUPS, LABELS
from companies.importing.networks import COLUMN
from companies.importing.undo import undo
from companies.models import Import, Membership
from tests.factories import NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return NetworkFactory(slug="hub", name="Hub")


def members(network) -> set[str]:
    return {str(row.company) for row in Membership.objects.current().filter(network=network)}


def test_all_companies_of_a_list_become_members_once(bring, sector, network):
    text = "Firma;PLZ\nHavel Optik;10367\nSpree Labor;10367\n"
    bring(text, "--network", "hub", "--save")
    assert members(network) == {"Havel Optik", "Spree Labor"}
    said = bring(text, "--network", "hub", "--save")

    assert "2 unchanged" in said
    undo(Import.objects.get())
    assert members(network) == set()


def test_entries_that_are_there_already_become_members_too(bring, network):
    text = "Firma;PLZ\nHavel Optik;10367\n"
    bring(text, "--save")

    assert "1 changed" in bring(text, "--network", "hub", "--save")
    assert members(network) == {"Havel Optik"}


def test_an_unknown_network_is_named_with_the_nearest(bring, network):
    assert "did you mean hub" in bring("Firma\nHavel\n", "--network", "hubb")


def test_every_field_has_a_label_and_stands_in_one_group():
    named = [name for _label, names in GROUPS for name in names]

    assert {*FIELDS, COLUMN} == set(LABELS)
    assert sorted(named) == sorted(FIELDS)
