"""Updating the list without loading the page: it must be as if the page had been loaded."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.places import region

__all__ = ["region"]
LIST = "/unternehmen/"
# What visitors may change themselves: what is open.
NORMALISED = """part => {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll('details')) one.removeAttribute('open');
  return copy.innerHTML;
}"""
STATE = """form => [...form.elements].filter(one => one.name).map(
  one => `${one.name}=${one.type === 'checkbox' ? one.value + one.checked : one.value}`)"""


@pytest.fixture
def plain_page(browser, live_server):
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def total(page, number: int) -> None:
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(number))


def expect_as_loaded(page, plain_page) -> None:
    """The part that was swapped, the form and the title are those of the page at this address."""
    plain_page.goto(page.url)
    for script, where in ((NORMALISED, "#listing"), (STATE, "form")):
        ours, theirs = (p.locator(where).evaluate(script) for p in (page, plain_page))
        assert ours == theirs
    assert page.title() == plain_page.title()


def test_facets_give_the_same_page_with_and_without_javascript(
    page, plain_page, live_server, region
):
    page.goto(live_server.url + LIST)
    page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    total(page, 13)
    expect_as_loaded(page, plain_page)
    page.locator("#facet-district-berlin > summary").click()
    page.locator("#district-berlin").check()
    page.get_by_label("Unternehmen suchen").fill("  muster  optik")
    page.keyboard.press("Enter")
    total(page, 12)
    expect_as_loaded(page, plain_page)
    page.locator("#view-table").click()
    expect(page.locator("table")).to_be_visible()
    page.locator("#columns summary").click()
    page.get_by_label("Geprüft am").uncheck()
    expect(page.get_by_role("columnheader", name="Geprüft am")).to_have_count(0)
    page.get_by_role("link", name="Beschäftigte").click()
    expect(page).to_have_url(re.compile("sort=employees"))
    expect(page.locator("[aria-sort=descending]")).to_have_count(1)
    expect_as_loaded(page, plain_page)


def test_title_address_and_announcement_say_what_is_shown(page, live_server, region):
    page.goto(live_server.url + LIST)

    page.get_by_label("Gesundheitswirtschaft", exact=True).check()

    words = "Unternehmen im Cluster Gesundheitswirtschaft"
    expect(page).to_have_title(f"{words} (13) – Clusteratlas")
    expect(page.locator("#listing-status")).to_have_text(f"13 {words}")
    expect(page).to_have_url(re.compile(r"\?cluster=gesundheit$"))
    english = page.get_by_role("link", name="English").get_attribute("href")
    assert english.endswith("/en/companies/?cluster=gesundheit")


def test_back_and_forward_restore_results_and_choices(page, plain_page, live_server, region):
    page.goto(live_server.url + LIST)
    page.evaluate("window.same = true")
    page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    total(page, 13)
    page.get_by_label("Unternehmen suchen").fill("stille")
    page.keyboard.press("Enter")
    total(page, 1)

    page.go_back()
    total(page, 13)
    expect(page.get_by_label("Unternehmen suchen")).to_have_value("")
    expect_as_loaded(page, plain_page)
    page.go_back()
    total(page, 25)
    expect_as_loaded(page, plain_page)
    page.go_forward()
    page.go_forward()
    total(page, 1)

    expect_as_loaded(page, plain_page)
    assert page.evaluate("window.same"), "the page was not loaded again"


def test_coming_back_from_a_company_shows_the_list_as_it_was(page, live_server, region):
    page.goto(live_server.url + LIST)
    page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    total(page, 13)
    page.get_by_role("link", name="Muster Optik 0").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Muster Optik 0")

    page.go_back()

    total(page, 13)
    expect(page.get_by_label("Gesundheitswirtschaft", exact=True)).to_be_checked()


def test_an_anchor_and_back_loads_nothing(page, live_server, region):
    page.goto(live_server.url + LIST)
    page.evaluate("window.same = true")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))

    page.go_back()

    assert page.evaluate("window.same")


def test_the_next_page_leads_to_the_top_of_the_results(page, live_server, region):
    page.goto(live_server.url + LIST)
    page.get_by_role("link", name="Nächste Seite").click()

    expect(page.locator("[data-company]")).to_have_count(5)
    expect(page.locator("#results-title")).to_be_focused()
    expect(page.locator("#results-title")).to_be_in_viewport()
    expect(page.locator("#listing-status")).to_have_text("25 Unternehmen, Seite 2 von 2")
    expect(page).to_have_title("Unternehmen (25), Seite 2 von 2 – Clusteratlas")


def test_focus_stays_where_it_was_or_goes_to_the_results(page, live_server, region):
    page.goto(live_server.url + LIST)
    page.locator('a[data-facet="cluster"][data-value="gesundheit"]').click()
    total(page, 13)
    expect(page.locator('a[data-facet="cluster"][data-value="gesundheit"]')).to_be_focused()

    page.get_by_role("link", name=re.compile("Entfernen: ?Cluster")).click()
    total(page, 25)
    expect(page.locator("#results-title")).to_be_focused()

    page.locator("#sort").focus()
    page.locator("#sort").select_option("employees")
    expect(page).to_have_url(re.compile("sort=employees"))
    expect(page.locator("#sort")).to_be_focused()


def test_an_overtaken_answer_is_never_shown(page, live_server, region):
    page.goto(live_server.url + LIST)
    held = []

    def hold_the_first(route):
        held.append(route) if not held else route.continue_()

    page.route(re.compile(r"\?"), hold_the_first)
    page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    page.get_by_label("Dual nutzbare Technologien", exact=True).check()

    total(page, 25)
    expect(page).to_have_url(re.compile("cluster=dual-use&cluster=gesundheit$"))
    page.go_back()
    expect(page).to_have_url(re.compile(f"{LIST}$"))


def test_an_error_falls_back_to_a_whole_page(page, live_server, region, problems):
    page.goto(live_server.url + LIST)
    page.evaluate("window.same = true")
    page.route(
        re.compile(r"\?"),
        lambda route: route.abort() if "x-fragment" in route.request.headers else route.continue_(),
    )

    page.get_by_label("Gesundheitswirtschaft", exact=True).check()

    total(page, 13)
    assert not page.evaluate("window.same")
    problems[:] = [problem for problem in problems if "ERR_FAILED" not in problem]


def test_a_new_tab_is_left_to_the_browser(page, context, live_server, region):
    page.goto(live_server.url + LIST)

    with context.expect_page() as opened:
        page.get_by_role("link", name="Nächste Seite").click(modifiers=["ControlOrMeta"])

    expect(opened.value.locator("[data-company]")).to_have_count(5)
    total(page, 25)
    assert page.locator("[data-company]").count() == 20


def test_on_a_small_screen_sending_the_filters_leads_to_the_results(page, live_server, region):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + LIST)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    total(page, 13)

    page.get_by_role("button", name="Ergebnisse anzeigen").click()

    expect(page.get_by_label("Gesundheitswirtschaft", exact=True)).to_be_hidden()
    expect(page.locator("#results-title")).to_be_in_viewport()
    expect(page.locator("#results-title")).to_be_focused()
