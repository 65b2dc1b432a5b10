"""Small things that lists write in many ways and the directory in one; every change is told."""

import re
import unicodedata
from typing import NamedTuple

from clusters.text import legal_form

STREET = re.compile(
    r"(?:\bS|(?<=[a-zäöüß])s|\bs)tr(?:asse\b|(?P<dot>\.)|(?=\s+\d|$))(?P<number>(?<=\.)(?=\w))?"
)
ASSOCIATION = re.compile(r"(?<=\s)(?:[eE]\. ?V\b\.?|eV$)")
ABOUT = re.compile(r"^(?:ca\.?|circa|rund|etwa|about|approx\.?|~)\s*(?=\d)", re.IGNORECASE)


class Mended(NamedTuple):
    """A change that was made to a cell by itself."""

    column: str  # heading
    before: str
    after: str


def street(text: str) -> str:
    """Spell out: "Hauptstr.5" and "Hauptstrasse 5" are "Hauptstraße 5"."""
    if "tr" not in text:
        return text
    return STREET.sub(_spelled_out, text)


def _spelled_out(match: re.Match[str]) -> str:
    return f"{match[0][0]}traße{'' if match['number'] is None else ' '}"


def name(text: str) -> str:
    return ASSOCIATION.sub("e.V.", text) if "V" in text else text


def form(text: str) -> str:
    """Return a legal form in its usual spelling; anything else as it is."""
    rest, found = legal_form(f"X {text}")
    return found if rest == "X" else text


def without_about(text: str) -> str:
    return ABOUT.sub("", text.strip())


def is_touched(before: str, after: str) -> bool:
    """Whether more than spaces and line breaks, or another way to encode the same, differs."""
    return before != after and _plain(before) != " ".join(after.split())


def has_other_digits(before: str, after: str) -> bool:
    """Whether a number or a date is another one: points and their order do not count."""
    return sorted(re.sub(r"\D", "", before)) != sorted(re.sub(r"\D", "", after))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
