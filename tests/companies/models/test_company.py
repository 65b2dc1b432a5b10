from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F

from companies.models import Company, CompanyCluster
from tests.factories import (
    ClusterFactory,
    ClusterRoleFactory,
    CompanyClusterFactory,
    CompanyFactory,
    LocationFactory,
    MembershipFactory,
    SectorFactory,
    SlugHistoryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
REGISTER = {"register_court": "Charlottenburg (Berlin)", "register_type": "HRB"}


def test_only_published_entries_are_public():
    shown = CompanyFactory()
    for status in ("draft", "in_review", "archived"):
        CompanyFactory(status=status)

    assert list(Company.objects.published()) == [shown]


def test_names_sort_by_din_5007_2():
    for name in ("Zeta", "Äther", "Afrika", "Die Aorta", "Öl", "Ofen"):
        CompanyFactory(name=name)

    names = Company.objects.values_list("name", flat=True)
    assert list(names) == ["Äther", "Afrika", "Die Aorta", "Öl", "Ofen", "Zeta"]


def test_sort_key_follows_a_renaming():
    company = CompanyFactory(name="Zeta")
    company.name = "Übermut"
    company.save()

    assert Company.objects.get().name_sort == "uebermut"


def test_an_old_address_stays_known_when_the_slug_changes():
    company = CompanyFactory(slug="alt")
    Company.objects.filter(pk=company.pk).update(slug="neu")

    assert list(company.slug_history.values_list("slug", flat=True)) == ["alt"]


def test_a_slug_taken_back_leaves_the_history():
    company = CompanyFactory(slug="alt")
    for slug in ("neu", "alt"):
        Company.objects.filter(pk=company.pk).update(slug=slug)

    assert list(company.slug_history.values_list("slug", flat=True)) == ["neu"]


def test_the_former_address_of_another_entry_cannot_be_taken():
    SlugHistoryFactory(slug="alt")

    with pytest.raises(IntegrityError):
        CompanyFactory(slug="alt")


def test_nor_by_a_change():
    SlugHistoryFactory(slug="alt")
    company = CompanyFactory(slug="neu")

    with pytest.raises(IntegrityError, match="slug alt belongs"):
        Company.objects.filter(pk=company.pk).update(slug="alt")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"kind": "circus"},
        {"status": "hidden"},
        {"stated_size_class": "huge"},
        {"wz_codes": ["26.10"]},
        {"wz_edition": "2025"},
        {"wz_codes": ["26.10"], "wz_edition": "2003"},
        {"register_number": "123"},
        {"register_number": "123", "register_court": "Cottbus"},
        {"founded_year": 98},
        {"employees_year": 2024},
        {"employees": -1},
    ],
)
def test_database_refuses_what_cannot_be_true(fields):
    with pytest.raises(IntegrityError):
        CompanyFactory(**fields)


def test_an_entry_is_not_its_own_parent():
    company = CompanyFactory()

    with pytest.raises(IntegrityError):
        Company.objects.filter(pk=company.pk).update(parent=F("pk"))


@pytest.mark.parametrize(
    "fields",
    [
        {"vat_id": "DE136695976"},
        {"lei": "213800KUD8LAJWSQ9D15"},
        REGISTER | {"register_number": "12345 B"},
    ],
)
def test_identifiers_of_a_legal_entity_are_shared_through_the_parent_only(fields):
    operator = CompanyFactory(**fields)
    CompanyFactory(parent=operator, **fields)

    with pytest.raises(IntegrityError):
        CompanyFactory(**fields)


def test_a_site_cannot_carry_the_vat_id_of_another_operator():
    CompanyFactory(vat_id="DE136695976")
    site = CompanyFactory(parent=CompanyFactory(), vat_id="DE136695976")

    with pytest.raises(ValidationError) as caught:
        site.full_clean()

    assert list(caught.value.message_dict) == ["vat_id"]


def test_the_same_register_number_exists_at_another_court():
    CompanyFactory(register_court="Cottbus", register_type="HRB", register_number="7")
    CompanyFactory(register_court="Potsdam", register_type="HRB", register_number="7")

    assert Company.objects.filter(register_number="7").count() == 2


def test_cleaning_names_every_wrong_identifier_at_its_field():
    company = CompanyFactory.build(vat_id="DE1", lei="x", wz_codes=["99.99"], wz_edition="2025")

    with pytest.raises(ValidationError) as caught:
        company.clean()

    assert set(caught.value.message_dict) == {"vat_id", "lei", "wz_codes"}


