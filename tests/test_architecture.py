"""The rules of the house that a machine can check."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from clusters.models import DataVersion
from companies.models import (
    Base,
    BasePart,
    Family,
    NamePage,
    PlannedRow,
    Posting,
    SearchEntry,
    UploadPart,
    Vocabulary,
)
from tests import factories
from tests.conftest import ROOT

FLOORS = ["clusters", "networks", "companies", "config"]  # from the ground up
CODE = [
    path
    for folder in [*FLOORS, "tests", "benchmarks"]
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = {
    path.relative_to(ROOT / "templates").as_posix(): path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.*"))
}
# Django asks for these by itself.
ASKED_FOR_BY_DJANGO = r"(400|403|403_csrf|404|500)\.html|admin/.+|registration/.+|flatpages/.+"


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_point_down(floor):
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    modules = [path for path in CODE if path.is_relative_to(ROOT / floor)]

    assert modules
    for path in modules:
        assert not above & {name.split(".")[0] for name in imported(path)}, path


@pytest.mark.parametrize("floor", FLOORS)
def test_no_app_imports_the_tests(floor):
    for path in CODE:
        if path.is_relative_to(ROOT / floor):
            assert "tests" not in {name.split(".")[0] for name in imported(path)}, path


def test_files_and_functions_stay_short():
    for path in CODE:
        text = path.read_text()
        assert text.count("\n") <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno - node.lineno < 60, f"{path}: {node.name}"


# Written by the program or the database itself, never by hand.
READ_MODELS = (
    DataVersion, Base, BasePart, Family, NamePage, PlannedRow, Posting, SearchEntry, UploadPart,
    Vocabulary,
)  # fmt: skip


def test_every_model_has_a_factory():
    made = {getattr(factories, name)._meta.model for name in factories.__all__}
    ours = {
        model
        for floor in FLOORS
        for model in apps.get_app_config(floor).get_models()
        if not hasattr(model, "pgh_tracked_model")
    }

    assert ours
    assert {model.__name__ for model in ours - made - set(READ_MODELS)} == set()


def test_no_template_is_unused():
    code = [path.read_text() for path in CODE if not path.is_relative_to(ROOT / "tests")]
    everything = "\n".join([*code, *TEMPLATES.values()])
    names = [name for name in TEMPLATES if not re.fullmatch(ASKED_FOR_BY_DJANGO, name)]

    assert [
        name for name in names if not re.search(rf"['\"]{re.escape(name)}['\"]", everything)
    ] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles_and_keeps_the_content_policy(name):
    text = TEMPLATES[name]

    get_template(name, using="jinja2" if name.endswith(".jinja") else "django")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*(\ssrc=|type=\"application/(ld\+)?json\"))", text)
    assert not re.search(r"(src|href|action)=\"(https?:)?//", text)


def url_names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from url_names(pattern.url_patterns, inner)
        elif pattern.name:
            yield prefix + pattern.name


def test_every_address_that_is_asked_for_by_name_exists():
    code = "\n".join(path.read_text() for path in CODE)
    names = set(re.findall(r"{% url ['\"]([^'\"]+)['\"]", "\n".join(TEMPLATES.values())))
    names |= set(re.findall(r"\b(?:reverse|reverse_lazy|redirect)\(\s*\"([\w:-]+)\"", code))

    assert names - set(url_names(get_resolver().url_patterns)) == set()
