"""The accounts of ``manage.py demo``, and of nothing else: their passwords are their names."""

from typing import NamedTuple

from django.contrib.auth.models import Group

from clusters import roles
from clusters.models import Cluster, ClusterRole, User


class Account(NamedTuple):
    name: str
    is_superuser: bool = False
    cluster: str = ""  # slug of the one it manages


ACCOUNTS = [
    Account("admin", is_superuser=True),
    Account("berlin-partner"),
    Account("ihk"),
    Account("manager-gesundheit", cluster="gesundheit"),
    Account("manager-verteidigung", cluster="verteidigung-sicherheit"),
]


def create_accounts() -> None:
    """Create those that are missing; one whose password somebody changed keeps it."""
    present = set(User.objects.values_list("username", flat=True))
    for account in ACCOUNTS:
        if account.name not in present:
            _create(account)


def _create(account: Account) -> None:
    user = User.objects.create_user(
        account.name, password=account.name, is_staff=True, is_superuser=account.is_superuser
    )
    if not account.is_superuser:
        group = roles.MANAGERS if account.cluster else roles.CURATORS
        user.groups.add(Group.objects.get(name=group))
    for cluster in Cluster.objects.filter(slug=account.cluster):
        ClusterRole.objects.create(user=user, cluster=cluster, role=ClusterRole.Role.MANAGER)
