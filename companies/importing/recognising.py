"""What the values of a column look like, where its heading does not tell."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from django.core.exceptions import ValidationError

from clusters import identifiers
from clusters.numbers import parse_number
from clusters.places import Gazetteer
from clusters.text import fold, legal_form
from companies.choices import Kind
from companies.size import SizeClass

from .addresses import split_address
from .vocabulary import Vocabulary, choice_names

SHARE = 0.8  # of a column's values that must look like a field
WHOLE_COUNTRY = (47.2, 55.1), (5.8, 15.1)  # degrees of latitude and longitude
PROSE = 80  # characters of a description

STREET = re.compile(
    r"(?=.*[a-zäöü]).*(str(\.|a(ss|ß)e\b|\b)|allee|platz|weg|damm|ufer|ring|chaussee|gasse|markt)"
    r"[^,;]{0,20}",
    re.IGNORECASE,
)
DEGREES = re.compile(r"-?\d{1,2}[.,]\d{3,}")
WEB = re.compile(
    r"(https?://|www\.)\S+|([\w-]+\.)+(de|com|org|net|eu|info|berlin|io|biz|health)(/\S*)?",
    re.IGNORECASE,
)
PATTERNS = {
    "email": re.compile(r"(mailto:)?[^@\s]+@[^@\s]+\.\w{2,}"),
    "website": WEB,
    "lei": re.compile(r"[A-Z0-9]{18}\d\d"),
    "vat_id": re.compile(r"DE ?\d{3} ?\d{3} ?\d{3}|ATU\d{8}"),
    "register_number": re.compile(r"(HRA|HRB|GnR|PR|VR)[ .:]*\d[\d ]*[A-Z]{0,3}", re.IGNORECASE),
    "register_type": re.compile("|".join(identifiers.REGISTER_TYPES)),
    "register_court": re.compile(r"(Amtsgericht|Registergericht|AG) [A-ZÄÖÜ].+"),
    "wz_codes": re.compile(r"[A-V]?\d\d\.\d\d?(\.\d)?"),
    "street": STREET,
}
HOUSE_NUMBER = re.compile(r"\d{1,4} ?[a-zA-Z]?( ?[-/+,] ?\d{0,4} ?[a-zA-Z]?)*")
# Where part of a heading speaks, the values need only not speak against it.
CODE = re.compile(r"(DE?-)?\d{4,5}")
WORDS = re.compile(r"(?=.*[^\W\d_]{2}).*")
POSSIBLE = {
    "name": WORDS, "parent": WORDS, "street": WORDS, "city": WORDS, "locality": WORDS,
    "district": WORDS, "state": WORDS, "postcode": CODE, "house_number": HOUSE_NUMBER,
    "website": WEB, "phone": re.compile(r"[\d\s()/+.–-]{5,}.*"),
}  # fmt: skip
PHONE = re.compile(r"(\+|\(?0)[\d\s()/.–-]{5,}")
AMOUNT = re.compile(r"(€|EUR).*\d|\d.*(€|EUR)", re.IGNORECASE)
DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(\d\d){1,2}|\d{4}-\d\d-\d\d([T ].*)?")
STATES = {
    "badenwurttemberg", "bayern", "berlin", "brandenburg", "bremen", "hamburg", "hessen",
    "mecklenburgvorpommern", "niedersachsen", "nordrheinwestfalen", "rheinlandpfalz", "saarland",
    "sachsen", "sachsenanhalt", "schleswigholstein", "thuringen",
}  # fmt: skip


class Recogniser:
    """Tells by the directory's own words and places what a text looks like."""

    def __init__(self, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self.vocabulary = vocabulary
        self.gazetteer = gazetteer

    def fields_of(self, values: Iterable[str]) -> dict[str, int]:
        """Return the fields that most of ``values`` look like, the surest first, and how many."""
        values = list(values)
        fitting = {
            field: sum(bool(looks(value)) for value in values)
            for field, looks in self.tests.items()
        }
        least = max(1, SHARE * len(values))
        return {field: count for field, count in fitting.items() if count >= least}

    @cached_property
    def tests(self) -> dict[str, Callable[[str], object]]:
        """In the order in which a column is asked: what is hardly mistaken comes first."""
        patterns = {field: pattern.fullmatch for field, pattern in PATTERNS.items()}
        street = patterns.pop("street")
        latitude, longitude = WHOLE_COUNTRY
        kinds, sizes = choice_names(Kind), choice_names(SizeClass)
        return patterns | {
            "phone": _is_phone,
            "latitude": lambda text: _is_between(text, *latitude),
            "longitude": lambda text: _is_between(text, *longitude),
            "postcode": self._is_postcode,
            "address": lambda text: all(split_address(text)[1:]),
            "state": lambda text: re.sub(r"[\W_]+", "", fold(text)) in STATES,
            "district": self._names_all("district"),
            "kind": kinds.get,
            "size_class": sizes.get,
            "sectors": self._names_all("sectors"),
            "legal_form": lambda text: legal_form(f"X {text}")[0] == "X",
            "city": self.gazetteer.has_place,
            "locality": self.gazetteer.has_place,
            "street": street,
            "turnover_eur": _is_amount,
            "name": lambda text: legal_form(text)[1],
            "description_de": lambda text: len(text) >= PROSE and text.count(" ") > PROSE / 12,
        }

    def _names_all(self, kind: str) -> Callable[[str], bool]:
        names = self.vocabulary.names(kind)
        return lambda text: all(names.get(part) for part in text.split("|"))

    def _is_postcode(self, text: str) -> bool:
        code = identifiers.POSTCODE_PREFIX.sub("", text)
        return len(code) in (4, 5) and code.isdigit() and self.gazetteer.has_postcode(code.zfill(5))


def are_house_numbers(values: list[str]) -> bool:
    return _most(values, HOUSE_NUMBER)


def may_be(field: str, values: list[str]) -> bool:
    return field in POSSIBLE and (not values or _most(values, POSSIBLE[field]))


def _most(values: list[str], pattern: re.Pattern[str]) -> bool:
    return bool(values) and sum(bool(pattern.fullmatch(v)) for v in values) >= SHARE * len(values)


def are_dates(values: list[str]) -> bool:
    return _most(values, DATE)


def _is_between(text: str, least: float, most: float) -> bool:
    return bool(DEGREES.fullmatch(text)) and least <= float(text.replace(",", ".")) <= most


def _is_phone(text: str) -> bool:
    return bool(PHONE.fullmatch(text)) and _passes(identifiers.phone, text)


def _is_amount(text: str) -> bool:
    return bool(AMOUNT.search(text)) and _passes(parse_number, text)


def _passes(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValidationError:
        return False
    return True
