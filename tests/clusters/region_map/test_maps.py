import pytest

from clusters.models import Area
from clusters.region_map import region_maps
from clusters.region_map.outlines import number_fit
from tests.factories import AreaFactory, DistrictFactory, LandFactory

pytestmark = pytest.mark.django_db


def district(slug: str, row: int | None, column: int | None, **values) -> Area:
    return DistrictFactory(slug=slug, tile_row=row, tile_column=column, **values)


def drawn(*districts: Area, counts: dict | None = None, chosen=(), **options):
    areas = {area.pk: area for area in (*(d.parent for d in districts), *districts)}
    return region_maps(
        areas.values(), counts or {}, lambda area: f"/{area.slug}/", chosen, **options
    )


def outline(sheet: str = "berlin", label=(50, 40, 200, 100)) -> dict:
    return {"sheet": sheet, "size": [100, 80], "path": "M0 0l9 0 0 9z", "label": list(label)}


def test_the_larger_number_has_the_darker_place():
    areas = [district(f"d{number}", 1, number) for number in range(1, 6)]
    numbers = [0, 1, 10, 100, 1000]

    (region,) = drawn(*areas, counts=dict(zip([a.pk for a in areas], numbers, strict=True)))

    (panel,) = region.panels
    assert [place.shade for place in panel.places] == [0, 1, 2, 3, 4]
    assert panel.places[4].label == "D5: 1.000 Unternehmen"
    assert 'href="/d5/" data-count="1000"' in panel.drawing


def test_each_land_has_a_map_and_the_larger_region_comes_first():
    rhine = LandFactory(name="Nordrhein-Westfalen", parent=AreaFactory(name="Niederrhein"))
    brandenburg = LandFactory(name="Brandenburg")

    first, second = drawn(
        district("duisburg", 1, 1, parent=rhine),
        district("mitte", 1, 1),
        district("prignitz", 1, 2, parent=brandenburg),
    )

    assert [panel.name for panel in first.panels] == ["Berlin", "Brandenburg"]
    assert second.name == "Nordrhein-Westfalen"
    assert first.scale == second.scale


def test_tiles_around_a_land_are_a_frame_for_its_map():
    brandenburg = LandFactory(name="Brandenburg")
    around = [
        district(f"b{row}{column}", row, column, parent=brandenburg)
        for row in (1, 2, 3) for column in (1, 2, 3) if (row, column) != (2, 2)
    ]  # fmt: skip
    mitte = district("mitte", 2, 2)

    (region,) = drawn(mitte, *around, counts={mitte.parent.pk: 7}, facet="district")

    assert region.frames == ["Berlin"]
    ring = region.panels[1]
    assert [(p.area.slug, p.count) for p in ring.places if p.shape.is_state] == [("berlin", 7)]


def test_the_chosen_district_is_marked_and_so_are_those_of_a_chosen_land():
    mitte, pankow = district("mitte", 1, 1), district("pankow", 1, 2)

    (one,) = drawn(mitte, pankow, chosen={"mitte"})
    (land,) = drawn(mitte, pankow, chosen={"berlin"})

    assert [place.is_chosen for place in one.panels[0].places] == [True, False]
    assert [place.is_chosen for place in land.panels[0].places] == [True, True]


def test_a_district_without_a_place_on_the_grid_is_left_out():
    assert drawn(district("mitte", None, None)) == []


def test_a_land_is_drawn_in_outlines_once_all_its_districts_have_one():
    mitte, pankow = district("mitte", 1, 1, outline=outline()), district("pankow", 1, 2)

    (before,) = drawn(mitte, pankow, outlined=True)
    pankow.outline = outline()
    (after,) = drawn(mitte, pankow, outlined=True)
    (tiles,) = drawn(mitte, pankow)

    assert [m.panels[0].sheet.kind for m in (before, after, tiles)] == [
        "tiles",
        "outlines",
        "tiles",
    ]
    assert 'd="M0 0l9 0 0 9z"' in after.panels[0].places[0].shape.drawing


def test_a_land_inside_stands_on_the_sheet_of_the_one_around():
    berlin = LandFactory(outline=outline("brandenburg"))
    brandenburg = LandFactory(name="Brandenburg")
    mitte = district("mitte", None, None, parent=berlin, outline=outline())
    barnim = district("barnim", None, None, parent=brandenburg, outline=outline("brandenburg"))

    (region,) = drawn(mitte, barnim, facet="district", outlined=True)

    places = [[place.area.slug for place in panel.places] for panel in region.panels]
    assert places == [["mitte"], ["barnim", "berlin"]]


def test_a_name_stands_in_an_outline_only_where_there_is_room():
    roomy = district("mitte", None, None, name="Mitte", outline=outline())
    narrow = district("pankow", None, None, name="Pankow", outline=outline(label=(5, 5, 40, 20)))

    (region,) = drawn(roomy, narrow, outlined=True)

    drawings = [place.shape.drawing for place in region.panels[0].places]
    assert [">Mitte<" in drawings[0], ">Pankow<" in drawings[1]] == [True, False]


@pytest.mark.parametrize(
    ("number", "box", "fit"),
    [("1.045", (200, 80), ""), ("1.045", (90, 40), "tight"), ("217", (48, 20), "small"),
     ("1.045", (40, 20), "none"), ("7", (200, 5), "none")],
)  # fmt: skip
def test_a_number_is_printed_as_its_place_allows(number, box, fit):
    assert number_fit(number, *box) == fit


def test_names_are_escaped():
    (region,) = drawn(district("x", 1, 1, name="<b>A & B</b>"))

    assert "<b>" not in region.panels[0].drawing


def test_only_a_facet_has_its_hooks_and_the_land_within():
    mitte = district("mitte", 1, 1)

    (plain,), (facet,) = drawn(mitte), drawn(mitte, facet="district")

    assert "data-facet" not in plain.panels[0].drawing
    assert 'data-facet="district" data-value="mitte"' in facet.panels[0].drawing
