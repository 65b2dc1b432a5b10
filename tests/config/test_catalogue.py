import os
import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import polib
import pytest
from django.utils import translation

from config.catalogue import compile_outdated
from tests.conftest import ROOT

CATALOGUE = Path("config/locale/de/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def incomplete(path: Path) -> list[str]:
    entries = polib.pofile(str(path))
    bad = [entry for entry in entries if entry.obsolete or not entry.translated()]
    return sorted(entry.msgid for entry in bad)


def test_no_entry_is_missing_fuzzy_or_obsolete():
    assert incomplete(ROOT / CATALOGUE) == []


def test_the_header_is_not_fuzzy():
    assert not polib.pofile(str(ROOT / CATALOGUE)).metadata_is_fuzzy


def test_a_translation_invents_no_placeholder():
    for entry in polib.pofile(str(ROOT / CATALOGUE)):
        known = PLACEHOLDER.findall(entry.msgid + entry.msgid_plural)
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert set(PLACEHOLDER.findall(text)) <= set(known), entry.msgid


def test_every_string_of_code_and_templates_is_in_the_catalogue(tmp_path):
    if shutil.which("xgettext") is None:
        assert os.environ.get("REQUIRE_GETTEXT") != "1", "gettext is required and missing"
        pytest.skip("NOT TESTED: gettext is missing, so new strings are not looked for")
    for name in ["clusters", "companies", "config", "networks", "templates"]:
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "manage.py", tmp_path)

    subprocess.run(
        [
            sys.executable,
            "manage.py",
            "makemessages",
            "--locale=de",
            "--verbosity=0",
            "--extension=html,jinja,py,txt",
        ],
        cwd=tmp_path,
        check=True,
    )

    assert incomplete(tmp_path / CATALOGUE) == []


def write(folder: Path, text: str) -> Path:
    path = folder / "de" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def read(path: Path) -> GNUTranslations:
    with path.with_suffix(".mo").open("rb") as stream:
        return GNUTranslations(stream)


def test_a_catalogue_is_compiled_when_it_changed(tmp_path):
    source = write(tmp_path, HEADER + 'msgid "a"\nmsgstr "ä"\n')
    compile_outdated(tmp_path)
    assert read(source).gettext("a") == "ä"

    source.write_text(HEADER + 'msgid "a"\nmsgstr "ö"\n')
    compile_outdated(tmp_path)
    assert read(source).gettext("a") == "ö"


def test_an_unchanged_catalogue_is_not_compiled_again(tmp_path):
    source = write(tmp_path, HEADER + 'msgid "a"\nmsgstr "ä"\n')
    compile_outdated(tmp_path)
    inode = source.with_suffix(".mo").stat().st_ino

    compile_outdated(tmp_path)

    assert source.with_suffix(".mo").stat().st_ino == inode
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]


def test_a_fuzzy_header_does_not_empty_the_catalogue(tmp_path):
    source = write(tmp_path, "#, fuzzy\n" + HEADER + 'msgid "a"\nmsgstr "ä"\n')

    compile_outdated(tmp_path)

    assert read(source).gettext("a") == "ä"


def test_addresses_are_translated():
    with translation.override("de"):
        assert translation.gettext("companies/") == "unternehmen/"