def test_cleaning_brings_identifiers_into_their_canonical_form():
    company = CompanyFactory.build(vat_id="de 136 695 976", wz_codes=["8610"], wz_edition="2025")

    company.clean()

    assert (company.vat_id, company.wz_codes) == ("DE136695976", ["86.10"])


def test_size_class_is_computed_by_the_database_and_a_stated_one_counts_without_employees():
    CompanyFactory(name="A", employees=9, stated_size_class="large")
    CompanyFactory(name="B", employees=9, turnover_eur=3_000_000, balance_sheet_eur=2_500_000)
    CompanyFactory(name="C", stated_size_class="medium")
    CompanyFactory(name="D")

    sizes = Company.objects.values_list("size_class", flat=True)
    assert list(sizes) == ["micro", "small", "medium", ""]


def test_unapproved_and_ended_memberships_are_not_public():
    for fields in ({"approved_at": None}, {"left_on": "2024-01-31"}):
        CompanyClusterFactory(**fields)
    member = CompanyFactory(clusters=["gesundheit"])

    assert list(Company.objects.in_cluster("gesundheit")) == [member]


def test_a_company_with_several_locations_is_found_once_in_a_land():
    company = CompanyFactory(location__district__slug="mitte")
    LocationFactory(company=company, is_primary=False, district__slug="pankow")

    assert list(Company.objects.in_district("berlin")) == [company]
    assert list(Company.objects.in_district("pankow", "mitte")) == [company]


def test_a_sector_includes_the_sectors_below_it():
    above = SectorFactory(slug="versorgung")
    SectorFactory(slug="pflege", parent=above)
    company = CompanyFactory(sectors=["pflege"])

    assert list(Company.objects.in_sector("versorgung")) == [company]


def test_a_former_member_is_not_found_in_the_network():
    member = CompanyFactory(networks=["defense"])
    MembershipFactory(network__slug="defense", left_on="2024-01-31")

    assert list(Company.objects.in_network("defense")) == [member]


def test_managers_see_the_entries_of_their_own_clusters():
    role = ClusterRoleFactory(cluster__slug="gesundheit")
    own = CompanyFactory(clusters=["gesundheit"], status="draft")
    CompanyFactory(clusters=["dual-use"])

    assert list(Company.objects.visible_to(role.user)) == [own]


def test_curators_see_everything_and_strangers_nothing():
    curator = UserFactory()
    curator.user_permissions.add(Permission.objects.get(codename="curate_company"))
    CompanyFactory(status="draft")

    assert Company.objects.visible_to(curator).count() == 1
    for stranger in (AnonymousUser(), UserFactory(is_staff=False), UserFactory()):
        assert Company.objects.visible_to(stranger).count() == 0


def test_a_new_entry_of_a_sensitive_cluster_is_not_published_by_whoever_submits_it():
    person, pk = UserFactory(), uuid4()
    CompanyCluster.objects.create(company_id=pk, cluster=ClusterFactory(is_sensitive=True))

    with pytest.raises(IntegrityError, match="second pair of eyes"):
        CompanyFactory(id=pk, submitted_by=person, published_by=person)


def test_whoever_submits_to_a_sensitive_cluster_cannot_publish():
    company = CompanyFactory(status="in_review")
    CompanyClusterFactory(company=company, cluster__is_sensitive=True)
    company.submitted_by = company.published_by = UserFactory()
    company.status = "published"

    with pytest.raises(IntegrityError, match="second pair of eyes"):
        company.save()


def test_every_change_is_in_the_history_set_based_ones_included():
    company = CompanyFactory(name="Alt")
    Company.objects.update(name="Neu")
    company.delete()

    changes = company.history.model.objects.values_list("pgh_label", "name").order_by("pgh_id")
    assert list(changes) == [("insert", "Alt"), ("update", "Neu"), ("delete", "Neu")]


def test_cards_are_loaded_with_a_fixed_number_of_queries(django_assert_num_queries):
    for _ in range(3):
        CompanyFactory(clusters=["gesundheit"], sectors=["pflege"])

    with django_assert_num_queries(4):
        for company in Company.objects.published().for_cards():
            assert [part.cluster.slug for part in company.public_clusters] == ["gesundheit"]
            assert company.primary_location.district.slug == "lichtenberg"
            assert company.company_sectors.all()[0].sector.name


def test_the_main_location_and_the_legal_entity_of_a_site_are_found():
    operator = CompanyFactory(vat_id="DE136695976")
    site = CompanyFactory(parent=operator, location=None)

    assert site.primary_location is None
    assert site.legal_entity == operator
    assert operator.legal_entity == operator
    assert not CompanyCluster.objects.exists()
