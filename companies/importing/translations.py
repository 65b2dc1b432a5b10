"""What texts of a list stand for: "Krankenhaus" is hospital, "1" is Mitte, "nein" says nothing."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clusters.text import clean

from .errors import WrongOptionError, reason_of
from .fields import Column
from .vocabulary import Vocabulary
from .widgets import SEPARATOR

Values = Mapping[str, Mapping[str, str]]  # field → text in the file → value


class Translations:
    """Texts are compared without case and surplus spaces; each part of a list on its own."""

    def __init__(self, values: Values) -> None:
        self._values = {
            field: {_key(text): value for text, value in words.items()}
            for field, words in values.items()
        }

    def has(self, field: str) -> bool:
        return bool(self._values.get(field))

    def of(self, field: str, text: str) -> str:
        words = self._values.get(field)
        if not words:
            return text
        if _key(text) in words:
            return words[_key(text)]
        if SEPARATOR not in text:
            return text
        parts = (words.get(_key(part), part) for part in text.split(SEPARATOR))
        return SEPARATOR.join(filter(None, parts))


def check(values: Values, columns: Mapping[str, Column], vocabulary: Vocabulary) -> None:
    """Raise WrongOptionError if a text is to stand for what its field does not take."""
    for field, words in values.items():
        if field not in columns or field == "tags":  # new tags become proposals
            continue
        for text, value in words.items():
            try:
                columns[field].widget.clean(value, vocabulary=vocabulary)
            except ValidationError as error:
                message = _("“%(text)s” cannot stand for “%(value)s” in %(field)s: %(reason)s")
                names: dict[str, Any] = {"text": text, "value": value, "field": field}
                raise WrongOptionError(message % (names | {"reason": reason_of(error)})) from error


def _key(text: str) -> str:
    return clean(text).casefold()
