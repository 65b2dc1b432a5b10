"""The filtered list as numbers per district: a map, and a table that says the same."""

from dataclasses import dataclass
from typing import NamedTuple

from clusters.models import Area
from clusters.region_map import RegionMap, region_maps
from clusters.region_map.scale import Step
from clusters.text import sort_key
from companies.listing import Listing


class Row(NamedTuple):
    district: Area
    state: Area
    count: int
    url: str


@dataclass(frozen=True)
class DistrictMap:
    maps: list[RegionMap]  # the region with the most districts first
    rows: list[Row]  # by Land and name
    list_url: str

    @property
    def steps(self) -> list[Step]:
        """The legend."""
        return self.maps[0].scale.steps() if self.maps else []

    @property
    def has_companies(self) -> bool:
        return any(row.count for row in self.rows)


def district_map(listing: Listing) -> DistrictMap:
    """Numbers are those of the facet: a chosen district does not empty the others.

    Each leads to the list, not to the map, of its district alone.
    """
    options = listing.options
    counts = {area.pk: listing.counts.of("district", area.pk) for area in options.areas}
    urls = {area.pk: listing.address(district=[area.slug], view="") for area in options.areas}
    chosen = listing.chosen.get("district", ())
    maps = region_maps(
        options.areas, counts, lambda area: urls[area.pk], chosen, facet="district", outlined=True
    )
    rows = [
        Row(district, state, counts[district.pk], urls[district.pk])
        for state in sorted(options.states, key=_name)
        for district in sorted(options.districts_of(state), key=_name)
    ]
    return DistrictMap(maps, rows, listing.address(view=""))


def _name(area: Area) -> str:
    return sort_key(area.name)
