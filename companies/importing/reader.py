"""Lists as people have them: delimited text in the usual encodings, or a workbook's first sheet.

Nothing is guessed by statistics: what was found is told, and what does not fit is refused.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from clusters.text import clean

from . import workbook
from .errors import UnreadableFileError, shorten
from .formulas import unescape

CHUNK = 1 << 20  # bytes
SAMPLE = 1 << 16  # characters that tell the delimiter
DELIMITERS = {",": _lazy("comma"), ";": _lazy("semicolon"), "\t": _lazy("tab")}
NOT_TEXT = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
)
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also an Excel file with a password
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF_8_UMLAUT = re.compile(rb"\xc3[\x84\x96\x9c\x9f\xa4\xb6\xbc]")


class Row(NamedTuple):
    number: int  # as in the spreadsheet: the headings are row 1, blank rows count
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A list: headings, and rows that are read as they are asked for."""

    headings: list[str]
    rows: Iterable[Row]
    detected: str  # what the file turned out to be, in words
    is_ragged: bool = False  # sheets leave out empty cells at the end of a row


def open_table(file: BinaryIO) -> Table:
    """Return the list in ``file``, which can seek and stays open while rows are read.

    Raises UnreadableFileError, here and while rows are read, and nothing else.
    """
    start = file.read(4)
    file.seek(0)
    if not start:
        raise UnreadableFileError(_("The file is empty."))
    if start == b"PK\x03\x04":
        return _table(workbook.rows(file), "XLSX")
    if start == OLD_EXCEL:
        raise UnreadableFileError(
            _("This is an old Excel file or one with a password. Save it as XLSX without one.")
        )
    for magic, kind in NOT_TEXT:
        if start.startswith(magic):
            raise UnreadableFileError(
                _("This is a file of type %(kind)s. Save the list as CSV or XLSX.") % {"kind": kind}
            )
    return _text_table(file)


def _text_table(file: BinaryIO) -> Table:
    encoding = _encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        sample = text.read(SAMPLE)
        text.seek(0)
    except UnicodeError as error:
        raise UnreadableFileError(_("The file is not valid %s.") % encoding.upper()) from error
    delimiter = _delimiter(sample)
    name = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}.get(encoding, encoding.upper())
    return _table(_text_rows(text, delimiter), f"{name}, {DELIMITERS[delimiter]}")


def _table(rows: Iterator[tuple[int, list[str]]], detected: str) -> Table:
    filled = (Row(number, cells) for number, cells in rows if any(map(str.strip, cells)))
    head = next(filled, None)
    if head is None:
        raise UnreadableFileError(_("The file holds no text."))
    headings = [clean(cell) for cell in head.cells]
    while not headings[-1]:
        headings.pop()
        if not headings:
            raise UnreadableFileError(_("The file holds no text."))
    doubles = [name for name, count in Counter(headings).items() if name and count > 1]
    if doubles:
        raise UnreadableFileError(
            _("Headings that occur more than once: %s. Give each column its own.")
            % ", ".join(map(shorten, doubles))
        )
    return Table(headings, _at_least_one(filled), detected, detected == "XLSX")


def _at_least_one(rows: Iterator[Row]) -> Iterator[Row]:
    first = next(rows, None)
    if first is None:
        raise UnreadableFileError(_("The file has headings but no rows below them."))
    yield first
    yield from rows


def _encoding(file: BinaryIO) -> str:
    """Return utf-16 with a mark, else utf-8 if all of it is, else cp1252."""
    start = file.read(2)
    if start in UTF_16:
        return "utf-16"
    file.seek(0)
    utf_8 = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, has_umlauts = True, False
    for chunk in chain(iter(partial(file.read, CHUNK), b""), [b""]):
        if b"\0" in chunk:
            raise UnreadableFileError(
                _("The file holds NUL bytes, so it is no text. Save the list as CSV or XLSX.")
            )
        if is_utf_8:
            try:
                utf_8.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                is_utf_8 = False
        has_umlauts = has_umlauts or bool(UTF_8_UMLAUT.search(chunk))
    if is_utf_8:
        return "utf-8-sig"
    if has_umlauts:
        raise UnreadableFileError(
            _("The file mixes UTF-8 with bytes that are not. Save it anew as CSV UTF-8.")
        )
    return _cp1252(file)


def _cp1252(file: BinaryIO) -> str:
    file.seek(0)
    for number, line in enumerate(file, 1):
        try:
            line.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableFileError(
                _(
                    "Line %(line)s has the byte %(byte)s, which is neither UTF-8 nor"
                    " Windows-1252. Save the file anew as CSV UTF-8."
                )
                % {"line": number, "byte": f"0x{line[error.start]:02x}"}
            ) from error
    return "cp1252"


def _delimiter(sample: str) -> str:
    """Return the delimiter that makes more than one column, the same number in most rows."""

    def fitness(delimiter: str) -> tuple[bool, float, int]:
        widths: list[int] = []
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        with suppress(csv.Error):  # the rows before it count
            widths.extend(len(cells) for cells in rows if cells)
        if not widths:
            return False, 0, 0
        # the sample may end within the last row
        body = widths[1:-1] or widths[1:] or widths
        agreeing = sum(width == widths[0] for width in body) / len(body)
        return widths[0] > 1, round(agreeing, 1), widths[0]

    return max(DELIMITERS, key=fitness)


def _text_rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, [unescape(cell) for cell in cells]
    except UnicodeError as error:
        raise UnreadableFileError(_("The file is not valid %s.") % text.encoding.upper()) from error
    except csv.Error as error:
        raise UnreadableFileError(
            _(
                "Near line %(line)s a quotation mark is out of place or never closed (%(error)s)."
                " Within quotation marks, double them."
            )
            % {"line": reader.line_num, "error": error}
        ) from error
