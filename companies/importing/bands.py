"""Size bands of lists, such as "10 - 19 Beschäftigte", and the size class they lie in."""

import re

from clusters.text import clean
from companies.size import SizeClass, size_class

UNIT = re.compile(
    r"\b(beschäftigten?|mitarbeiter(/?-?innen)?|mitarbeitenden?|ma|personen|employees|staff)\b\.?",
    re.IGNORECASE,
)
RANGE = re.compile(r"(?:von )?(\d{1,6}) ?(?:-|–|bis(?: unter)?|to) ?(\d{1,6})", re.IGNORECASE)
BELOW = re.compile(r"(<|unter|weniger als|less than|below) ?(\d{1,6})", re.IGNORECASE)
UP_TO = re.compile(r"(≤|<=|bis|bis zu|höchstens|up to) ?(\d{1,6})", re.IGNORECASE)
ABOVE = re.compile(r"(>|über|mehr als|more than|over) ?(\d{1,6})", re.IGNORECASE)
FROM = re.compile(
    r"(?:≥|>=|ab|mindestens|from) ?(\d{1,6})|(\d{1,6}) ?(?:\+|und mehr|or more)", re.I
)
ENDLESS = 10_000_000


def size_of_band(text: str) -> SizeClass | None:
    """Return the class by headcount; None where there is no band, or if it spans two classes.

    A bare number is none: it may be a code.
    """
    bare = clean(UNIT.sub("", clean(text)))
    bounds = _bounds(bare, has_unit=bare != clean(text))
    if bounds is None:
        return None
    least, most = size_class(bounds[0]), size_class(bounds[1])
    return least if least == most else None


def _bounds(text: str, has_unit: bool) -> tuple[int, int] | None:
    if match := RANGE.fullmatch(text):
        upper = int(match[2]) - ("unter" in text.lower())
        return int(match[1]), upper
    if match := BELOW.fullmatch(text):
        return 0, max(int(match[2]) - 1, 0)
    if match := UP_TO.fullmatch(text):
        return 0, int(match[2])
    if match := ABOVE.fullmatch(text):
        return int(match[2]) + 1, ENDLESS
    if match := FROM.fullmatch(text):
        return int(match[1] or match[2]), ENDLESS
    return (int(text), int(text)) if has_unit and re.fullmatch(r"\d{1,6}", text) else None
