"""An entry joins clusters: whether that, and the entry itself, is public at once."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Cluster
from companies.choices import Status
from companies.models import Company

from .actor import Actor
from .change import Change
from .fields import is_saved, primary_location, relate


class Wanted(NamedTuple):
    """What rows join that name the same clusters."""

    clusters: list[Cluster]
    closed: list[str]  # slugs of those that are not for whoever brings the list
    status: Status  # of a new entry in them
    is_sensitive: bool


class Joining:
    def __init__(self, cluster: Cluster, actor: Actor) -> None:
        self.cluster = cluster
        self.actor = actor
        self.now = timezone.now()
        self._known: dict[tuple[int, ...], Wanted] = {}

    def settle(self, change: Change) -> None:
        company, draft = change.company, change.draft
        wanted = self._wanted(draft.values.get("clusters", ()))
        for slug in wanted.closed:
            draft.refuse("clusters", _("you do not manage the cluster %s") % slug)
        if not is_saved(company):
            change.join = [*wanted.clusters]
            change.note("clusters", [], [*wanted.clusters])
            self._status(change, wanted.status, is_stub=False)
            if self.actor.approves and wanted.is_sensitive:
                self._four_eyes(change)
            return
        parts = list(company.company_clusters.all())
        current = {part.cluster_id: part for part in parts if part.left_on is None}
        change.join = [cluster for cluster in wanted.clusters if cluster.pk not in current]
        if self.actor.approves:
            pending = [current[c.pk] for c in wanted.clusters if c.pk in current]
            change.approve = [part for part in pending if part.approved_at is None]
        before = sorted((part.cluster for part in current.values()), key=lambda c: c.slug)
        if change.join or change.approve:
            change.note("clusters", before, [*before, *change.join])
        every = [*wanted.clusters, *before]
        self._status(change, self.actor.status_in(every), is_stub=is_stub(company, parts))
        if self.actor.approves and any(cluster.is_sensitive for cluster in every):
            self._four_eyes(change)

    def _wanted(self, said: Sequence[Cluster]) -> Wanted:
        """The one that all rows join, and then those that a row names."""
        key = tuple([cluster.id for cluster in said])
        if key not in self._known:
            clusters = list({self.cluster, *said})
            clusters.sort(key=lambda cluster: (cluster != self.cluster, cluster.slug))
            self._known[key] = Wanted(
                clusters,
                [cluster.slug for cluster in clusters if not self.actor.may_join(cluster)],
                self.actor.status_in(clusters),
                any(cluster.is_sensitive for cluster in clusters),
            )
        return self._known[key]

    def _status(self, change: Change, status: Status, *, is_stub: bool) -> None:
        company = change.company
        stated = change.draft.values.get("status") if self.actor.sets_status else None
        if stated and (stated != Status.PUBLISHED or status == Status.PUBLISHED):
            status = stated
        elif not (change.is_new or is_stub):
            waiting = company.status == Status.IN_REVIEW and self.actor.approves
            status = status if waiting else company.status
        if status == company.status and not change.is_new:
            return
        if not change.is_new:
            change.note("status", company.status, status)
        company.status = status
        change.company_fields |= {"status", "published_by", "published_at"}
        if status == Status.PUBLISHED:
            relate(company, "published_by", self.actor.approved_by)
            company.published_at = self.now

    def _four_eyes(self, change: Change) -> None:
        """Whoever submitted what waits in a sensitive cluster does not approve it as well."""
        approver = self.actor.approved_by
        rows = [part for part in change.approve if part.cluster.is_sensitive]
        if "status" in change.company_fields:
            rows.append(change.company)
        if approver.pk in [row.submitted_by_id for row in rows]:
            reason = _("%s submitted this entry; somebody else must approve it")
            change.draft.refuse("clusters", reason % approver)


def is_stub(company: Company, parts: list[Any]) -> bool:
    """An operator that an earlier list named, and nobody has worked on since."""
    return (
        is_saved(company)
        and company.status == Status.DRAFT
        and not parts
        and primary_location(company) is None
    )
