"""Suggestions while typing: a combobox for keyboard, mouse and screen reader."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.places import region
from tests.browser.test_accessibility import RULES

__all__ = ["region"]
LIST = "/unternehmen/"


@pytest.fixture
def asked(page) -> list[str]:
    """The requests for suggestions."""
    found: list[str] = []
    page.on("request", lambda r: found.append(r.url) if "/vorschlaege/" in r.url else None)
    return found


def combobox(page):
    return page.get_by_role("combobox", name="Unternehmen suchen")


def test_the_arrows_choose_and_enter_follows(page, live_server, region):
    page.goto(live_server.url)
    box = combobox(page)
    box.press_sequentially("licht")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("listbox", name="Vorschläge").get_by_role("option")
    expect(page.get_by_role("group", name="Bezirke").get_by_role("option")).to_have_count(1)

    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    active = options.first
    expect(active).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", active.get_attribute("id"))
    expect(box).to_be_focused()
    box.press("End")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Home")
    expect(active).to_have_attribute("aria-selected", "true")
    box.press("End")
    box.press("Enter")

    expect(page).to_have_url(f"{live_server.url}{LIST}?district=lichtenberg")


def test_the_number_of_suggestions_is_announced(page, live_server, region):
    page.goto(live_server.url)

    combobox(page).press_sequentially("licht")

    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ Vorschl(ag|äge)$"))


def test_escape_closes_first_and_clears_then(page, live_server, region):
    page.goto(live_server.url)
    box = combobox(page)
    box.press_sequentially("licht")
    expect(page.get_by_role("listbox")).to_be_visible()

    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("licht")
    box.press("Escape")

    expect(box).to_have_value("")


def test_enter_without_a_choice_searches(page, live_server, region):
    page.goto(live_server.url)
    combobox(page).press_sequentially("optik")
    expect(page.get_by_role("listbox")).to_be_hidden()

    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{live_server.url}{LIST}?q=optik")


def test_quick_typing_asks_once_and_an_arrow_calls_the_question_off(
    page, live_server, region, asked
):
    page.goto(live_server.url)
    box = combobox(page)
    box.press_sequentially("lichten", delay=20)
    expect(page.get_by_role("listbox")).to_be_visible()
    assert len(asked) == 1
    assert asked[0].endswith("?q=lichten")

    box.press_sequentially("b")
    box.press("ArrowDown")
    page.wait_for_timeout(400)

    assert len(asked) == 1
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")


def test_a_late_answer_does_not_open_the_list_of_another_search(page, live_server, region):
    page.goto(live_server.url + LIST)
    held = []
    page.route("**/vorschlaege/**", lambda route: held.append(route))
    box = combobox(page)
    box.press_sequentially("licht")
    page.wait_for_timeout(300)
    assert len(held) == 1

    box.press("Enter")
    expect(page).to_have_url(re.compile("q=licht"))
    held[0].fulfill(body='<a role="option" href="/">zu spät</a>', content_type="text/html")
    page.wait_for_timeout(200)

    expect(page.get_by_role("listbox")).to_be_hidden()


def test_on_the_list_typing_changes_no_result_until_enter(page, live_server, region):
    page.goto(live_server.url + LIST)
    box = combobox(page)
    box.press_sequentially("stille")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert page.locator("[data-total]").get_attribute("data-total") == "25"

    box.press("Enter")

    expect(page.locator("[data-total]")).to_have_attribute("data-total", "1")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_be_focused()


def test_a_suggested_list_is_shown_in_place(page, live_server, region):
    page.goto(live_server.url + LIST)
    page.evaluate("window.same = true")
    box = combobox(page)
    box.press_sequentially("licht")
    page.get_by_role("option", name="Lichtenberg").first.click()

    expect(page.locator("[data-total]")).to_have_attribute("data-total", "13")
    expect(box).to_have_value("")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.evaluate("window.same")


def test_a_suggested_company_opens_its_page(page, live_server, region):
    page.goto(live_server.url + LIST)
    combobox(page).press_sequentially("stille")

    page.get_by_role("option", name="Stille Optik").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Stille Optik")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_open_suggestions_have_no_fault_that_axe_knows(
    page, live_server, region, problems, width, scheme
):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(live_server.url)
    box = combobox(page)
    box.press_sequentially("licht")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("ArrowDown")

    found = Axe().run(page, options={"runOnly": RULES}).response
    problems.clear()  # axe itself tries inline styles

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
