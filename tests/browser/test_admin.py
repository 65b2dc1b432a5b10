"""The admin in a browser: strict policy (the page fixture guards it) and accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from tests.factories import (
    CompanyFactory,
    FigureFactory,
    ImportFactory,
    SourceRecordFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "login",
    "index",
    "companies_company_changelist",
    "companies_company_add",
    "companies_company_change",
    "companies_company_history",
    "companies_company_import",
    "companies_company_export",
    "clusters_cluster_change",
]
NEED_A_ROW = ("_change", "_history")


@pytest.fixture
def company(context, live_server):
    """An entry with something in each part of its form, and an administrator who is logged in."""
    company = CompanyFactory(
        name="Donaudampfschifffahrtsgesellschaft",
        status="in_review",
        objection_on="2025-05-01",
        clusters=["gesundheit"],
        sectors=["pflege"],
        tags=["lidar"],
        networks=["hub"],
    )
    SourceRecordFactory(company=company)
    FigureFactory()
    ImportFactory()
    signed_in(context, live_server, UserFactory(is_superuser=True))
    return company


def signed_in(context, live_server, user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}
    context.add_cookies([cookie | {"url": live_server.url}])


def address(name, company):
    if not name.endswith(NEED_A_ROW):
        return reverse(f"admin:{name}")
    row = company if "company" in name else company.clusters.get()
    return reverse(f"admin:{name}", args=[row.pk])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_admin_pages_have_no_barrier_and_break_no_policy(
    page, problems, context, live_server, company, name, scheme
):
    if name == "login":
        context.clear_cookies()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 5000})  # axe judges only what is in sight
    page.goto(live_server.url + address(name, company))
    page.wait_for_load_state("networkidle")
    assert problems == []

    found = Axe().run(page, options={"runOnly": RULES}).response
    problems.clear()  # axe itself tries inline styles

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    unsure = [rule for rule in found["incomplete"] if rule["id"] == "color-contrast"]
    assert [node["html"] for rule in unsure for node in rule["nodes"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_admin_pages_fit_a_narrow_window(page, live_server, company, name):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url + address(name, company))

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_district_is_found_by_typing_and_a_new_row_has_names(page, live_server, company):
    page.goto(live_server.url + address("companies_company_change", company))

    page.locator("#company_sectors-group .add-row a").click()
    row = page.locator("#company_sectors-1")
    assert row.get_by_role("textbox").first.get_attribute("aria-label")
    row.locator(".select2-selection").click()
    page.keyboard.type("pfle")
    page.locator(".select2-results__option", has_text="Pflege").click()

    assert "Pflege" in row.locator(".select2-selection__rendered").inner_text()


def test_targets_are_at_least_24_pixels_high(page, live_server, company):
    page.goto(live_server.url + address("companies_company_changelist", company))

    for selector in ("#changelist-filter li a", "input[type=checkbox]", ".menu summary"):
        heights = page.locator(selector).evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height).filter(Boolean)"
        )
        assert heights, selector
        assert min(heights) >= 24, selector
