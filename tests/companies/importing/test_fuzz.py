"""Ten thousand damaged files: each is read or refused with a reason, and nothing else happens."""

import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from companies.importing.errors import UnreadableFileError, WrongOptionError
from companies.importing.proposals import options_from, propose
from companies.importing.reader import open_table

FILES = 10_000
PROPOSED = 200  # of the files that were read, as proposing asks the directory for its words
REAL = [
    "messy-office-files/Kraftwerksliste_2025_cp1252.csv",
    "messy-office-files/Ladesaeulenregister_Koeln_utf8bom.csv",
    "ihk-gewerbedaten/raw_06_june_added_CR_only.csv",
    "berlin-health/apotheken_berlin_2023.csv",
]
PIECES = [
    b'"', b";", b",", b"|", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xc3", b"\x81", b"=", b'""', b'";"', b"PK\x03\x04", b"\x1a", b" ",
    "ü".encode(), "\u200b".encode(), "\u2028".encode(),
]  # fmt: skip
ODS = """<office:d {}><table:table table:name="x"><table:table-row><table:table-cell>
    <text:p>Firma</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell>
    <text:p>A</text:p></table:table-cell></table:table-row></table:table></office:d>"""
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def xlsx() -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in (["Firma", "PLZ"], ["Havel Optik", "10367"]):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def ods() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", ODS.format(SPACES))
    return file.getvalue()


def damaged(source: bytes, chance: random.Random) -> bytes:
    """Insert, delete, flip, cut, repeat: once, or many times."""
    data = bytearray(source)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        place, way = chance.randrange(len(data) + 1), chance.randrange(5)
        if way == 0:
            data[place:place] = chance.choice(PIECES) * chance.choice((1, 1, 1, 40))
        elif way == 1:
            del data[place : place + chance.randrange(1, 40)]
        elif way == 2:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif way == 3 and chance.random() < 0.3:
            del data[place:]
        else:
            start = chance.randrange(len(data) + 1)
            data[place:place] = data[start : start + chance.randrange(1, 200)]
    return bytes(data)


@pytest.mark.django_db
def test_ten_thousand_damaged_files_are_read_or_refused(shared_data):
    chance, read, refused = random.Random(20261122), 0, []
    begun = [shared_data(path).read_bytes()[:length] for path in REAL for length in (300, 4000)]
    sources = [*begun, xlsx(), ods()]
    for _ in range(FILES):
        file = io.BytesIO(damaged(chance.choice(sources), chance))
        try:
            table = open_table(file)
            rows = list(table.rows)
            read += 1
            if read <= PROPOSED:
                options_from(propose(table.headings, rows))
        except (UnreadableFileError, WrongOptionError) as error:
            refused.append(str(error))

    assert read + len(refused) == FILES
    assert all(refused)  # each says why
    assert min(read, len(refused)) > FILES / 10  # else the damage was too small or too large
