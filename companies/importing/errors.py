"""What can be wrong with a list, told so that its owner can mend it."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clusters.text import clean

SHOWN = 80  # characters of a value in a message


class UnreadableFileError(Exception):
    """The file as a whole cannot be taken in; the message says why and what to do."""


class WrongOptionError(Exception):
    """An option of the import does not fit; the message names it and the way out."""


class UnknownValueError(ValidationError):
    """Words that stand for nothing the directory knows, each with the nearest values it does."""

    def __init__(self, message: object, words: dict[str, list[str]]) -> None:
        super().__init__(message)
        self.words = words


class Problem(NamedTuple):
    """Why a row cannot be imported."""

    row: int  # as in the spreadsheet, the headings being row 1
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {shorten(self.value)} – {self.reason}"


class Notice(NamedTuple):
    """What the import did to a row by itself."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {self.text}"


def shorten(value: str) -> str:
    """Return a cell's text on one line, fit for a message."""
    text = clean(value)
    if not text:
        return _("(empty)")
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def reason_of(error: ValidationError) -> str:
    return " ".join(error.messages)
