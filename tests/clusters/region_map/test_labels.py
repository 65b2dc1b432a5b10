import pytest

from clusters.boundaries import Outline
from clusters.region_map.labels import label_box

SQUARE = [(0, 0), (200, 0), (200, 200), (0, 200), (0, 0)]
HORSESHOE = [(0, 0), (300, 0), (300, 200), (200, 200), (200, 60), (100, 60), (100, 200), (0, 200),
             (0, 0)]  # fmt: skip


@pytest.mark.parametrize("ring", [SQUARE, HORSESHOE])
def test_the_place_for_text_lies_within_the_area(ring):
    x, y, width, height = label_box([ring], aspect=2)
    outline = Outline({"type": "Polygon", "coordinates": [ring]})

    assert width == pytest.approx(2 * height, abs=2)
    for dx in (-0.49, 0, 0.49):
        for dy in (-0.49, 0, 0.49):
            assert outline.contains(y + dy * height, x + dx * width)


def test_a_square_offers_its_whole_width():
    x, y, width, _height = label_box([SQUARE], aspect=2)

    assert abs(x - 100) <= 4
    assert 50 <= y <= 150
    assert width >= 190


def test_a_hole_is_no_place_for_text():
    hole = [(20, 20), (20, 180), (180, 180), (180, 20), (20, 20)]

    _x, _y, _width, height = label_box([SQUARE, hole], aspect=2)

    assert height <= 20
