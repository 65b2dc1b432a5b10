"""Delimited text in the encodings that spreadsheets write.

Nothing is guessed by statistics: UTF-16 says so itself, else it is UTF-8 if all of it is, else
Windows-1252, and Latin-1 where a byte has no meaning there.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .errors import UnreadableFileError
from .formulas import unescape
from .layout import Layout, Table, table_of

CHUNK = 1 << 20  # bytes or characters
SAMPLE = 1 << 16  # characters that tell the delimiter
LONGEST_CELL = csv.field_size_limit()  # characters
DELIMITERS = {
    ",": _lazy("comma"), ";": _lazy("semicolon"), "\t": _lazy("tab"), "|": _lazy("vertical bar"),
}  # fmt: skip
ENCODINGS = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252", "latin-1": "ISO-8859-1",
}  # fmt: skip
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF_8_UMLAUT = re.compile(rb"\xc3[\x84\x96\x9c\x9f\xa4\xb6\xbc]")
UNDEFINED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
OPENING = re.compile(r' *"')
MOST_LINES = 200  # of one cell


class Borrowed(io.TextIOWrapper):
    """Leaves the file open when it is done, as somebody else opened it."""

    def close(self) -> None:
        pass


def table(file: BinaryIO, layout: Layout) -> Table:
    """Raises UnreadableFileError, also while rows are read."""
    encoding = layout.encoding or _encoding(file)
    file.seek(0)
    text = Borrowed(file, encoding, newline="")
    try:
        has_marks = _has_marks(text)
        text.seek(0)
        sample = text.read(SAMPLE)
        text.seek(0)
    except UnicodeError as error:
        raise _not_valid(encoding) from error
    delimiter = layout.delimiter or _delimiter(sample)
    is_sound = _is_sound(text, delimiter)
    text.seek(0)
    rows = _strict(text, delimiter) if is_sound else _tolerant(text, delimiter)
    if has_marks:
        rows = ((number, [unescape(cell) for cell in cells]) for number, cells in rows)
    detected = (
        f"{ENCODINGS.get(encoding, encoding.upper())}, {DELIMITERS.get(delimiter, delimiter)}"
    )
    if not is_sound:
        detected += ", " + _("with quotation marks inside quotation marks")
    return table_of(rows, detected, layout)


def _has_marks(text: io.TextIOWrapper) -> bool:
    """Whether there is a mark in it that may tell spreadsheets not to compute a cell."""
    found = False
    for chunk in iter(partial(text.read, CHUNK), ""):
        if "\0" in chunk:
            raise UnreadableFileError(
                _("The file holds NUL bytes, so it is no text. Save the list as CSV or XLSX.")
            )
        found = found or "'" in chunk
    return found


def _not_valid(encoding: str) -> UnreadableFileError:
    return UnreadableFileError(_("The file is not valid %s.") % ENCODINGS.get(encoding, encoding))


def _encoding(file: BinaryIO) -> str:
    start = file.read(2)
    if start in UTF_16:
        return "utf-16"
    file.seek(0)
    utf_8 = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, has_umlauts, is_cp1252 = True, False, True
    for chunk in chain(iter(partial(file.read, CHUNK), b""), [b""]):
        if is_utf_8:
            try:
                utf_8.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                is_utf_8 = False
        has_umlauts = has_umlauts or bool(UTF_8_UMLAUT.search(chunk))
        is_cp1252 = is_cp1252 and not UNDEFINED_IN_CP1252.search(chunk)
    if is_utf_8:
        return "utf-8-sig"
    if has_umlauts:
        raise UnreadableFileError(
            _("The file mixes UTF-8 with bytes that are not. Save it anew as CSV UTF-8.")
        )
    return "cp1252" if is_cp1252 else "latin-1"


def _delimiter(sample: str) -> str:
    """Return the delimiter that makes more than one column, the same number in most rows."""

    def fitness(delimiter: str) -> tuple[bool, float, int]:
        widths: list[int] = []
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        with suppress(csv.Error):  # the rows before it count
            widths.extend(len(cells) for cells in rows if cells)
        widths = widths[:-1] if len(widths) > 2 else widths  # the sample may end within a row
        if not widths:
            return False, 0, 0
        (width, count), *_others = Counter(widths).most_common(1)
        return width > 1, round(count / len(widths), 1), width

    return max(DELIMITERS, key=fitness)


def _is_sound(text: io.TextIOWrapper, delimiter: str) -> bool:
    """Whether all quotation marks are where they belong."""
    try:
        for _cells in csv.reader(text, delimiter=delimiter, strict=True):
            pass
    except UnicodeError as error:
        raise _not_valid(text.encoding) from error
    except csv.Error as error:
        if "field larger" in str(error):
            raise _too_long() from error
        return False
    return True


def _too_long() -> UnreadableFileError:
    message = _("A cell holds more than %s characters. Is a quotation mark never closed?")
    return UnreadableFileError(message % f"{LONGEST_CELL:,}")


def _strict(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows; a file that changes while it is read is told."""
    try:
        yield from enumerate(csv.reader(text, delimiter=delimiter, strict=True), 1)
    except (UnicodeError, csv.Error) as error:
        raise UnreadableFileError(_("The file changed while it was read. Try again.")) from error


def _tolerant(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows in which quotation marks inside a cell are not doubled: only one before a delimiter or
    the end of a line closes the cell.
    """
    mark = re.escape(delimiter)
    quoted = re.compile(rf' *"((?:[^"]+|""|"(?! *(?:{mark}|\Z)))*+)" *({mark}|\Z)')
    number, waiting = 0, []
    for line, content in enumerate(_lines(text), 1):
        waiting.append(content)
        cells = _cells("\n".join(waiting), delimiter, quoted)
        if cells is not None:
            number += 1
            yield number, cells
            waiting.clear()
        elif len(waiting) > MOST_LINES:
            raise _never_closed(line - MOST_LINES)
    if waiting:
        raise _never_closed(line - len(waiting) + 1)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    for chunk in text:
        yield from chunk.rstrip("\r\n").split("\r")


def _cells(record: str, delimiter: str, quoted: re.Pattern[str]) -> list[str] | None:
    """The cells of one record; None where it goes on in the next line."""
    cells, place = [], 0
    while place >= 0:
        if match := quoted.match(record, place):
            cells.append(match[1].replace('""', '"'))
            place = match.end() if match[2] else -1
        elif OPENING.match(record, place):
            return None
        else:
            end = record.find(delimiter, place)
            cells.append(record[place : end if end >= 0 else None])
            place = end + 1 if end >= 0 else -1
    return cells


def _never_closed(line: int) -> UnreadableFileError:
    message = _("A quotation mark opened in line %s is never closed. Close it, or double it.")
    return UnreadableFileError(message % line)
