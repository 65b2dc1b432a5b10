"""Numbers as people write them, and as they want to read them."""

import re
from decimal import Decimal

from babel import Locale
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    is_currency,
)
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from clusters.text import clean

# Cells that say that nothing is known; spaces and case do not count.
EMPTY_WORDS = frozenset(
    (
        *("k.a.", "k.a", "keineangabe", "keineangaben", "nichtangegeben"),
        *("unbekannt", "nichtbekannt", "n.b.", "unknown", "n/a", "n.a.", "#n/a", "#nv"),
        *("null", "none"),
    )
)
# A point before three digits may group thousands.
UNAMBIGUOUS = re.compile(r"-?[0-9]{1,30}(?:\.(?:[0-9]{1,2}|[0-9]{4,30}))?")
LOCALES = {"de": "de_DE", "en": "en_GB"}
COMPACT_FROM = 1_000_000


def is_empty_word(text: str) -> bool:
    """Tell whether a cell's text stands for "nothing known": k. A., NULL, ---, nothing at all."""
    first = text[:1]
    if first.isalnum() and first.isascii() and first not in "KNUknu":
        return False  # none of them begins so: most cells, ten times quicker
    word = re.sub(r"\s", "", clean(text)).lower()
    return word in EMPTY_WORDS or not word.strip("-–—_.?")


def parse_number(value: str | int | float | Decimal, language: str = "de") -> Decimal | None:
    """Return the number that ``value`` writes, None for an empty word.

    Where both point and comma occur, the last one begins the decimals. A single one before
    three digits is ambiguous: in German 1.234 is a thousand and 1,234 is not; in English the
    other way round. A number of a spreadsheet's cell, which is no text, stays as it is.
    Raises ValidationError, which names the value.
    """
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
        if number.is_finite():
            return number
    if isinstance(value, str) and UNAMBIGUOUS.fullmatch(value):
        return Decimal(value)  # as programs write it
    written = clean(str(value))
    if is_empty_word(written):
        return None
    plain = re.sub(r"^(?:€|EUR) ?| ?(?:€|EUR)$", "", written).replace("−", "-")
    digits = _plain_digits(plain, "." if language.startswith("de") else ",")
    if digits is None:
        raise ValidationError(
            _("“%(value)s” is not a number; a right one is %(example)s."),
            code="number",
            params={
                "value": written[:80],
                "example": "1.234,5" if language.startswith("de") else "1,234.5",
            },
        )
    return Decimal(digits)


def format_amount(
    value: Decimal | int | None,
    unit: str = "",
    qualifier: str = "",
    language: str | None = None,
) -> str:
    """Return a number in words for people: "rund 8 Mrd. €", "26.000", "12,5 %", "k. A.".

    ``unit`` is a currency (ISO 4217, upper or lower case) or %; any other is left to the label
    beside the number. ``qualifier`` is one of Figure.Qualifier.
    Millions and more of a currency are shortened only if three digits say all of them.
    """
    language = language or get_language() or "de"
    with override(language):
        if value is None:
            return gettext("n/a")
        amount = _amount(Decimal(value), unit, LOCALES.get(language[:2], LOCALES["en"]))
        if qualifier == "about":
            return gettext("about %(amount)s") % {"amount": amount}
        if qualifier == "more_than":
            return gettext("more than %(amount)s") % {"amount": amount}
        return amount


def _plain_digits(written: str, grouping: str) -> str | None:
    """Return ``written`` as Python writes numbers; None if it is none.

    ``grouping`` is the sign that groups thousands where that cannot be told from the number.
    """
    marks = re.findall(r"[.,]", written)
    if len(set(marks)) == 2:
        grouping = marks[0]
    elif len(marks) == 1 and not re.match(rf"[-+]?[1-9]\d{{0,2}}\{marks[0]}\d{{3}}$", written):
        grouping = "," if marks[0] == "." else "."
    elif len(marks) > 1:
        grouping = marks[0]
    point = "," if grouping == "." else "."
    whole, comma, decimals = written.partition(point)
    grouped = rf"[-+]?(?:[0-9]{{1,30}}|[0-9]{{1,3}}(?:[{grouping} '’][0-9]{{3}}){{1,9}})"
    if not re.fullmatch(grouped, whole) or not re.fullmatch(r"[0-9]{1,30}", decimals or "0"):
        return None
    if comma and not decimals:
        return None
    return re.sub(r"[^-0-9]", "", whole) + (f".{decimals}" if decimals else "")


def _amount(value: Decimal, unit: str, locale: str) -> str:
    if is_currency(unit.upper()):
        return _money(value, unit.upper(), locale)
    number = format_decimal(value, locale=locale, decimal_quantization=False)
    if unit == "%":
        return f"{number}\N{NO-BREAK SPACE}%" if locale == "de_DE" else f"{number}%"
    return number


def _money(value: Decimal, currency: str, locale: str) -> str:
    digits = value.normalize().as_tuple().digits
    if abs(value) >= COMPACT_FROM and len(digits) <= 3:
        return format_compact_currency(value, currency, locale=locale, fraction_digits=2)
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    if value == value.to_integral_value():
        pattern = pattern.replace("0.00", "0")
    return format_currency(value, currency, format=pattern, locale=locale, currency_digits=False)
