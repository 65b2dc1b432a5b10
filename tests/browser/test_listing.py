"""The list as a visitor uses it: by mouse, by keyboard, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.places import region

__all__ = ["region"]
LIST = "/unternehmen/"


def total(page) -> int:
    return int(page.locator("[data-total]").get_attribute("data-total"))


def test_from_home_by_district_and_cluster_to_a_company(page, live_server, region):
    page.goto(live_server.url)
    page.get_by_role("link", name=re.compile("^Lichtenberg: ")).click()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", "13")

    page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    expect(page).to_have_url(re.compile("cluster=gesundheit"))
    page.get_by_role("link", name="Muster Optik 0").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Muster Optik 0")
    assert page.get_by_role("heading", level=1).count() == 1


def test_an_opened_facet_stays_open(page, live_server, region):
    page.goto(live_server.url + LIST)
    page.locator("#facet-district-berlin > summary").click()

    page.locator("#district-lichtenberg").check()

    expect(page.locator("[data-total]")).to_have_attribute("data-total", "13")
    expect(page.locator("#facet-district-berlin")).to_have_attribute("open", "")
    expect(page.locator("#district-lichtenberg")).to_be_focused()


def test_the_next_page_and_the_other_view(page, live_server, region):
    page.goto(live_server.url + LIST)
    page.get_by_role("link", name="Nächste Seite").click()
    expect(page.locator("[data-company]")).to_have_count(5)

    page.get_by_role("link", name="Tabelle").click()

    expect(page.get_by_role("columnheader", name="Beschäftigte")).to_be_visible()
    expect(page.locator("[data-company]")).to_have_count(20)


def test_on_a_small_screen_results_come_before_facets(page, live_server, region):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + LIST)

    expect(page.get_by_label("Gesundheitswirtschaft", exact=True)).to_be_hidden()
    assert page.locator("[data-company]").first.bounding_box()["y"] < 740
    page.get_by_text("Filter", exact=True).click()
    expect(page.get_by_label("Gesundheitswirtschaft", exact=True)).to_be_visible()


def test_the_keyboard_alone_leads_from_the_first_link_to_a_result(page, live_server, region):
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Unternehmen suchen")).to_be_focused()

    page.keyboard.type("stille optik")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("q=stille"))
    page.get_by_role("link", name="Stille Optik", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Stille Optik"))


def test_focus_is_visible_wherever_it_goes(page, live_server, region):
    page.goto(live_server.url + LIST)
    for _ in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        name = page.evaluate("document.activeElement.outerHTML.slice(0, 80)")
        assert outline != "none", name


@pytest.fixture
def plain_page(browser, live_server):
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def test_everything_works_without_javascript(plain_page, live_server, region):
    plain_page.goto(live_server.url)
    plain_page.get_by_label("Unternehmen suchen").fill("optik")
    plain_page.get_by_role("button", name="Suchen").click()
    plain_page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    plain_page.get_by_label("Sortieren nach").select_option("employees")
    plain_page.get_by_role("button", name="Ergebnisse anzeigen").click()

    assert "q=optik" in plain_page.url
    assert "cluster=gesundheit" in plain_page.url
    assert total(plain_page) == 13
    first = plain_page.locator("[data-company]").first
    assert first.get_attribute("data-company") == "muster-optik-22"


def test_visitors_get_no_cookie(page, live_server, region, context):
    for address in ("/", LIST, "/unternehmen/muster-optik-0/", "/termine/", "/impressum/"):
        page.goto(live_server.url + address)

    assert context.cookies() == []
