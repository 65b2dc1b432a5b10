"""The map of the list: by mouse and by keyboard, as tiles and in outlines, wide and narrow."""

import json
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from clusters.models import Area
from tests.browser.places import region
from tests.browser.test_accessibility import CONTRASTS, SCHEMES, SIZES, faults

__all__ = ["region"]
MAP = "/unternehmen/?view=map"


@pytest.fixture
def outlined(region, tmp_path) -> None:
    """Districts as squares on a grid of Germany's coordinates, Berlin's within the others."""
    features = []
    for state, west, south, size in (("berlin", 13.1, 52.3, 0.1), ("brandenburg", 12.0, 51.5, 0.5)):
        areas = Area.objects.districts().filter(parent__slug=state)
        for number, area in enumerate(areas):
            x, y = west + number % 5 * size, south + number // 5 * size
            ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
            geometry = {"type": "Polygon", "coordinates": [ring]}
            properties = {"ags": area.ags}
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    path = tmp_path / "squares.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    call_command("load_boundaries", path, verbosity=0)


def place(page, slug: str):
    return page.locator(f'.place[data-value="{slug}"]')


def box(page, name: str) -> dict[str, float]:
    return page.get_by_role("group", name=re.compile(f"^Karte von {name}:")).bounding_box()


def test_from_the_list_by_the_map_to_the_companies_of_a_district(page, live_server, region):
    page.goto(live_server.url + "/unternehmen/")
    page.get_by_role("link", name="Karte", exact=True).click()
    expect(page.locator("[data-company]")).to_have_count(0)

    page.get_by_role("link", name="Lichtenberg: 13 Unternehmen").click()

    expect(page.locator("[data-total]")).to_have_attribute("data-total", "13")
    expect(page.locator("[data-company]")).to_have_count(13)


def test_a_choice_changes_the_map_and_keeps_it(page, live_server, region):
    page.goto(live_server.url + MAP)
    expect(place(page, "prignitz")).to_have_attribute("data-count", "12")

    page.get_by_label("Gesundheitswirtschaft", exact=True).check()

    expect(place(page, "prignitz")).to_have_attribute("data-count", "0")
    expect(page).to_have_url(re.compile("view=map"))
    page.get_by_role("link", name="Als Liste zeigen").click()
    expect(page).to_have_url(re.compile(r"\?cluster=gesundheit$"))


@pytest.mark.parametrize("drawing", ["region", "outlined"])
def test_the_keyboard_reaches_every_district_and_shows_where_it_is(
    page, live_server, drawing, request
):
    request.getfixturevalue(drawing)
    page.goto(live_server.url + MAP)
    page.get_by_role("group", name="Darstellung").get_by_role("link").last.focus()
    reached, edges = [], set()
    for _ in range(34):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "[document.activeElement.dataset.value ?? '',"
            " getComputedStyle(document.activeElement).getPropertyValue('--edge')]"
        )
        reached.append(found[0])
        edges.add(found[1])

    assert {"mitte", "lichtenberg", "prignitz", "uckermark"} <= set(reached)
    assert len(set(reached) - {""}) >= 30
    assert "" in edges  # what is no place has none
    assert len(edges) == 2

    place(page, "lichtenberg").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-total]")).to_have_attribute("data-total", "13")


def test_a_chosen_district_is_marked(page, live_server, region):
    page.goto(f"{live_server.url}{MAP}&district=lichtenberg")

    expect(place(page, "lichtenberg")).to_have_attribute("aria-current", "true")
    expect(page.locator(".map-chosen")).to_have_count(1)
    expect(place(page, "prignitz")).not_to_have_attribute("aria-current", "true")


def test_the_table_says_the_same(page, live_server, region):
    page.goto(live_server.url + MAP)
    page.get_by_text("Dasselbe als Tabelle").click()

    rows = page.get_by_role("row")
    expect(rows).to_have_count(34)
    expect(rows.filter(has_text="Lichtenberg")).to_contain_text("13")


def test_tiles_of_berlin_lie_within_those_of_brandenburg_or_above_them(page, live_server, region):
    page.goto(live_server.url + MAP)
    inner, outer = box(page, "Berlin"), box(page, "Brandenburg")
    assert outer["x"] < inner["x"] < inner["x"] + inner["width"] < outer["x"] + outer["width"]
    assert outer["y"] < inner["y"] < inner["y"] + inner["height"] < outer["y"] + outer["height"]
    tiles = page.locator(".place rect:visible")
    sizes = [tiles.nth(n).bounding_box()["width"] for n in (0, 20)]
    assert sizes[0] == pytest.approx(sizes[1], abs=1)

    page.set_viewport_size({"width": 360, "height": 740})
    assert box(page, "Berlin")["y"] + box(page, "Berlin")["height"] <= box(page, "Brandenburg")["y"]
    assert box(page, "Berlin")["width"] >= 320


def test_outlines_stand_side_by_side_or_one_above_the_other(page, live_server, outlined):
    page.goto(live_server.url + MAP)
    berlin, brandenburg = box(page, "Berlin"), box(page, "Brandenburg")
    assert berlin["x"] + berlin["width"] <= brandenburg["x"]
    assert abs(berlin["y"] - brandenburg["y"]) < 2

    page.set_viewport_size({"width": 360, "height": 740})
    assert box(page, "Berlin")["y"] + box(page, "Berlin")["height"] <= box(page, "Brandenburg")["y"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_outlines_have_no_fault_that_axe_knows(page, live_server, outlined, size, scheme):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{live_server.url}{MAP}&district=lichtenberg")

    assert faults(page, "map in outlines") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_in_outlines_have_contrast(page, live_server, outlined, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url + MAP)
    page.evaluate("document.querySelectorAll('.place:not(:has(text))').forEach(p => p.remove())")

    ratios = page.evaluate(CONTRASTS)

    assert len(ratios) >= 20
    assert min(ratios) >= 4.5


def test_forced_colours_keep_the_shades_and_draw_every_border(page, live_server, region):
    page.emulate_media(forced_colors="active")
    page.goto(live_server.url + MAP)

    style = "getComputedStyle(document.querySelector('.place[data-value={}] rect')).{}"
    fills = {page.evaluate(style.format(slug, "fill")) for slug in ("mitte", "lichtenberg")}
    assert len(fills) == 2
    assert page.evaluate(style.format("mitte", "stroke")) not in fills


def test_the_map_works_without_javascript(browser, live_server, region):
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(live_server.url + MAP)
    page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    page.get_by_role("button", name="Ergebnisse anzeigen").click()
    assert "view=map" in page.url

    place(page, "lichtenberg").click()

    assert page.locator("[data-total]").get_attribute("data-total") == "13"
    context.close()
