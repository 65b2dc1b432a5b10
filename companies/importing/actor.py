"""On whose behalf a list comes in, and what that lets it do."""

from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from clusters.models import Cluster, ClusterRole, User
from companies.choices import Status
from companies.models import Company


@dataclass(frozen=True)
class Actor:
    """``submitted_by`` brings the list, ``approved_by`` stands for it being published."""

    submitted_by: User | None = None
    approved_by: User | None = None
    publishes: bool = True  # in open clusters
    publishes_sensitive: bool = False
    approves: bool = False  # what is in review already, too
    sets_status: bool = False
    sets_verified: bool = False
    # What a manager of single clusters may touch; None for everything.
    clusters: frozenset[int] | None = None
    companies: frozenset[UUID] | None = field(default=None, repr=False)

    @classmethod
    def command_line(cls, approver: User | None = None) -> Self:
        """Whoever runs commands has the whole database; an approver's name lets more count."""
        approves = approver is not None
        return cls(
            approved_by=approver,
            publishes_sensitive=approves,
            approves=approves,
            sets_status=approves,
            sets_verified=approves,
        )

    @classmethod
    def staff(cls, user: User) -> Self:
        """Somebody in the admin: never the second pair of eyes on their own list."""
        publishes = user.has_perm("companies.publish_company")
        scope = {}
        if not user.has_perm("companies.curate_company"):
            own = Company.objects.visible_to(user).values_list("pk", flat=True)
            roles = user.cluster_roles.filter(role=ClusterRole.Role.MANAGER)
            roles = roles.values_list("cluster_id", flat=True)
            scope = {"clusters": frozenset(roles), "companies": frozenset(own)}
        return cls(
            submitted_by=user,
            approved_by=user if publishes else None,
            publishes=publishes,
            sets_status=publishes,
            sets_verified=user.has_perm("companies.verify_company"),
            **scope,
        )

    @property
    def closed(self) -> list[str]:
        """Columns that do not count for this actor; foreign lists have a status of their own."""
        allowed = {"status": self.sets_status, "verified_on": self.sets_verified}
        return [column for column, may in allowed.items() if not may]

    def admits(self, cluster: Cluster) -> bool:
        """Whether a membership in ``cluster`` is public at once."""
        return self.publishes_sensitive if cluster.is_sensitive else self.publishes

    def status_in(self, clusters: list[Cluster]) -> Status:
        public = all(self.admits(cluster) for cluster in clusters)
        return Status.PUBLISHED if public else Status.IN_REVIEW

    def may_join(self, cluster: Cluster) -> bool:
        return self.clusters is None or cluster.pk in self.clusters

    def may_change(self, company: UUID) -> bool:
        return self.companies is None or company in self.companies
