"""What a map draws before it knows any number: one sheet per Land, with a shape per district."""

from collections.abc import Iterable
from functools import lru_cache

from clusters.models import Area
from clusters.region_map.outlines import outline_sheet
from clusters.region_map.shapes import Sheet, Spot
from clusters.region_map.tiles import is_ring, tile_sheet


def sheets_of(areas: Iterable[Area], *, outlined: bool) -> tuple[Sheet, ...]:
    """Sheets of the Länder among ``areas``, in their order; drawn once while nothing changes.

    ``areas`` are Länder and districts. If ``outlined``, a Land has real outlines as soon as all
    its districts have one. Else it has tiles, and a district without a place on the grid is
    missing.
    """
    return _drawn(tuple(Spot.of(area, outlined=outlined) for area in areas))


@lru_cache(maxsize=4)
def _drawn(spots: tuple[Spot, ...]) -> tuple[Sheet, ...]:
    states = {spot.pk: spot for spot in spots if spot.is_state}
    districts = {pk: [s for s in spots if s.parent == pk and not s.is_state] for pk in states}
    outlined = {pk for pk, spots in districts.items() if all(spot.outline for spot in spots)}
    tiled = {
        pk: placed
        for pk, spots in districts.items()
        if pk not in outlined and (placed := [s for s in spots if None not in (s.row, s.column)])
    }
    rings = _rings(states, tiled)
    sheets = []
    for pk, state in states.items():
        if pk in tiled:
            inner = states.get(rings.get(pk))
            sheets.append(tile_sheet(state, tiled[pk], inner, is_inner=pk in rings.values()))
        elif districts[pk] and pk in outlined:
            inside = [s for s in states.values() if s.outline and s.outline.sheet == state.slug]
            sheets.append(outline_sheet(state, [*districts[pk], *inside]))
    return tuple(sheets)


def _rings(states: dict[int, Spot], tiled: dict[int, list[Spot]]) -> dict[int, int]:
    """Each Land whose tiles are a ring, and the Land of the same region within."""
    return {
        outer: inner
        for outer in tiled
        for inner in tiled
        if states[outer].parent == states[inner].parent and is_ring(tiled[outer], tiled[inner])
    }
