"""What an import would do to one entry."""

from dataclasses import dataclass, field
from typing import Any

from clusters.models import Cluster, Sector
from companies.models import Company, CompanyCluster, Location, Tag
from networks.models import Network

from .cleaning import Draft


@dataclass
class Change:
    """``company`` and ``location`` carry the new values already; nothing is saved yet."""

    draft: Draft
    company: Company
    is_new: bool
    location: Location | None = None
    before: dict[str, Any] = field(default_factory=dict)  # column → value, of changed ones
    after: dict[str, Any] = field(default_factory=dict)
    company_fields: set[str] = field(default_factory=set)
    location_fields: set[str] = field(default_factory=set)
    join: list[Cluster] = field(default_factory=list)
    approve: list[CompanyCluster] = field(default_factory=list)
    add_sectors: list[Sector] = field(default_factory=list)
    remove_sectors: list[Sector] = field(default_factory=list)
    add_tags: list[Tag] = field(default_factory=list)
    remove_tags: list[Tag] = field(default_factory=list)
    network: Network | None = None  # of which it becomes a member

    @property
    def is_empty(self) -> bool:
        return not self.is_new and not self.after

    def note(self, column: str, before: Any, after: Any) -> None:
        self.before[column], self.after[column] = before, after
