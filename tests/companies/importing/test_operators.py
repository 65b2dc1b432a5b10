"""The column ``parent``: found, made or refused."""

import pytest

from companies.choices import Status
from companies.models import Company
from tests.factories import (
    CompanyFactory,
)

pytestmark = pytest.mark.django_db


def test_an_unknown_operator_becomes_one_draft_that_moves_no_count(bring):
    said = bring(
        "name,Träger,plz\nHaus A,Pflege gGmbH,10367\nHaus B,PFLEGE gGmbH,10247\n", "--save"
    )

    assert "1 operator becomes a draft" in said
    assert set(Company.objects.published().values_list("name", flat=True)) == {"Haus A", "Haus B"}
    operator = Company.objects.get(status=Status.DRAFT)
    assert (operator.name, operator.sites.count()) == ("Pflege gGmbH", 2)
    assert not operator.company_clusters.exists()
    assert not operator.locations.exists()


def test_an_operator_may_be_in_the_list_or_in_the_directory(bring):
    CompanyFactory(name="Spree Kliniken", slug="spree-kliniken")
    said = bring(
        "name,Träger,plz\nHaus A,Havel Klinik,10367\nHavel Klinik,havel-klinik,10247\n"
        "Haus B,spree-kliniken,10367\n", "--save",
    )  # fmt: skip

    assert "draft" not in said
    assert Company.objects.get(name="Haus A").parent.name == "Havel Klinik"
    assert Company.objects.get(name="Haus B").parent.name == "Spree Kliniken"
    assert Company.objects.get(name="Havel Klinik").parent is None


def test_an_operator_named_like_two_entries_is_refused(bring):
    CompanyFactory(name="Spree Kliniken", slug="one")
    CompanyFactory(name="Spree-Kliniken", slug="two")

    assert "several entries have this name" in bring("name,Träger\nHaus,Spree Kliniken\n")


def test_an_operator_that_a_later_list_brings_is_published_then(bring):
    bring("name,Träger,plz\nHaus A,Pflege gGmbH,10367\n", "--save")
    said = bring("name,plz\nPflege gGmbH,\n", "--save")

    assert "0 new, 1 changed" in said
    assert Company.objects.published().in_cluster("gesundheit").count() == 2
