"""Where the headings of a list stand and where its rows end: titles above, notes and sums below.

Rules, no statistics: what was found is told, and can be said otherwise.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from clusters.text import clean

from .errors import UnreadableFileError
from .headings import field_of

SAMPLE = 60  # filled rows in which the headings are looked for
WORDY = 0.8  # share of the cells of headings that are words, not numbers, dates or addresses
NUMBER = re.compile(r"[\d\s.,:/%€+-]*\d[\d\s.,:/%€+-]*")
ADDRESS = re.compile(r"@|https?://|^www\.", re.IGNORECASE)
SUM = re.compile(r"(summe|gesamt(summe)?|insgesamt|zusammen|total)( insgesamt)?:?", re.IGNORECASE)
NOTE = re.compile(
    r"[*¹²³©]|\(?\d\)|(quellen?|stand|anmerkung(en)?|legende|hinweise?|erläuterung(en)?|source|notes?"
    r"|legend)\b",
    re.IGNORECASE,
)
MOST_COLUMNS = 16_384
NARROW = 3  # columns; in a narrower list a row of one cell is nothing special


class Row(NamedTuple):
    number: int  # as in the spreadsheet: its first row is 1, blank rows count
    cells: list[str]


class Skipped(NamedTuple):
    """A row that belongs to no company."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True)
