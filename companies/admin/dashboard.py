"""What awaits somebody on the first page: counts that lead to their lists, imports, changes."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
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
    changes: list[tuple[Change, int]]


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


def _tasks(user: User, companies: QuerySet[Company]):
    if not user.has_perm("companies.view_company"):
        return
    published = companies.filter(status=Status.PUBLISHED)
    stale = published.filter(condition(Freshness.STALE))
    unverified = published.filter(condition(Freshness.UNVERIFIED))
    in_review = {"status__exact": Status.IN_REVIEW}
    public = {"status__exact": Status.PUBLISHED}
    yield _task(_("Awaiting review"), companies.filter(status=Status.IN_REVIEW), in_review)
    yield _todo(_("Cluster to be approved"), companies, "membership")
    drafts = companies.filter(status=Status.DRAFT)
    yield _task(_("Drafts"), drafts, {"status__exact": Status.DRAFT})
    yield _task(_("Verified over a year ago"), stale, public | {"freshness": Freshness.STALE})
    yield _task(_("Never verified"), unverified, public | {"freshness": Freshness.UNVERIFIED})
    yield _todo(_("District is a guess"), companies, "guess")
    yield _todo(_("No longer in its list"), companies, "gone")
    if user.has_perm("companies.change_tag"):
        url = reverse("admin:companies_tag_changelist", query={"is_proposed__exact": 1})
        yield Task(_("Proposed tags"), Tag.objects.filter(is_proposed=True).count(), url)


def _task(label: str, rows: QuerySet[Company], query: dict[str, str]) -> Task:
    url = reverse("admin:companies_company_changelist", query=query)
    return Task(label, rows.count(), url)


def _todo(label: str, rows: QuerySet[Company], name: str) -> Task:
    return _task(label, rows.filter(TO_DO[name]()), {"todo": name})


def _latest(user: User, companies: QuerySet[Company]) -> list[tuple[Change, int]]:
    """The latest changes of entries, each with how many more entries it touched."""
    events = event_model(Company).objects.select_related("pgh_context")
    if not user.has_perm("companies.view_company"):
        return []
    if not user.has_perm("companies.curate_company"):
        events = events.filter(Exists(companies.filter(pk=OuterRef("pgh_obj_id"))))
    latest = changes([events], limit=SEEN)
    groups = groupby(latest, key=lambda one: one.event.pgh_context_id or one.event.pgh_id)
    together = [list(group) for _key, group in groups]
    return [
        (group[0], len({one.event.pgh_obj_id for one in group}) - 1) for group in together[:SHOWN]
    ]
