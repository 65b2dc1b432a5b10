import pytest

from clusters.region_map.names import code_of, lines_of
from clusters.region_map.shapes import Spot
from clusters.region_map.tiles import CELL_HEIGHT, CELL_WIDTH, is_ring, tile_sheet

BERLIN = Spot(1, "berlin", "Berlin", None, True, None, None, None)


def spot(row: int, column: int, name: str = "Mitte") -> Spot:
    return Spot(10 * row + column, "mitte", name, BERLIN.pk, False, row, column, None)


def grid(rows: range, columns: range) -> list[Spot]:
    return [spot(row, column) for row in rows for column in columns]


def test_tiles_lie_where_the_data_put_them():
    sheet = tile_sheet(BERLIN, [spot(3, 3), spot(2, 4)])

    mitte, pankow = sheet.shapes
    assert (sheet.width, sheet.height) == (2 * CELL_WIDTH, 2 * CELL_HEIGHT)
    assert mitte.y - pankow.y == CELL_HEIGHT
    assert pankow.x - mitte.x == CELL_WIDTH
    assert sheet.columns == 2


def test_only_a_land_that_fills_the_gap_is_ringed():
    ring = [s for s in grid(range(1, 5), range(1, 6)) if s.row in (1, 4) or s.column in (1, 5)]

    assert is_ring(ring, grid(range(2, 4), range(2, 5)))
    assert not is_ring(ring, grid(range(2, 4), range(2, 4)))
    assert not is_ring(ring, grid(range(2, 4), range(2, 5))[1:])
    assert not is_ring(grid(range(2, 4), range(2, 5)), ring)


@pytest.mark.parametrize(
    ("name", "lines", "code"),
    [
        ("Mitte", ("Mitte",), "Mit"),
        ("Charlottenburg-Wilmersdorf", ("Charlottenburg-", "Wilmersdorf"), "ChW"),
        ("Brandenburg an der Havel", ("Brandenburg", "an der Havel"), "BrH"),
        ("Frankfurt (Oder)", ("Frankfurt", "(Oder)"), "Fra"),
    ],
)
def test_long_names_are_broken_and_shortened(name, lines, code):
    assert (lines_of(name), code_of(name)) == (lines, code)
