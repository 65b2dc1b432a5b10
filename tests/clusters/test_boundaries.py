import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from clusters.boundaries import Outline, checked_geometry


def square(west, south, size):
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


RING = {"type": "Polygon", "coordinates": [square(13, 52, 1), square(13.4, 52.4, 0.2)]}
TWO = {"type": "MultiPolygon", "coordinates": [[square(12, 52, 0.1)], [square(14, 52, 0.1)]]}


def test_a_point_lies_within_but_not_in_the_hole():
    outline = Outline(RING)

    assert outline.contains(52.1, 13.1)
    assert not outline.contains(52.5, 13.5)
    assert not outline.contains(51.9, 13.5)


def test_a_point_lies_in_any_of_several_polygons():
    outline = Outline(TWO)

    assert outline.contains(52.05, 12.05)
    assert outline.contains(52.05, 14.05)
    assert not outline.contains(52.05, 13.0)


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_point_on_a_common_border_lies_in_one_area_only(across, up):
    parts = [
        Outline({"type": "Polygon", "coordinates": [square(13 + west, 52 + south, 0.5)]})
        for west in (0, 0.5)
        for south in (0, 0.5)
    ]
    found = sum(part.contains(52 + up / 100, 13 + across / 100) for part in parts)

    assert found == (across < 100 and up < 100)


def test_22000_points_take_less_than_two_seconds():
    ring = [[13 + (i % 50) / 100, 52 + i / 1000] for i in range(600)] + [[12.5, 52.3]]
    outline = Outline({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})

    start = time.process_time()
    for number in range(22_000):
        outline.contains(52 + number % 600 / 1000, 12.8)

    assert time.process_time() - start < 2


@pytest.mark.parametrize("geometry", [RING, TWO])
def test_good_geometries_pass_unchanged(geometry):
    assert checked_geometry(geometry) == geometry


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "geometry_type"),
        ({"type": "Point", "coordinates": [13, 52]}, "geometry_type"),
        ({"type": "Polygon"}, "geometry_form"),
        ({"type": "Polygon", "coordinates": []}, "geometry_form"),
        ({"type": "Polygon", "coordinates": [[]]}, "geometry_form"),
        ({"type": "Polygon", "coordinates": [square(13, 52, 1)[:3]]}, "geometry_ring"),
        ({"type": "Polygon", "coordinates": [square(13, 52, 1)[:4]]}, "geometry_ring"),
        ({"type": "Polygon", "coordinates": [[[13, 52], [14, 52], [15, 52], [13, 52]]]},
         "geometry_flat"),
        ({"type": "Polygon", "coordinates": [[["13", "52"]]]}, "geometry_position"),
        ({"type": "Polygon", "coordinates": [[[float("nan"), 52]]]}, "geometry_position"),
        ({"type": "Polygon", "coordinates": [[[52.5, 13.4]]]}, "geometry_position"),
        ({"type": "Polygon", "coordinates": [[[392000, 5820000]]]}, "geometry_position"),
        ({"type": "MultiPolygon", "coordinates": [square(13, 52, 1)]}, "geometry_position"),
    ],
)  # fmt: skip
def test_broken_geometries_are_refused(geometry, code):
    with pytest.raises(ValidationError) as error:
        checked_geometry(geometry)

    assert error.value.code == code
