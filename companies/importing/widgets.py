"""How a cell becomes a value and a value a cell. An empty cell is None: it changes nothing."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from clusters.dates import PartialDate, Precision
from clusters.numbers import is_empty_word, parse_number
from clusters.text import clean, clean_lines

from .bands import size_of_band
from .errors import UnknownValueError, shorten
from .mending import has_other_digits, is_touched, name, without_about
from .vocabulary import Names, Vocabulary, choice_names

SEPARATOR = "|"
DEGREES = Decimal("0.000001")


class Cells(Widget):
    """Base of ours: takes away what says "unknown", hands on the rest."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = "" if value is None else str(value)
        return None if is_empty_word(text) else self.read(text, kwargs.get("vocabulary"))

    def read(self, text: str, vocabulary: Vocabulary | None) -> Any:
        raise NotImplementedError

    def mended(self, text: str, value: Any) -> str | None:
        """Return what ``text`` was made into, None if its meaning was not touched."""
        return None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else self.write(value)

    def write(self, value: Any) -> str:
        return str(value)


class Text(Cells):
    """``canonical`` brings an identifier into its form or refuses it with ValidationError."""

    def __init__(
        self,
        max_length: int | None = None,
        canonical: Callable[[str], str] | None = None,
        has_lines: bool = False,
    ) -> None:
        super().__init__()
        self.max_length = max_length
        self.canonical = canonical
        self.has_lines = has_lines

    def read(self, text: str, vocabulary: Vocabulary | None) -> str:
        value = clean_lines(text) if self.has_lines else clean(text)
        if self.canonical:
            value = self.canonical(value)
        if self.max_length and len(value) > self.max_length:
            raise ValidationError(
                _("has %(length)s characters, at most %(most)s fit")
                % {"length": len(value), "most": self.max_length}
            )
        return value

    def mended(self, text: str, value: str) -> str | None:
        return value if is_touched(text, value) else None


class Choice(Cells):
    def __init__(self, choices: Any) -> None:
        super().__init__()
        self.choices = choices

    @cached_property
    def names(self) -> Names:
        return choice_names(self.choices)

    def read(self, text: str, vocabulary: Vocabulary | None) -> str:
        found = self.names.get(text)
        if not found:
            raise self.names.unknown(text)
        return found[0]


class SizeChoice(Choice):
    """A size class, also as a band of head counts: "10 - 19 Beschäftigte" is small."""

    def read(self, text: str, vocabulary: Vocabulary | None) -> str:
        if self.names.get(text):
            return super().read(text, vocabulary)
        if found := size_of_band(text):
            return found.value
        raise self.names.unknown(text)

    def mended(self, text: str, value: str) -> str | None:
        return None if self.names.get(text) else value


class Whole(Cells):
    """A number without decimals between two bounds."""

    def __init__(self, least: int = 0, most: int = 2**31 - 1) -> None:
        super().__init__()
        self.least, self.most = least, most

    def read(self, text: str, vocabulary: Vocabulary | None) -> int:
        number = self.number(text)
        if number != number.to_integral_value() or not self.least <= number <= self.most:
            raise ValidationError(
                _("must be a whole number from %(least)s to %(most)s")
                % {"least": self.least, "most": self.most}
            )
        return int(number)

    def number(self, text: str) -> Decimal:
        return parse_number(without_about(text))

    def mended(self, text: str, value: int) -> str | None:
        about = without_about(text) != text.strip()
        return str(value) if about or has_other_digits(text, str(value)) else None


class Year(Whole):
    """A year; of a date, its year."""

    def number(self, text: str) -> Decimal:
        found = PartialDate.parse(text) if re.search(r"\d\W+\d|\D \d", clean(text)) else None
        return Decimal(found.date.year) if found and found.date else super().number(text)


class Euro(Whole):
    """An amount in EUR; cents are rounded."""

    def __init__(self) -> None:
        super().__init__(most=2**53)

    def number(self, text: str) -> Decimal:
        return Decimal(round(parse_number(text)))


class Degrees(Cells):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def read(self, text: str, vocabulary: Vocabulary | None) -> Decimal:
        # in degrees a point or comma never groups thousands
        number = parse_number(clean(text).replace(",", "."), "en")
        if number is None or abs(number) > self.most:
            raise ValidationError(
                _("must be degrees from -%(most)s to %(most)s") % {"most": self.most}
            )
        return number.quantize(DEGREES)

    def write(self, value: Decimal) -> str:
        return f"{value.normalize():f}"


class Day(Cells):
    def read(self, text: str, vocabulary: Vocabulary | None) -> Any:
        found = PartialDate.parse(text)
        if found.precision != Precision.DAY:
            raise ValidationError(_("must be a day, as 31.12.2024 or 2024-12-31"))
        return found.date

    def write(self, value: Any) -> str:
        return value.isoformat()


class TextList(Cells):
    def __init__(self, max_length: int) -> None:
        super().__init__()
        self.max_length = max_length

    def read(self, text: str, vocabulary: Vocabulary | None) -> list[str]:
        parts = list(dict.fromkeys(filter(None, map(clean, text.split(SEPARATOR)))))
        for part in parts:
            if len(part) > self.max_length:
                raise ValidationError(
                    _("“%(value)s” has more than %(most)s characters; separate values with |")
                    % {"value": shorten(part), "most": self.max_length}
                )
        return parts

    def write(self, value: list[str]) -> str:
        return SEPARATOR.join(value)


class Reference(Cells):
    """Something of ours, by slug or name. ``kind`` is the vocabulary's method."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def read(self, text: str, vocabulary: Vocabulary | None) -> Any:
        return getattr(vocabulary or Vocabulary(), self.kind)(clean(text))

    def write(self, value: Any) -> str:
        return slug_of(value)


class ReferenceList(Reference):
    """Several of them; an unknown one is refused, never dropped."""

    def read(self, text: str, vocabulary: Vocabulary | None) -> list[Any]:
        words = list(filter(None, map(clean, text.split(SEPARATOR))))
        things = _all_known(words, lambda word: super(ReferenceList, self).read(word, vocabulary))
        return list({thing.slug: thing for thing in things}.values())

    def write(self, value: list[Any]) -> str:
        return SEPARATOR.join(map(slug_of, value))


def _all_known(words: list[str], read: Callable[[str], Any]) -> list[Any]:
    """Read every word; of unknown ones all are named at once."""
    things, unknown, messages = [], {}, []
    for word in words:
        try:
            things.append(read(word))
        except UnknownValueError as error:
            unknown |= error.words
            messages += error.messages
    if unknown:
        raise UnknownValueError(messages, unknown)
    return things


class Parent(Cells):
    """The operator: read as text, since it may be an entry that the same list brings."""

    def read(self, text: str, vocabulary: Vocabulary | None) -> str:
        return name(clean(text))

    def mended(self, text: str, value: str) -> str | None:
        return value if is_touched(text, value) else None

    def write(self, value: Any) -> str:
        return slug_of(value)


def slug_of(thing: Any) -> str:
    """Large exports load the slug alone."""
    return thing if isinstance(thing, str) else thing.slug
