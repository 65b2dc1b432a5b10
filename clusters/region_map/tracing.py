"""From boundaries in WGS 84 to outlines that a page can draw: made once, when boundaries load.

Each Land is a sheet of its own, ``WIDTH`` wide in whole numbers with y downwards. A Land that lies
inside another one is drawn in that one's sheet as well, as a whole.

The plane is a transverse Mercator projection as in ETRS89 / UTM, but about the middle of the Land,
so that north is up, and of a sphere: at this scale the difference is less than a line is thick.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import atan2, atanh, ceil, cos, radians, sin, tan
from typing import Any

from clusters.boundaries import polygons_of
from clusters.models import Area
from clusters.region_map.arcs import Point, Ring, area_of, dissolved, simplified
from clusters.region_map.labels import label_box
from clusters.region_map.outlines import has_room, size_of

WIDTH = 1000
HIGHEST = 1300  # a Land that is longer than wide is drawn narrower
NUMBER_ASPECT = 2.6  # four digits and a point
SMALLEST = 12.0  # of the triangles that stay: about two pixels on a sheet of 400 pixels


def traced(districts: Iterable[Area]) -> dict[int, dict[str, Any]]:
    """Outlines of districts, and of Länder inside others, by primary key.

    All have a ``boundary``; ``parent`` is their Land. An outline is a dictionary of ``sheet`` (the
    slug of the Land whose sheet it belongs to), ``size`` of the sheet, ``path`` as in SVG, and
    ``label``: the middle of the best place for text, and the width and height of that place.
    """
    states: dict[Area, dict[Area, list[Ring]]] = defaultdict(dict)
    for district in districts:
        states[district.parent][district] = _rings(district.boundary)
    made: dict[int, dict[str, Any]] = {}
    for state, shapes in states.items():
        inside = {
            other: dissolved(ring for rings in states[other].values() for ring in rings)
            for other in states
            if other != state and _is_within(states[other], shapes)
        }
        made |= _sheet(state.slug, shapes | inside)
    return made


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    """Outer rings against the clock, holes with it, whatever the file does."""
    rings = []
    for polygon in polygons_of(geometry):
        for number, positions in enumerate(polygon):
            ring = [(round(x, 6), round(y, 6)) for x, y, *_z in positions]  # to 10 cm
            against = area_of(ring) > 0
            rings.append(ring if against == (number == 0) else ring[::-1])
    return rings


def _is_within(inner: dict[Area, list[Ring]], outer: dict[Area, list[Ring]]) -> bool:
    west, south, east, north = _extent(inner.values())
    outer_west, outer_south, outer_east, outer_north = _extent(outer.values())
    return outer_west < west and outer_south < south and east < outer_east and north < outer_north


def _extent(shapes: Iterable[list[Ring]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*(point for rings in shapes for ring in rings for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _sheet(slug: str, shapes: dict[Area, list[Ring]]) -> dict[int, dict[str, Any]]:
    west, _south, east, _north = _extent(shapes.values())
    planes = {
        area: [[_plane(point, (west + east) / 2) for point in ring] for ring in rings]
        for area, rings in shapes.items()
    }
    left, low, right, high = _extent(planes.values())
    scale = min(WIDTH / (right - left or 1e-9), HIGHEST / (high - low or 1e-9))
    fitted = {
        area: [[((x - left) * scale, (high - y) * scale) for x, y in ring] for ring in rings]
        for area, rings in planes.items()
    }
    size = [ceil((right - left) * scale), ceil((high - low) * scale)]
    return {
        area.pk: {
            "sheet": slug,
            "size": size,
            "path": path_of(rings),
            "label": _label(area.name, rings),
        }
        for area, rings in simplified(fitted, SMALLEST).items()
    }


def _label(name: str, rings: list[Ring]) -> list[int]:
    """A place for the name, or for the number alone if the name finds no room."""
    width, height = size_of(name)
    box = label_box(rings, width / height)
    return box if has_room(name, *box[2:]) else label_box(rings, NUMBER_ASPECT)


def _plane(point: Point, middle: float) -> Point:
    longitude, latitude = radians(point[0] - middle), radians(point[1])
    return atanh(cos(latitude) * sin(longitude)), atan2(tan(latitude), cos(longitude))


def path_of(rings: Iterable[Ring]) -> str:
    """Whole numbers, each corner relative to the one before it: ``M3 4l10 0 0-5z``."""
    parts = []
    for ring in rings:
        (x, y), *corners = ring[:-1]
        parts.append(f"M{x} {y}l")
        steps = []
        for next_x, next_y in corners:
            steps += [next_x - x, next_y - y]
            x, y = next_x, next_y
        parts.append(" ".join(map(str, steps)).replace(" -", "-") + "z")
    return "".join(parts)
