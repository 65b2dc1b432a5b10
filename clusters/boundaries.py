"""Outlines of areas: GeoJSON geometries checked, and asked whether a point lies within."""

from itertools import pairwise
from math import isfinite
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BANDS = 64
# A little more than Germany: what lies outside has its axes swapped or is not in degrees.
WEST, SOUTH, EAST, NORTH = 5.0, 47.0, 16.0, 56.0

Position = tuple[float, float]


class Outline:
    """A geometry made ready for many questions, in WGS 84.

    Its edges are kept by band of latitude, so that a question looks at few of them. Holes and
    several polygons need no care of their own: a point lies within if a line from it to the
    east crosses an odd number of edges.
    """

    def __init__(self, geometry: dict[str, Any]) -> None:
        rings = [ring for polygon in polygons_of(geometry) for ring in polygon]
        longitudes, latitudes = zip(*((x, y) for ring in rings for x, y, *_z in ring), strict=True)
        self.west, self.east = min(longitudes), max(longitudes)
        self.south, self.north = min(latitudes), max(latitudes)
        self._bands: list[list[tuple[float, ...]]] = [[] for _band in range(BANDS)]
        for ring in rings:
            for (x1, y1, *_z), (x2, y2, *_z) in pairwise(ring):  # some have a height as well
                low, high = sorted((self._band(y1), self._band(y2)))
                for band in self._bands[low : high + 1]:
                    band.append((x1, y1, x2, y2))

    def contains(self, latitude: float, longitude: float) -> bool:
        if not (self.south <= latitude <= self.north and self.west <= longitude <= self.east):
            return False
        inside = False
        for x1, y1, x2, y2 in self._bands[self._band(latitude)]:
            # half-open, so that a point on a common border lies in one area and not in two
            if (y1 > latitude) != (y2 > latitude) and (
                longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1
            ):
                inside = not inside
        return inside

    def _band(self, latitude: float) -> int:
        height = self.north - self.south
        return min(int((latitude - self.south) / height * BANDS), BANDS - 1)


def polygons_of(geometry: dict[str, Any]) -> list[list[list[Position]]]:
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def checked_geometry(value: object) -> dict[str, Any]:
    """Return a GeoJSON Polygon or MultiPolygon, or raise ValidationError saying what is wrong.

    Source: RFC 7946, section 3.1.6 (closed rings of at least four positions, longitude first).
    """
    if not isinstance(value, dict) or value.get("type") not in ("Polygon", "MultiPolygon"):
        kind = value.get("type") if isinstance(value, dict) else value
        raise ValidationError(
            _("A boundary is a Polygon or MultiPolygon, not “%(kind)s”."),
            code="geometry_type",
            params={"kind": str(kind)[:80]},
        )
    coordinates = value.get("coordinates")
    polygons = [coordinates] if value["type"] == "Polygon" else coordinates
    for polygon in _list(polygons):
        for ring in _list(polygon):
            _check_ring(_list(ring))
    return {"type": value["type"], "coordinates": coordinates}


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ValidationError(_("The coordinates are no rings of positions."), code="geometry_form")
    return value


def _check_ring(ring: list[Any]) -> None:
    for position in ring:
        _check_position(position)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise ValidationError(
            _("A ring has at least four positions, and the last one is the first one again."),
            code="geometry_ring",
        )
    if len({y for _x, y, *_z in ring}) < 2:
        raise ValidationError(_("A ring is as flat as a line."), code="geometry_flat")


def _check_position(position: object) -> None:
    is_pair = (
        isinstance(position, list)
        and len(position) in (2, 3)
        and all(isinstance(n, int | float) and isfinite(n) for n in position)
    )
    if not is_pair or not (WEST <= position[0] <= EAST and SOUTH <= position[1] <= NORTH):
        raise ValidationError(
            _("%(position)s is not longitude and latitude of a place in Germany (WGS 84)."),
            code="geometry_position",
            params={"position": str(position)[:80]},
        )
