"""What all tests share."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation

# A busy machine is no failure.
hypothesis.settings.register_profile("project", deadline=None)
if "CI" not in os.environ:  # there hypothesis has a profile of its own, the same each time
    hypothesis.settings.load_profile("project")

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
INSTALL_BROWSER = (
    "on Debian and Ubuntu: apt-get install --no-install-recommends "
    "chromium-headless-shell libatomic1"
)
NO_BROWSER = "there is no Chromium"

# A busy machine is no defect: speed is measured in benchmarks/, not by the suite.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


def browser_path() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture
def shared_data() -> Callable[[str], Path]:
    """``shared_data("plz/postcodes.csv")``: the path of a real list, or the test is skipped."""

    def find(path: str) -> Path:
        if not (SHARED_DATA / path).exists():
            pytest.skip(f"NOT TESTED on real data: ../shared/data/{path} is not there")
        return SHARED_DATA / path

    return find


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    """A request leaves its language behind; each test begins in the site's own."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def in_english() -> Iterator[None]:
    """Messages as they stand in the source."""
    with translation.override("en"):
        yield


class UnknownVariable(str):
    """Fails where one of our templates, not Django's, asks for a variable that is not there."""

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        frame = sys._getframe()
        while frame and not hasattr(frame.f_locals.get("self"), "origin"):
            frame = frame.f_back
        template = str(frame.f_locals["self"].origin) if frame else ""
        if template.startswith(str(ROOT / "templates")):
            pytest.fail(f"{template} asks for '{variable}', which is not in its context")
        return ""


@pytest.fixture(scope="session", autouse=True)
def unknown_template_variables_fail() -> None:
    engines["django"].engine.string_if_invalid = UnknownVariable(" ")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser; skip it where there is none, unless one is required."""
    in_browser = [item for item in items if (ROOT / "tests" / "browser") in item.path.parents]
    for item in in_browser:
        item.add_marker(pytest.mark.browser)
    if not in_browser or browser_path():
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        raise pytest.UsageError(f"{NO_BROWSER}, but REQUIRE_BROWSER=1; {INSTALL_BROWSER}")
    for item in in_browser:
        item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last line of the run says what did not run."""
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput"):
        return
    skipped = [str(report.longrepr) for report in reporter.stats.get("skipped", [])]
    if count := sum(NO_BROWSER in reason for reason in skipped):
        reporter.write_line(f"{count} browser tests did not run: {NO_BROWSER}; {INSTALL_BROWSER}")
