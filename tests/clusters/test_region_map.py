import pytest

from clusters.models import Area
from clusters.region_map import region_maps
from tests.factories import AreaFactory, DistrictFactory, LandFactory

pytestmark = pytest.mark.django_db


def district(slug: str, row: int | None, column: int | None, **values) -> Area:
    return DistrictFactory(slug=slug, tile_row=row, tile_column=column, **values)


def drawn(*districts: Area, counts: dict | None = None, current: Area | None = None):
    return region_maps(districts, counts or {}, lambda area: f"/{area.slug}/", current)


def test_tiles_lie_where_the_data_put_them():
    mitte, pankow = district("mitte", 3, 3), district("pankow", 2, 4)

    (region,) = drawn(mitte, pankow, counts={mitte.pk: 5})

    tiles = {tile.area.slug: tile for tile in region.tiles}
    assert tiles["mitte"].x == tiles["pankow"].y == 0
    assert tiles["mitte"].y > 0 < tiles["pankow"].x
    assert (tiles["mitte"].count, tiles["pankow"].count) == (5, 0)
    assert tiles["mitte"].url == "/mitte/"
    assert region.width > tiles["pankow"].x
    assert region.height > tiles["mitte"].y


def test_the_larger_number_has_the_darker_tile():
    areas = [district(f"d{number}", 1, number) for number in range(1, 5)]
    numbers = [0, 1, 10, 100]

    (region,) = drawn(*areas, counts=dict(zip([a.pk for a in areas], numbers, strict=True)))

    assert [tile.shade for tile in region.tiles] == [0, 1, 2, 3]


def test_a_land_within_another_gets_a_frame():
    brandenburg = LandFactory(name="Brandenburg")
    around = [
        district(f"b{row}{column}", row, column, parent=brandenburg)
        for row in (1, 2, 3) for column in (1, 2, 3) if (row, column) != (2, 2)
    ]  # fmt: skip

    (region,) = drawn(*around, district("mitte", 2, 2))

    assert [outline.name for outline in region.outlines] == ["Berlin"]


def test_each_region_has_a_map_of_its_own_in_the_same_scale():
    rhine = LandFactory(name="Nordrhein-Westfalen", parent=AreaFactory(name="Niederrhein"))
    berlin = [district(f"d{number}", 1, number) for number in (1, 2, 3)]

    first, second = drawn(*berlin, district("duisburg", 1, 1, parent=rhine))

    assert (len(first.tiles), len(second.tiles)) == (3, 1)
    assert first.width == second.width


def test_a_district_without_a_place_on_the_map_is_left_out():
    assert drawn(district("mitte", None, None)) == []


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
    (region,) = drawn(district("x", 1, 1, name=name))

    (tile,) = region.tiles
    assert (tile.lines, tile.code) == (lines, code)


def test_the_district_of_the_page_is_marked_and_so_are_those_of_its_land():
    mitte, pankow = district("mitte", 1, 1), district("pankow", 1, 2)

    (one,) = drawn(mitte, pankow, current=mitte)
    (land,) = drawn(mitte, pankow, current=mitte.parent)

    assert [tile.is_current for tile in one.tiles] == [True, False]
    assert [tile.is_current for tile in land.tiles] == [True, True]
