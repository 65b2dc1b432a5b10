"""The accounts of ``manage.py demo``, and of nothing else: their passwords are their names."""

from typing import NamedTuple

from django.contrib.auth.models import Group

from clusters import roles
from clusters.models import Cluster, ClusterRole, User


class Account(NamedTuple):
    name: str
    group: str = ""  # of clusters.roles; an account without one is a superuser
    cluster: str = ""  # slug of the one it manages


ACCOUNTS = [
    Account("admin"),
    Account("berlin-partner", roles.CURATORS),
    Account("ihk", roles.CURATORS),
    Account("manager-gesundheit", roles.MANAGERS, "gesundheit"),
    Account("manager-verteidigung", roles.MANAGERS, "verteidigung-sicherheit"),
]


def create_accounts() -> None:
    """Create those that are missing; one whose password somebody changed keeps it."""
    present = set(User.objects.values_list("username", flat=True))
    for account in ACCOUNTS:
        if account.name not in present:
            _create(account)


def _create(account: Account) -> None:
    user = User.objects.create_user(
        account.name, password=account.name, is_staff=True, is_superuser=not account.group
    )
    user.groups.set(Group.objects.filter(name=account.group))
    for cluster in Cluster.objects.filter(slug=account.cluster):
        ClusterRole.objects.create(user=user, cluster=cluster, role=ClusterRole.Role.MANAGER)
