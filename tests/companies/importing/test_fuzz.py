"""Damaged files: each is read, or refused with a message."""

import io
import random
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter

from companies.importing.errors import UnreadableFileError, WrongOptionError
from companies.importing.layout import Layout
from companies.importing.proposals import Judge, options_from, propose
from companies.importing.reader import open_table

from .test_opendocument import book, row
from .test_real_files import FILES

pytestmark = pytest.mark.django_db

PART = 1200  # bytes of a file, small so that there can be many
SCRAPS = [
    b"\0", b'"', b'""', b";", b",", b"\t", b"\r", b"\n", b"\xc3", b"\xe2\x82", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\xa0", b"\x81", b"PK\x03\x04", b"<", b"&#0;", b"=1+1", b"\xf0\x9f\x98",
]  # fmt: skip
CSV = sorted({path for path, *_rest in FILES if path.endswith(".csv")})
HEADINGS = ["Firma", "PLZ", "Ort", "Straße", "Webseite"]
ROW = ["Havel Optik GmbH", "10367", "Berlin", "Musterallee 12", "havel.example"]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return ``content`` after one to four accidents."""
    data = bytearray(content)
    for _time in range(chance.randint(1, 4)):
        here = chance.randrange(len(data) + 1)
        there = min(len(data), here + chance.randint(1, 40))
        match chance.randrange(5):
            case 0 if here < len(data):
                data[here] = chance.randrange(256)
            case 1:
                del data[here:there]
            case 2:
                data[here:here] = chance.choice(SCRAPS)
            case 3:
                block = data[here:there]
                del data[here:there]
                place = chance.randrange(len(data) + 1)
                data[place:place] = block
            case 4:
                del data[max(here, 4) :]
    return bytes(data)


def read(content: bytes, judge: Judge) -> bool:
    """Read and propose; whether there was a list. Anything but a refusal fails the test."""
    with suppress(UnreadableFileError, WrongOptionError):
        table = open_table(io.BytesIO(content), Layout())
        proposals = propose(table.headings, table.rows, judge=judge)
        options_from(proposals)
        for _row in table.rows:
            pass
        return True
    return False


def workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADINGS, ROW, ROW]):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def opendocument() -> bytes:
    return book(Liste=[row(*HEADINGS), row(*ROW), row(*ROW)]).getvalue()


def repacked(content: bytes, chance: random.Random) -> bytes:
    """Damage the parts of an archive, not the archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        wanted = ("content.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, damaged(text, chance) if part in wanted else text)
    return file.getvalue()


def beginning_of(path) -> bytes:
    with path.open("rb") as file:
        return file.read(PART)


@pytest.mark.parametrize("seed", range(5))
def test_damaged_text_is_read_or_refused(shared_data, seed):
    chance, judge = random.Random(seed), Judge()
    parts = [beginning_of(shared_data(path)) for path in CSV]
    outcomes = [read(damaged(chance.choice(parts), chance), judge) for _time in range(1700)]

    assert set(outcomes) == {True, False}


@pytest.mark.parametrize("make", [workbook, opendocument])
@pytest.mark.parametrize("damage", [damaged, repacked])
def test_damaged_workbooks_are_read_or_refused(make, damage):
    chance, judge = random.Random(7), Judge()
    whole = make()
    outcomes = [read(damage(whole, chance), judge) for _time in range(400)]

    assert read(whole, judge)
    assert not all(outcomes)
