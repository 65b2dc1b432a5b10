"""Numbers put on the sheets: maps that a template draws."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.translation import ngettext

from clusters.models import Area
from clusters.region_map.outlines import number_fit
from clusters.region_map.scale import Scale
from clusters.region_map.shapes import Shape, Sheet
from clusters.region_map.sheets import sheets_of
from clusters.templatetags.numbers import grouped


@dataclass(frozen=True)
class Place:
    """A district, or a Land that lies inside another, with the list that its number counts."""

    area: Area
    shape: Shape
    count: int
    url: str
    shade: int
    is_chosen: bool
    number: str  # the count as printed
    label: str
    fit: str  # of the number: "" for well, "tight", "small" or "none"

    @classmethod
    def of(
        cls, area: Area, shape: Shape, count: int, url: str, shade: int, *, is_chosen: bool
    ) -> Self:
        number = grouped(count)
        words = ngettext("%(name)s: %(number)s company", "%(name)s: %(number)s companies", count)
        label = words % {"name": area.name, "number": number}
        fit = number_fit(number, *shape.room) if shape.room else ""
        return cls(area, shape, count, url, shade, is_chosen, number, label, fit)


@dataclass(frozen=True)
class Panel:
    """The map of one Land, with the list of the whole Land."""

    name: str
    count: int
    url: str
    sheet: Sheet
    places: list[Place]

    @property
    def has_companies(self) -> bool:
        return any(place.count for place in self.places)


@dataclass(frozen=True)
class RegionMap:
    panels: list[Panel]
    scale: Scale  # one for all regions

    @property
    def name(self) -> str:
        return ", ".join(panel.name for panel in self.panels)

    @property
    def frames(self) -> list[str]:
        """Names of the Länder whose tiles lie within those of another."""
        return [panel.name for panel in self.panels if panel.sheet.is_inner]

    @property
    def has_companies(self) -> bool:
        return any(panel.has_companies for panel in self.panels)


def region_maps(
    areas: Iterable[Area],
    counts: Mapping[int, int],
    url: Callable[[Area], str],
    chosen: Collection[str] = (),
    *,
    outlined: bool = False,
) -> list[RegionMap]:
    """One map per region, the one with the most districts first.

    ``areas`` are Länder and districts; ``counts`` are by primary key; ``url`` gives the address of
    the list behind a number; ``chosen`` are slugs, a Land's for all its districts. ``outlined``
    asks for real outlines where they are loaded, and tiles elsewhere.
    """
    known = {area.pk: area for area in areas}
    scale = Scale.of(
        counts.get(area.pk, 0) for area in known.values() if area.level == Area.Level.DISTRICT
    )
    regions: dict[int | None, list[Panel]] = defaultdict(list)
    for sheet in sheets_of(known.values(), outlined=outlined):
        places = []
        for shape in sheet.shapes:
            area, count = known[shape.pk], counts.get(shape.pk, 0)
            is_chosen = area.slug in chosen or known[sheet.state].slug in chosen
            shade = scale.shade(count)
            places.append(Place.of(area, shape, count, url(area), shade, is_chosen=is_chosen))
        state = known[sheet.state]
        panel = Panel(state.name, counts.get(state.pk, 0), url(state), sheet, places)
        regions[sheet.region].append(panel)
    largest_first = sorted(regions.values(), key=lambda panels: -_districts(panels))
    return [RegionMap(panels, scale) for panels in largest_first]


def _districts(panels: list[Panel]) -> int:
    return sum(not place.shape.is_state for panel in panels for place in panel.places)
