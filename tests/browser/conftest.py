"""A real browser, and a page that no error, no foreign request and no broken policy gets past."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.conftest import browser_path

# Playwright runs an event loop in the thread of the test, where Django refuses to ask the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def playwright(django_db_setup: None, playwright: Playwright) -> Iterator[Playwright]:
    """While its event loop runs, Django keeps connections of its own; nobody else closes them."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    args = ["--disable-dev-shm-usage", "--disable-gpu"]
    return browser_type_launch_args | {"executable_path": browser_path(), "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def problems() -> list[str]:
    """What the page did wrong; a test that wants it so takes it out."""
    return []


@pytest.fixture
def page(context: BrowserContext, live_server: Any, problems: list[str]) -> Iterator[Page]:
    """Fails the test on console and page errors, broken policy and foreign requests."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    own_host = urlsplit(live_server.url).netloc

    def note_message(message: Any) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            problems.append(f"console: {message.text} ({message.location})")

    def note_request(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != own_host:
            problems.append(f"foreign request: {request.url}")

    page.on("console", note_message)
    page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    page.on("request", note_request)
    yield page
    assert not problems
