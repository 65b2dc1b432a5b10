"""Numbers put on the sheets: maps that a template draws."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from clusters.models import Area
from clusters.region_map.places import Place
from clusters.region_map.scale import Scale
from clusters.region_map.shapes import Sheet
from clusters.region_map.sheets import sheets_of


@dataclass(frozen=True)
class Panel:
    """The map of one Land, with the list of the whole Land."""

    name: str
    count: int
    url: str
    sheet: Sheet
    places: list[Place]
    facet: str

    @property
    def drawing(self) -> SafeString:
        """All links, and what is chosen once more on top of them."""
        links = [place.link(self.facet) for place in self.places]
        chosen = (place for place in self.places if place.is_chosen and not place.shape.is_state)
        return mark_safe("".join([*links, *(place.mark() for place in chosen)]))  # noqa: S308

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
    facet: str = "",
    outlined: bool = False,
) -> list[RegionMap]:
    """One map per region, the one with the most districts first.

    ``areas`` are Länder and districts; ``counts`` are by primary key; ``url`` gives the address of
    the list behind a number; ``chosen`` are slugs, a Land's for all its districts. ``facet`` is
    the parameter whose values the places are, Länder among them; ``outlined`` asks for real
    outlines where they are loaded, and tiles elsewhere.
    """
    known = {area.pk: area for area in areas}
    scale = Scale.of(
        counts.get(area.pk, 0) for area in known.values() if area.level == Area.Level.DISTRICT
    )
    regions: dict[int | None, list[Panel]] = defaultdict(list)
    for sheet in sheets_of(known.values(), outlined=outlined):
        places = []
        for shape in sheet.shapes:
            if shape.is_state and not facet:
                continue
            area, count = known[shape.pk], counts.get(shape.pk, 0)
            is_chosen = area.slug in chosen or known[sheet.state].slug in chosen
            shade = scale.shade(count)
            places.append(Place(area, shape, count, url(area), shade, is_chosen))
        state = known[sheet.state]
        panel = Panel(state.name, counts.get(state.pk, 0), url(state), sheet, places, facet)
        regions[sheet.region].append(panel)
    largest_first = sorted(regions.values(), key=lambda panels: -_districts(panels))
    return [RegionMap(panels, scale) for panels in largest_first]


def _districts(panels: list[Panel]) -> int:
    return sum(not place.shape.is_state for panel in panels for place in panel.places)
