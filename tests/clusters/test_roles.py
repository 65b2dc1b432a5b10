import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from clusters import roles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def names(group):
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in rows}


@pytest.mark.parametrize("name", roles.GROUPS)
def test_migrating_makes_each_group_agree_with_the_table(name):
    assert names(Group.objects.get(name=name)) == roles.permissions(name) != set()


def test_migrating_mends_a_group_and_leaves_others_alone():
    group = Group.objects.get(name=roles.READERS)
    group.permissions.clear()
    other = Group.objects.create(name="Trainees")

    call_command("migrate", verbosity=0)

    assert names(group) == roles.permissions(roles.READERS)
    assert Group.objects.filter(pk=other.pk).exists()


def test_sync_groups_names_a_permission_that_does_not_exist(monkeypatch):
    monkeypatch.setitem(roles.PERMISSIONS, "clusters.area", ("view bless", "", ""))

    with pytest.raises(LookupError, match=r"Curators: .*clusters\.bless_area"):
        roles.sync_groups()


@pytest.mark.parametrize("name", roles.GROUPS)
def test_no_group_manages_users_or_deletes_figures_and_companies(name):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))

    forbidden = ["clusters.change_user", "clusters.add_clusterrole", "auth.change_group"]
    forbidden += ["clusters.delete_figure", "companies.delete_company"]
    assert not [label for label in forbidden if user.has_perm(label)]


def test_only_curators_verify_and_only_readers_change_nothing():
    assert "companies.verify_company" in roles.permissions(roles.CURATORS)
    assert "companies.verify_company" not in roles.permissions(roles.MANAGERS)
    verbs = {label.split(".")[1].split("_")[0] for label in roles.permissions(roles.READERS)}
    assert verbs == {"view", "curate"}