class Layout:
    """How to read a file, as far as somebody says so; the rest is found out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0  # as in the spreadsheet


@dataclass(frozen=True)
class Table:
    """A list: headings, and rows that are read as they are asked for."""

    headings: list[str]
    rows: Iterable[Row]
    detected: str  # what the file turned out to be, in words
    is_ragged: bool = False  # sheets leave out empty cells at the end of a row
    header_row: int = 1
    skipped: list[Skipped] = field(default_factory=list)  # grows as the rows are read


def table_of(
    rows: Iterable[tuple[int, list[str]]], detected: str, layout: Layout, *, is_ragged: bool = False
) -> Table:
    """Raises UnreadableFileError, also while its rows are read."""
    filled = (Row(number, cells) for number, cells in rows if any(map(str.strip, cells)))
    sample = list(islice(filled, SAMPLE))
    if not sample:
        raise UnreadableFileError(_("The file holds no text."))
    _refuse_too_wide(sample)
    place = _stated(sample, layout.header_row) if layout.header_row else _header(sample)
    if place and not layout.header_row and _begins_above(sample, place):
        place -= 1
    head, body = sample[place], chain(sample[place + 1 :], filled)
    lower = sample[place + 1] if place + 1 < len(sample) else None
    headings = [clean(cell) for cell in head.cells]
    if lower is not None and _is_second_line(head, lower, sample[place + 2 :]):
        headings = _joined(head, lower)
        next(body := iter(body))
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise UnreadableFileError(_("The file holds no text."))
    skipped = [Skipped(row.number, _text(row), _("above the headings")) for row in sample[:place]]
    if place:
        detected += ", " + _("headings in row %s") % head.number
    listed = _at_least_one(_listed(body, len(headings), skipped))
    return Table(_told_apart(headings), listed, detected, is_ragged, head.number, skipped)


def _refuse_too_wide(sample: list[Row]) -> None:
    widest = max(sample, key=lambda row: len(row.cells))
    if len(widest.cells) > MOST_COLUMNS:
        message = _("Row %(number)s has %(count)s columns; a spreadsheet has at most %(most)s.")
        values = {"number": widest.number, "count": len(widest.cells), "most": MOST_COLUMNS}
        raise UnreadableFileError(message % values)


def _stated(sample: list[Row], number: int) -> int:
    for place, row in enumerate(sample):
        if row.number == number:
            return place
    message = _("Row %(number)s is blank or too far below; the first rows with text are %(rows)s.")
    first = ", ".join(str(row.number) for row in sample[:5])
    raise UnreadableFileError(message % {"number": number, "rows": first})


def _header(sample: list[Row]) -> int:
    """The first row that looks like headings; of several, the one whose words are known best."""
    width = max(len(_filled(row)) for row in sample)
    least = max(min(2, width), width / 2)
    wordy = [place for place, row in enumerate(sample) if _wordiness(row) >= WORDY]
    known = {place: sum(bool(field_of(cell)) for cell in sample[place].cells) for place in wordy}
    full = [place for place in wordy if len(_filled(sample[place])) >= least]
    like = full or [place for place in wordy if known[place] > 1]
    best = max((known[place] for place in like), default=0)
    return next((place for place in like if known[place] == best), 0)


def _filled(row: Row) -> list[str]:
    return [cell for cell in map(clean, row.cells) if cell]


def _wordiness(row: Row) -> float:
    cells = _filled(row)
    return sum(_is_wordy(cell) for cell in cells) / (len(cells) or 1)


def _is_wordy(cell: str) -> bool:
    return not NUMBER.fullmatch(cell) and not ADDRESS.search(cell)


def _begins_above(sample: list[Row], place: int) -> bool:
    """Whether the row above belongs to the headings: each fills gaps of the other."""
    upper, lower = sample[place - 1], sample[place]
    gaps = {at for at, cell in enumerate(lower.cells) if not clean(cell)}
    fills = any(clean(cell) for at, cell in enumerate(upper.cells) if at in gaps)
    return (
        fills
        and upper.number == lower.number - 1
        and _is_second_line(upper, lower, sample[place + 1 :])
    )


def _is_second_line(head: Row, lower: Row, body: list[Row]) -> bool:
    """Whether headings go on in the next row: it fills their gaps, with known words or above
    numbers.
    """
    upper = [clean(cell) for cell in head.cells]
    below = {place: text for place, cell in enumerate(lower.cells) if (text := clean(cell))}
    gaps = [place for place in below if place >= len(upper) or not upper[place]]
    if not gaps or len(_filled(head)) < 2:
        return False
    if sum(bool(field_of(text)) for text in below.values()) >= 2:
        return True
    if not all(map(_is_wordy, below.values())):
        return False
    under = [row.cells[place] for row in body[:10] for place in below if place < len(row.cells)]
    numbers = [cell for cell in under if NUMBER.fullmatch(cell.strip())]
    return bool(under) and len(numbers) > len(under) / 2


def _joined(head: Row, lower: Row) -> list[str]:
    """Headings of two lines; one that spans several columns stands above its first."""
    width = max(len(head.cells), len(lower.cells))
    upper, below = (
        [clean(cell) for cell in [*row.cells, *[""] * (width - len(row.cells))]]
        for row in (head, lower)
    )
    found, spanning = [], ""
    for top, bottom in zip(upper, below, strict=True):
        spanning = top or (spanning if bottom else "")
        is_plain = field_of(bottom) and below.count(bottom) == 1
        found.append(bottom if is_plain else f"{spanning} {bottom}".strip())
    return found


def _told_apart(headings: list[str]) -> list[str]:
    """The second “Straße” is called “Straße (2)”."""
    counts: Counter[str] = Counter()
    result: list[str] = []
    taken = set()
    for heading in headings:
        name = heading
        while name and name in taken:
            counts[heading] += 1
            name = f"{heading} ({counts[heading] + 1})"
        taken.add(name)
        result.append(name)
    return result


def _listed(rows: Iterable[Row], width: int, skipped: list[Skipped]) -> Iterator[Row]:
    """The rows of the list; sums, and the notes below its end, go to ``skipped``."""
    waiting: list[Row] = []  # notes, unless the list goes on
    before: int | None = None
    for row in rows:
        cells = filter(None, map(str.strip, row.cells))
        first, is_alone = next(cells), next(cells, None) is None
        has_gap = before is not None and row.number > before + 1
        before = row.number
        if SUM.fullmatch(first) and width > 1:
            skipped.append(Skipped(row.number, _text(row), _("for a sum")))
        elif width >= NARROW and is_alone and (waiting or has_gap or NOTE.match(first)):
            waiting.append(row)
        else:
            yield from waiting
            waiting.clear()
            yield row
    skipped += [Skipped(row.number, _text(row), _("below the list")) for row in waiting]


def _at_least_one(rows: Iterator[Row]) -> Iterator[Row]:
    first = next(rows, None)
    if first is None:
        raise UnreadableFileError(_("The file has headings but no rows below them."))
    yield first
    yield from rows


def _text(row: Row) -> str:
    return " ".join(_filled(row))
