"""Outlines drawn from boundaries, on squares and on the real ones."""

import json
import re
from itertools import pairwise

import pytest

from clusters.boundaries import Outline
from clusters.models import Area
from clusters.region_map.arcs import area_of, dissolved
from clusters.region_map.tracing import WIDTH, path_of, traced

BERLIN = Area(pk=1, slug="berlin", name="Berlin")
BRANDENBURG = Area(pk=2, slug="brandenburg", name="Brandenburg")


def rings_of(path: str) -> list[list[tuple[int, int]]]:
    rings = []
    for part in path.split("z")[:-1]:
        x, y, *steps = map(int, re.findall(r"-?\d+", part))
        ring = [(x, y)]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append([*ring, ring[0]])
    return rings


def square(west: float, south: float, size: float) -> dict:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def district(pk: int, state: Area, boundary: dict, name: str = "Mitte") -> Area:
    return Area(pk=pk, slug=f"d{pk}", name=name, parent=state, boundary=boundary)


def test_a_path_is_relative_and_short():
    ring = [(3, 4), (13, 4), (13, -1), (3, 4)]

    assert path_of([ring]) == "M3 4l10 0 0-5z"
    assert rings_of(path_of([ring, ring])) == [ring, ring]


def test_north_is_up_and_a_degree_of_longitude_is_shorter():
    drawn = traced([district(11, BERLIN, square(13, 52, 0.5))])[11]

    (ring,) = rings_of(drawn["path"])
    width, height = drawn["size"]
    assert drawn["sheet"] == "berlin"
    assert height == pytest.approx(width / 0.61, rel=0.02)
    assert min(y for _x, y in ring) <= 2
    assert max(x for x, _y in ring) == pytest.approx(width, abs=2)


def test_a_land_within_another_is_drawn_on_its_sheet_too():
    inner = [district(11, BERLIN, square(13.2, 52.2, 0.1)),
             district(12, BERLIN, square(13.3, 52.2, 0.1))]  # fmt: skip
    around = [district(21, BRANDENBURG, square(13, 52, 0.1)),
              district(22, BRANDENBURG, square(13.9, 52.9, 0.1))]  # fmt: skip

    made = traced([*inner, *around])

    assert made.keys() == {11, 12, 21, 22, BERLIN.pk}
    assert made[BERLIN.pk]["sheet"] == "brandenburg"
    assert len(rings_of(made[BERLIN.pk]["path"])) == 1


def test_the_way_a_ring_runs_does_not_matter():
    boundary = square(13, 52, 0.5)
    turned = {"type": "Polygon", "coordinates": [boundary["coordinates"][0][::-1]]}

    assert traced([district(1, BERLIN, boundary)]) == traced([district(1, BERLIN, turned)])


def test_a_boundary_without_width_does_no_harm():
    ring = [[13, 52], [13, 52.1], [13, 52.2], [13, 52]]

    assert traced([district(1, BERLIN, {"type": "Polygon", "coordinates": [ring]})])[1]["path"]


@pytest.fixture(scope="module")
def real():
    """Outlines of the 30 real districts by slug of the sheet, then by primary key."""

    def draw(path):
        features = json.loads(path.read_text())["features"]
        areas = [
            district(
                number,
                BERLIN if feature["properties"]["ags"].startswith("11") else BRANDENBURG,
                feature["geometry"],
                feature["properties"]["name"],
            )
            for number, feature in enumerate(features, start=100)
        ]
        sheets = {"berlin": {}, "brandenburg": {}}
        for pk, outline in traced(areas).items():
            sheets[outline["sheet"]][pk] = outline
        return sheets

    return draw


@pytest.mark.parametrize(("sheet", "how_many"), [("berlin", 12), ("brandenburg", 19)])
def test_the_real_districts_meet_without_gap_or_overlap(shared_data, real, sheet, how_many):
    drawn = real(shared_data("geo/bb_districts.geojson"))[sheet]
    rings = {pk: rings_of(outline["path"]) for pk, outline in drawn.items()}
    everything = [ring for found in rings.values() for ring in found]

    assert len(rings) == how_many
    (border,) = dissolved(everything)  # a gap would be a border of its own
    assert sum(map(area_of, everything)) == area_of(border)
    doubled, uncovered, tried = crossings(list(rings.values()), border)
    assert (doubled + uncovered) / tried < 0.001


def crossings(areas: list, border: list) -> tuple[int, int, int]:
    """Points within the border: in two areas, in none, and all that were tried."""
    outlines = [Outline({"type": "Polygon", "coordinates": rings}) for rings in areas]
    whole = Outline({"type": "Polygon", "coordinates": [border]})
    points = [(x + 0.37, y + 0.41) for x in range(0, WIDTH, 9) for y in range(0, WIDTH + 50, 9)]
    hits = [sum(o.contains(y, x) for o in outlines) for x, y in points if whole.contains(y, x)]
    return sum(hit > 1 for hit in hits), hits.count(0), len(hits)


def test_the_real_districts_keep_their_proportions(shared_data, real):
    path = shared_data("geo/bb_districts.geojson")
    outlines = real(path)["berlin"]
    drawn = {pk: abs(sum(map(area_of, rings_of(o["path"])))) for pk, o in outlines.items()}
    exact = {}
    for pk, feature in enumerate(json.loads(path.read_text())["features"][:12], start=100):
        exact[pk] = abs(area_of(feature["geometry"]["coordinates"][0]))

    scale = sum(drawn.values()) / sum(exact.values())
    for pk, area in drawn.items():
        assert area == pytest.approx(exact[pk] * scale, rel=0.03)


def test_the_real_outlines_are_small(shared_data, real):
    sheets = real(shared_data("geo/bb_districts.geojson"))

    paths = [outline["path"] for sheet in sheets.values() for outline in sheet.values()]
    assert sum(map(len, paths)) < 20_000
    assert all(edge[0] != edge[1] for p in paths for ring in rings_of(p) for edge in pairwise(ring))
