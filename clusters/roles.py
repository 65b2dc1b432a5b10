"""Who may do what: one table, put into the database after each migration.

A row of the table names a model and the actions on it; ``companies.company: publish`` is the
permission ``companies.publish_company``. Which entries somebody sees is another question, that of
``Company.objects.visible_to``: whoever may ``curate`` sees those of all clusters, everybody else
those of the clusters that a ``ClusterRole`` names.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction

CURATORS = "Curators"
MANAGERS = "Cluster managers"
READERS = "Readers"

GROUPS = (CURATORS, MANAGERS, READERS)
PERMISSIONS: dict[str, tuple[str, str, str]] = {
    # Curators are staff of the cluster organisations: all entries, no accounts. A figure is never
    # deleted, and a company is archived. Managers work in their own clusters only, and publish
    # in a sensitive one only as its reviewers: may_publish(). Readers see the entries of all
    # clusters, hence "curate", and may change none.
    "clusters.area": ("view add change", "view", "view"),
    "clusters.cluster": ("view add change", "view", "view"),
    "clusters.clusterrole": ("view", "", ""),
    "clusters.document": ("view add change delete", "view", "view"),
    "clusters.figure": ("view add change", "view", "view"),
    "clusters.organisation": ("view add change", "view", "view"),
    "clusters.postcode": ("view add change", "view", "view"),
    "clusters.sector": ("view add change", "view", "view"),
    "clusters.sectoractivity": ("view add change delete", "view", "view"),
    "clusters.source": ("view add change", "view", "view"),
    "networks.cooperation": ("view add change delete", "view", "view"),
    "networks.event": ("view add change delete", "view", "view"),
    "networks.network": ("view add change", "view", "view"),
    "networks.networkarea": ("view add change delete", "view", "view"),
    "networks.networkcluster": ("view add change delete", "view", "view"),
    "companies.company": (
        "view add change curate publish verify import export",
        "view add change publish import export",
        "view curate",
    ),
    "companies.companycluster": ("view add change delete", "view add change", "view"),
    "companies.companysector": ("view add change delete", "view add change delete", "view"),
    "companies.companytag": ("view add change delete", "view add change delete", "view"),
    "companies.import": ("view", "view", "view"),
    "companies.importmapping": ("view add change delete", "view add change", "view"),
    "companies.location": ("view add change delete", "view add change delete", "view"),
    "companies.membership": ("view add change delete", "view add change delete", "view"),
    "companies.slughistory": ("view", "view", "view"),
    "companies.sourcerecord": ("view", "view", "view"),
    "companies.upload": ("view add", "view add", ""),
    "companies.tag": ("view add change delete", "view", "view"),
    "flatpages.flatpage": ("view add change", "", "view"),
}


def permissions(group: str) -> set[str]:
    """Return the permissions of a group as ``app.codename``.

    Raises ValueError for a group that the table does not have.
    """
    column = GROUPS.index(group)
    return {
        "{0}.{2}_{1}".format(*model.split("."), action)
        for model, actions in PERMISSIONS.items()
        for action in actions[column].split()
    }


@transaction.atomic
def sync_groups(**kwargs: object) -> None:
    """Make the groups and their permissions agree with the table; other groups stay.

    Raises LookupError if the table names a permission that no model has. Does nothing while the
    tables of a database are still being made.
    """
    tables = connection.introspection.table_names()
    if not {"auth_group_permissions", "django_content_type"}.issubset(tables):
        return
    known = _known_permissions()
    for name in GROUPS:
        if missing := permissions(name) - known.keys():
            raise LookupError(f"{name}: there is no permission {', '.join(sorted(missing))}")
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(known[label] for label in permissions(name))


def _known_permissions() -> dict[str, int]:
    labels = {model.partition(".")[0] for model in PERMISSIONS}
    for label in labels:
        create_permissions(apps.get_app_config(label), verbosity=0)
    rows = Permission.objects.filter(content_type__app_label__in=labels)
    keys = rows.values_list("content_type__app_label", "codename", "pk")
    return {f"{label}.{codename}": pk for label, codename, pk in keys}
