"""Facets in the browser: what cannot be chosen, what is long, what is cleared."""

from playwright.sync_api import expect

from tests.browser.places import region
from tests.browser.test_live import plain_page, total

__all__ = ["plain_page", "region"]
LIST = "/unternehmen/"


def test_a_value_without_entries_stays_and_cannot_be_chosen(page, live_server, region):
    page.goto(live_server.url + LIST)
    before = page.locator("#facet-kind label").all_inner_texts()
    expect(page.locator("#kind-pharmacy")).to_be_disabled()

    page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    total(page, 13)

    assert page.locator("#facet-kind label").all_inner_texts() == before
    zero = page.locator('[data-facet="kind"][data-value="pharmacy"]')
    expect(zero).to_have_attribute("data-count", "0")
    assert zero.evaluate("one => one.tagName") == "SPAN"


def test_a_land_can_be_chosen_as_a_whole(page, live_server, region):
    page.goto(live_server.url + LIST)
    page.locator("#facet-district-brandenburg > summary").click()

    page.get_by_label("Ganz Brandenburg", exact=True).check()

    total(page, 12)


def test_one_facet_can_be_cleared_and_all_of_them(page, live_server, region):
    page.goto(f"{live_server.url}{LIST}?cluster=gesundheit&district=lichtenberg&view=table")
    page.get_by_role("link", name="Zurücksetzen (Cluster)").click()
    expect(page).to_have_url(f"{live_server.url}{LIST}?district=lichtenberg&view=table")

    page.get_by_role("link", name="Alle entfernen").click()

    expect(page).to_have_url(f"{live_server.url}{LIST}?view=table")
    total(page, 25)


def test_a_long_list_is_narrowed_by_typing(page, live_server, region):
    page.goto(live_server.url + LIST)
    box = page.get_by_role("searchbox", name="In der Liste finden: Bezirk")

    box.press_sequentially("neukolln")
    expect(page.locator("#facet-district li:visible")).to_have_text(["Neukölln0"])
    expect(page.locator("#listing-status")).to_have_text("Treffer: 1")
    box.fill("SCHOENE")
    expect(page.locator("#facet-district li:visible")).to_have_count(1)
    box.fill("xyz")
    expect(page.locator("#facet-district").get_by_text("Kein Treffer")).to_be_visible()
    box.press("Enter")
    expect(page).to_have_url(live_server.url + LIST)
    box.fill("")

    expect(page.locator("#facet-district-berlin")).not_to_have_attribute("open", "")
    expect(page.locator("#facet-district > details")).to_have_count(3)


def test_what_was_typed_survives_a_choice(page, live_server, region):
    page.goto(live_server.url + LIST)
    page.get_by_role("searchbox", name="In der Liste finden: Bezirk").fill("licht")

    page.get_by_label("Lichtenberg", exact=True).check()

    total(page, 13)
    expect(page.locator("#find-district")).to_have_value("licht")
    expect(page.locator("#facet-district li:visible")).to_have_count(1)
    expect(page.get_by_label("Lichtenberg", exact=True)).to_be_focused()


def test_a_closed_group_stays_closed_until_something_in_it_is_chosen(page, live_server, region):
    page.goto(f"{live_server.url}{LIST}?district=lichtenberg")
    page.locator("#facet-district-berlin > summary").click()
    page.get_by_label("Gesundheitswirtschaft", exact=True).check()
    expect(page.locator("#clear-cluster")).to_be_visible()
    expect(page.locator("#facet-district-berlin")).not_to_have_attribute("open", "")

    page.locator("#clear-district").click()
    expect(page.locator("#clear-district")).to_have_count(0)
    page.go_back()

    expect(page.locator("#facet-district-berlin")).to_have_attribute("open", "")


def test_without_javascript_nothing_is_offered_that_needs_it(plain_page, live_server, region):
    plain_page.goto(f"{live_server.url}{LIST}?view=table")

    assert plain_page.locator("[data-find]:visible").count() == 0
    assert plain_page.locator("[role=combobox]").count() == 0
    plain_page.locator("#columns summary").click()
    plain_page.get_by_label("Geprüft am").uncheck()
    plain_page.locator("#columns").get_by_role("button", name="Anwenden").click()
    assert plain_page.get_by_role("columnheader", name="Geprüft am").count() == 0
    assert plain_page.get_by_role("columnheader", name="Größe").count() == 1
