"""The values a visitor can choose from, loaded once per request: names, trees and choices."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from clusters.models import Area, Cluster, Sector
from companies.models import Tag
from networks.models import Network

LETTERS = "abcdefghijklmnopqrstuvwxyz#"


class Options:
    """Each list is one query, and none where it is not needed."""

    @cached_property
    def clusters(self) -> list[Cluster]:
        return list(Cluster.objects.all())

    @cached_property
    def sectors(self) -> list[Sector]:
        return list(Sector.objects.select_related("cluster", "parent"))

    @cached_property
    def areas(self) -> list[Area]:
        """Länder and districts; the boundary is too large to carry along."""
        rows = Area.objects.filter(level__in=[Area.Level.STATE, Area.Level.DISTRICT])
        return list(rows.defer("boundary"))

    @property
    def states(self) -> list[Area]:
        return [area for area in self.areas if area.level == Area.Level.STATE]

    @property
    def districts(self) -> list[Area]:
        return [area for area in self.areas if area.level == Area.Level.DISTRICT]

    @cached_property
    def networks(self) -> list[Network]:
        return list(Network.objects.all())

    @cached_property
    def tags(self) -> list[Tag]:
        return list(Tag.objects.accepted())

    def named(self, name: str) -> list[tuple[str, str]]:
        """Slug and name of each value of the parameter ``name``, as form fields want them."""
        rows: list[Any] = getattr(self, {"district": "areas"}.get(name, f"{name}s"))
        return [(row.slug, row.name) for row in rows]

    def top_sectors(self, cluster: Cluster) -> Iterator[Sector]:
        return (s for s in self.sectors if s.cluster_id == cluster.pk and s.parent_id is None)

    def sectors_below(self, parent: Sector) -> Iterator[Sector]:
        return (s for s in self.sectors if s.parent_id == parent.pk)

    def districts_of(self, state: Area) -> Iterator[Area]:
        return (area for area in self.districts if area.parent_id == state.pk)
