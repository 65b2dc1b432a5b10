"""Dates as vague as the document that gives them: a day, a month, a year, or nothing known."""

import calendar
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from babel.dates import format_date, format_skeleton, get_month_names
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from clusters.numbers import LOCALES, is_empty_word
from clusters.text import clean, fold


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    BEFORE = "before", _("before this month")
    UNKNOWN = "unknown", _("unknown")


@dataclass(frozen=True)
class PartialDate:
    """A date and how much of it is known.

    ``date`` is the first day of the month (precision month and before) or year, whatever day
    was given, and None if and only if the precision is unknown. ValueError otherwise.
    """

    date: datetime.date | None = None
    precision: Precision = Precision.UNKNOWN

    def __post_init__(self) -> None:
        precision = Precision(self.precision)
        if (self.date is None) != (precision == Precision.UNKNOWN):
            raise ValueError(f"{self.date} does not go with precision {precision}")
        object.__setattr__(self, "precision", precision)
        if self.date and precision != Precision.DAY:
            month = 1 if precision == Precision.YEAR else self.date.month
            object.__setattr__(self, "date", datetime.date(self.date.year, month, 1))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what people write: ``10.12.2018``, ``Dezember 2018``, ``vor 2026``, ``k. A.``

        Raises ValidationError for anything else, a year of two digits included.
        """
        written = clean(text)
        if is_empty_word(written):
            return cls()
        before = re.match(r"(?i:before|vor)\b(?: dem)? ?", written)
        try:
            found = _read(written[before.end() :] if before else written)
        except ValueError:  # 31.02.2018
            found = None
        if not found or (before and found[1] == Precision.DAY):
            raise ValidationError(
                _("“%(value)s” is not a date; a right one is 2018-12-10, 12/2018 or 2018."),
                code="date",
                params={"value": written[:80]},
            )
        return cls(found[0], Precision.BEFORE if before else found[1])

    def __str__(self) -> str:
        return self.display()

    def display(self, language: str | None = None) -> str:
        """Return the date in words, as exact as it is known: "Oktober 2025"."""
        language = language or get_language() or "de"
        locale = LOCALES.get(language[:2], LOCALES["en"])
        if self.precision == Precision.DAY:
            return format_date(self.date, "long", locale=locale)
        if self.precision == Precision.YEAR:
            return str(self.date.year)
        with override(language):
            if self.date is None:
                return gettext("n/a")
            month = format_skeleton("yMMMM", self.date, locale=locale)
            if self.precision == Precision.BEFORE:
                return gettext("before %(month)s") % {"month": month}
            return month

    def iso(self) -> str:
        """Return ISO 8601 of that precision; nothing for "before" and unknown."""
        lengths = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
        return self.date.isoformat()[: lengths.get(self.precision, 0)] if self.date else ""

    def is_past(self, today: datetime.date) -> bool | None:
        """Tell whether the whole of it lies before ``today``; None if that cannot be known."""
        if self.precision == Precision.UNKNOWN:
            return None
        if self.precision == Precision.BEFORE:
            return True if self.date <= today else None
        return self._last_day() < today

    def sort_value(self) -> tuple[datetime.date, int]:
        """Order by beginning, the more exact first; "before" ahead of its month, unknown last."""
        if self.date is None:
            return datetime.date.max, len(Precision)
        if self.precision == Precision.BEFORE:
            return self.date, -1
        return self.date, list(Precision).index(self.precision)

    def _last_day(self) -> datetime.date:
        if self.precision == Precision.YEAR:
            return self.date.replace(month=12, day=31)
        if self.precision == Precision.MONTH:
            return self.date.replace(day=calendar.monthrange(self.date.year, self.date.month)[1])
        return self.date


Found = tuple[datetime.date, Precision]


def _day(year: str, month: str, day: str) -> Found:
    return datetime.date(int(year), int(month), int(day)), Precision.DAY


def _month(year: str, month: str) -> Found:
    return datetime.date(int(year), int(month), 1), Precision.MONTH


def _year(year: str) -> Found:
    return datetime.date(int(year), 1, 1), Precision.YEAR


def _named(name: str, year: str, day: str | None) -> Found | None:
    month = _month_numbers().get(fold(name).rstrip("."))
    if not month:
        return None
    return _day(year, str(month), day) if day else _month(year, str(month))


def _month_numbers() -> dict[str, int]:
    return {
        fold(name).rstrip("."): number
        for locale in LOCALES.values()
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    }


YEAR = r"(?P<year>[1-9][0-9]{3})"
MONTH = r"(?P<month>[0-9]{1,2})"
DAY = r"(?P<day>[0-9]{1,2})"
READERS: tuple[tuple[str, Callable[..., Found | None]], ...] = (
    (rf"{YEAR}-{MONTH}-{DAY}(?:[T ]00:00(?::00)?)?", _day),
    (rf"{DAY}\. ?{MONTH}\. ?{YEAR}", _day),
    (rf"{YEAR}-{MONTH}", _month),
    (rf"{MONTH} ?[/.] ?{YEAR}", _month),
    (YEAR, _year),
    (rf"(?:{DAY}\.? )?(?P<name>[^\W\d_]+\.?) {YEAR}", _named),
)


def _read(written: str) -> Found | None:
    for pattern, reader in READERS:
        match = re.fullmatch(pattern, written)
        if match:
            return reader(**match.groupdict())
    return None


def short_date(day: datetime.date) -> str:
    """In digits, as the reader writes it: 31.12.2024."""
    return _short_date(day, get_language())


@lru_cache(maxsize=4096)  # lists show the same days again and again
def _short_date(day: datetime.date, language: str) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
