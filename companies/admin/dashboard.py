"""What awaits somebody on the first page: counts that lead to their lists, imports, changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.admin.changes import Change, changes, event_model
from clusters.models import User
from companies.choices import Status
from companies.freshness import Freshness, condition
from companies.models import Company, Import, Tag

from .filters import TO_DO
from .scope import clusters_of

SEEN = 200  # events that are looked through for the latest changes
SHOWN = 8


@dataclass(frozen=True)
class Task:
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Dashboard:
    tasks: list[Task]
    imports: QuerySet[Import]
    changes: list[tuple[Change, bool]]


def for_user(user: User) -> Dashboard:
    """What ``user`` may see of it; each part is empty without the permission to view."""
    companies, imports = Company.objects.none(), Import.objects.none()
    if user.has_perm("companies.view_company"):
        companies = Company.objects.visible_to(user)
    if user.has_perm("companies.view_import"):
        imports = Import.objects.filter(cluster__in=clusters_of(user))
    return Dashboard(
        tasks=[*_tasks(user, companies)],
        imports=imports.select_related("cluster", "user")[:SHOWN],
        changes=_latest(user, companies),
    )


def _tasks(user: User, companies: QuerySet[Company]) -> Iterator[Task]:
    if not user.has_perm("companies.view_company"):
        return
    for label, rows, query in _asked():
        # one query each: together they could not use the indexes
        count = companies.filter(rows).count()
        yield Task(label, count, reverse("admin:companies_company_changelist", query=query))
    if user.has_perm("companies.change_tag"):
        url = reverse("admin:companies_tag_changelist", query={"is_proposed__exact": 1})
        yield Task(_("Proposed tags"), Tag.objects.filter(is_proposed=True).count(), url)


def _asked() -> Iterator[tuple[str, Q, dict[str, str]]]:
    """What is counted, and the query string of exactly that list."""
    yield _with_status(_("Awaiting review"), Status.IN_REVIEW)
    yield _todo(_("Cluster to be approved"), "membership")
    yield _with_status(_("Drafts"), Status.DRAFT)
    yield _with_status(_("Verified over a year ago"), Status.PUBLISHED, Freshness.STALE)
    yield _with_status(_("Never verified"), Status.PUBLISHED, Freshness.UNVERIFIED)
    yield _todo(_("District is a guess"), "guess")
    yield _todo(_("No longer in its list"), "gone")


def _with_status(
    label: str, status: Status, freshness: Freshness | None = None
) -> tuple[str, Q, dict[str, str]]:
    rows, query = Q(status=status), {"status__exact": status}
    if freshness:
        rows, query = rows & condition(freshness), query | {"freshness": freshness}
    return label, rows, query


def _todo(label: str, name: str) -> tuple[str, Q, dict[str, str]]:
    return label, Q(TO_DO[name]()), {"todo": name}


def _latest(user: User, companies: QuerySet[Company]) -> list[tuple[Change, bool]]:
    """The latest changes of entries that are still there, and whether each touched others too."""
    if not user.has_perm("companies.view_company"):
        return []
    seen = Exists(companies.filter(pk=OuterRef("pgh_obj_id")))
    events = event_model(Company).objects.filter(seen).select_related("pgh_context")
    latest = changes([events], limit=SEEN)
    groups = groupby(latest, key=lambda one: one.event.pgh_context_id or one.event.pgh_id)
    together = [list(group) for _key, group in groups]
    return [
        (group[0], len({one.event.pgh_obj_id for one in group}) > 1) for group in together[:SHOWN]
    ]
