"""Numbers of the directory for the pages of clusters, districts and networks.

Each number comes with the address of the list that it counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext

from clusters.models import Area, Cluster, Figure, Sector, Version
from clusters.region_map import RegionMap, region_maps
from companies.choices import Kind
from companies.listing import Listing, list_url
from companies.models import Company
from companies.visibility import Shown, open_to_all
from networks.models import Network

LATEST = 6


@dataclass(frozen=True)
class Row:
    """A part of the directory: what it is, how many entries, and where they are listed."""

    item: Any
    count: int
    url: str
    children: tuple["Row", ...] = ()

    @property
    def name(self) -> str:
        return str(self.item.label if isinstance(self.item, Kind) else self.item.name)


@dataclass(frozen=True)
class Coverage:
    """The directory as a part of the official number. Words, as no list stands behind a share."""

    share: float  # 0 to 1

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def words(self) -> str:
        if self.share >= 1:
            return gettext("as many as the official figure, or more")
        parts = ((0.75, gettext("more than three quarters")), (0.5, gettext("more than half")))
        parts += ((0.25, gettext("more than a quarter")), (0.0, gettext("less than a quarter")))
        words = next(words for limit, words in parts if self.share >= limit)
        return gettext("%s of the official number") % words


class Directory:
    """Counts within one cluster, district or network, or in the whole directory."""

    def __init__(self, **scope: str) -> None:
        self.scope = scope
        listing = Listing(QueryDict(urlencode(scope)))
        self.version = listing.state.version
        self.options = listing.options
        self.facets = listing.counts

    @property
    def total(self) -> int:
        return self.facets.total

    @property
    def url(self) -> str:
        return list_url(**self.scope)

    def latest(self) -> list[Shown]:
        """The entries that were changed last, wherever they are."""
        is_own = connection.in_atomic_block  # with changes that nobody else sees
        keys = _latest.__wrapped__(self.version) if is_own else _latest(self.version)
        found = open_to_all(Company.objects.published()).for_cards().in_bulk(keys)
        return [Shown(found[key]) for key in keys if key in found]

    def row(self, facet: str, item: Any, children: tuple[Row, ...] = ()) -> Row:
        url = list_url(**{**self.scope, facet: item.slug})
        return Row(item, self.facets.of(facet, item.pk), url, children)

    def clusters(self) -> list[Row]:
        """Each cluster with its strongest sectors."""
        return [
            self.row("cluster", cluster, tuple(self.strongest_sectors(3, cluster)))
            for cluster in self.options.clusters
        ]

    def sectors(self) -> list[Row]:
        """Top-level sectors with the ones below; of the cluster in scope, or of all."""
        chosen = [c for c in self.options.clusters if c.slug == self.scope.get("cluster", c.slug)]
        return [self._sector(top) for c in chosen for top in self.options.top_sectors(c)]

    def _sector(self, top: Sector) -> Row:
        below = tuple(self.row("sector", sector) for sector in self.options.sectors_below(top))
        return self.row("sector", top, below)

    def strongest_sectors(self, most: int = 12, cluster: Cluster | None = None) -> list[Row]:
        """The sectors with the most entries, without those that only sum up others."""
        above = {sector.parent_id for sector in self.options.sectors}
        rows = [
            self.row("sector", sector)
            for sector in self.options.sectors
            if sector.pk not in above and (cluster is None or sector.cluster_id == cluster.pk)
        ]
        return sorted((row for row in rows if row.count), key=lambda row: -row.count)[:most]

    def kinds(self) -> list[Row]:
        rows = [
            Row(kind, self.facets.of("kind", kind), list_url(**{**self.scope, "kind": kind.value}))
            for kind in Kind
        ]
        return [row for row in rows if row.count]

    def states(self) -> list[Row]:
        """Länder with their districts; the district in scope narrows nothing here."""
        return [self._state(state) for state in self.options.states]

    def _state(self, state: Area) -> Row:
        districts = sorted(self.options.districts_of(state), key=lambda area: area.slug)
        return self.row("district", state, tuple(self.row("district", d) for d in districts))

    def networks(self, networks: Iterable[Network]) -> list[Row]:
        return [self.row("network", network) for network in networks]

    def maps(self) -> list[RegionMap]:
        areas = self.options.areas
        counts = {area.pk: self.facets.of("district", area.pk) for area in areas}
        chosen = {slug for slug in [self.scope.get("district")] if slug}
        return region_maps(areas, counts, self._district_url, chosen)

    def _district_url(self, area: Area) -> str:
        return list_url(**{**self.scope, "district": area.slug})

    def neighbours(self, area: Area) -> Iterator[Row]:
        """The other districts of the same Land, or the districts of this one."""
        for state in self.states():
            if state.item.pk in (area.pk, area.parent_id):
                yield from (row for row in state.children if row.item.pk != area.pk)

    def coverage(self, figures: Iterable[Figure]) -> Coverage | None:
        """How the directory compares with the official number of companies, if there is one."""
        for figure in figures:
            regional = figure.area.level == Area.Level.REGION
            if figure.indicator == Figure.Indicator.COMPANIES and regional and figure.value:
                return Coverage(min(1.0, self.total / float(figure.value)))
        return None


@lru_cache(maxsize=1)
def _latest(version: Version) -> list[UUID]:
    """Looked for once in each state of the data: while a long list comes in, all that it brought so
    far stands before them, and is not to be seen yet.
    """
    entries = open_to_all(Company.objects.published()).order_by("-updated_at")
    return list(entries.values_list("pk", flat=True)[:LATEST])
