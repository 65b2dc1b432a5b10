"""Every kind of page against axe, wide and narrow, light and dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from clusters.models import Cluster
from tests.browser.places import PAGES, region

__all__ = ["region"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Cells that are scrolled out of sight; text on shapes of a drawing, which has a test of its own.
OUT_OF_REACH = ".scroll, .place, .map-mark"
NOT_JUDGED = f"selector => Boolean(document.querySelector(selector).closest('{OUT_OF_REACH}'))"
SIZES = {"wide": (1280, 900), "narrow": (360, 740)}
SCHEMES = ["light", "dark"]


def faults(page: Any, name: str) -> list[str]:
    results = Axe().run(page, options={"runOnly": RULES}).response
    unclear = [rule for rule in results["incomplete"] if rule["id"] == "color-contrast"]
    for rule in unclear:
        rule["nodes"] = [
            node for node in rule["nodes"] if not page.evaluate(NOT_JUDGED, node["target"][0])
        ]
    unclear = [rule for rule in unclear if rule["nodes"]]
    return [
        f"{name}: {rule['id']} {[node['html'][:160] for node in rule['nodes']]}"
        for rule in [*results["violations"], *unclear]
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_no_page_has_a_fault_that_axe_knows(page, live_server, region, problems, size, scheme):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for name, address in PAGES.items():
        page.goto(live_server.url + address)
        found += faults(page, name)
    problems[:] = [problem for problem in problems if "404" not in problem]

    assert found == []


CONTRASTS = """() => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const light = (colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const parts = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => part / 255);
    const [r, g, b] = parts.map(p => p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return [...document.querySelectorAll('.place')].map(tile => {
    const fill = (selector) => light(getComputedStyle(tile.querySelector(selector)).fill);
    const [dark, bright] = [fill('rect, path'), fill('text')].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  });
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_on_tiles_has_contrast_in_the_colour_of_every_cluster(
    page, live_server, region, scheme
):
    page.emulate_media(color_scheme=scheme)
    for address in (
        "/",
        PAGES["map"],
        *(cluster.get_absolute_url() for cluster in Cluster.objects.all()),
    ):
        page.goto(live_server.url + address)
        ratios = page.evaluate(CONTRASTS)
        assert len(ratios) >= 30  # home draws the main region alone
        assert min(ratios) >= 4.5, address


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_no_page_scrolls_sideways(page, live_server, region, problems, width):
    page.set_viewport_size({"width": width, "height": 740})
    wide = []
    for name, address in PAGES.items():
        page.goto(live_server.url + address)
        extra = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if extra > 0:
            wide.append(f"{name}: {extra} px")
    problems[:] = [problem for problem in problems if "404" not in problem]

    assert wide == []


IN_TEXT = "p, dd, cite, address, td, th, h1, h2, h3"
SMALL_TARGETS = """IN_TEXT => [...document.querySelectorAll('a, button, select, input, summary')]
  .filter(part => part.checkVisibility() && !part.closest(IN_TEXT))
  .map(part => [part.closest('label') ?? part, part])
  .map(([area, part]) => [area.getBoundingClientRect(), part])
  .filter(([box]) => box.width && (box.height < 23.5 || box.width < 23.5))
  .map(([box, part]) => `${box.width} x ${box.height} ${part.outerHTML.slice(0, 90)}`)
"""


def test_targets_are_large_enough_to_hit(page, live_server, region, problems):
    page.set_viewport_size({"width": 360, "height": 740})
    small = []
    for name in ("home", "list", "cluster", "district", "events"):
        page.goto(live_server.url + PAGES[name])
        small += [f"{name}: {target}" for target in page.evaluate(SMALL_TARGETS, IN_TEXT)]

    assert small == []


def test_text_of_twice_the_size_still_fits(page, live_server, region):
    page.set_viewport_size({"width": 1280, "height": 900})
    for name in ("home", "list", "company", "cluster"):
        page.goto(live_server.url + PAGES[name])
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        extra = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(extra) <= 0, name


def test_forced_colours_keep_the_tiles_apart(page, live_server, region):
    page.emulate_media(forced_colors="active")
    page.goto(live_server.url)

    stroke = "getComputedStyle(document.querySelector('.place rect')).stroke"
    fill = "getComputedStyle(document.querySelector('.place rect')).fill"
    assert page.evaluate(stroke) != page.evaluate(fill)
