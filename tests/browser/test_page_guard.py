"""The guard of the browser tests itself, on a page that is always there."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_sign_in_page_of_the_admin_keeps_the_policy(page, live_server):
    page.goto(f"{live_server.url}/admin/login/")

    assert page.locator("input[name=username]").is_visible()
    assert page.locator("html").get_attribute("lang") == "de"


def test_inline_code_is_blocked_and_noticed(page, live_server, problems):
    page.goto(f"{live_server.url}/admin/login/")

    page.evaluate("document.body.setAttribute('onclick', 'alert(1)')")
    page.locator("body").dispatch_event("click")

    assert any("Content Security Policy" in problem for problem in problems)
    problems.clear()


def test_a_foreign_request_is_noticed(page, live_server, problems):
    page.goto(f"{live_server.url}/healthz")

    page.route("https://elsewhere.invalid/**", lambda route: route.abort())
    page.evaluate("fetch('https://elsewhere.invalid/').catch(() => null)")

    assert problems
    problems.clear()
