"""The words of the demo companies, read from ``vocabulary.toml`` beside this file."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, Self

from clusters.models import Sector
from clusters.text import slugify_german

FILE = Path(__file__).with_name("vocabulary.toml")
Pair = tuple[str, str]  # German, English


@dataclass(frozen=True)
class Choice:
    """Values with weights, of which one is drawn."""

    values: tuple[str, ...]
    cum_weights: tuple[float, ...]

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> Self:
        return cls(tuple(weights), tuple(accumulate(weights.values())))

    def draw(self, rng: Random) -> str:
        return rng.choices(self.values, cum_weights=self.cum_weights)[0]


@dataclass(frozen=True)
class Staff:
    """Head counts: the median, and the standard deviation of their logarithm."""

    median: float
    spread: float

    def draw(self, rng: Random) -> float:
        return min(self.median * rng.lognormvariate(0, self.spread), 9_000)


@dataclass(frozen=True)
class Theme:
    """A trade: which entries it has, and how they are called and described."""

    key: str
    match: re.Pattern[str]
    fallback: bool
    share: float
    kinds: Choice
    mix: Choice | None  # of itself and other themes
    form: str  # key of the legal forms of kind "company"
    staff: Staff
    turnover: int  # EUR per head and year
    topic: Pair
    names: Sequence[str]
    does: Sequence[Pair]
    offers: Sequence[Sequence[str]]  # a pair, and for some the names that it is for
    clients: Sequence[Pair]
    tags: Sequence[str]

    def offers_for(self, name: str) -> Sequence[Sequence[str]]:
        """What an entry with this name may offer."""
        special = [offer for offer in self.offers if offer[2:] and re.search(offer[2], name)]
        return special or [offer for offer in self.offers if not offer[2:]] or self.offers


@dataclass(frozen=True)
class Vocabulary:
    themes: Mapping[str, Theme]  # by key, in the order in which they are matched
    heads: Sequence[str]
    tails: Sequence[str]
    streets: Sequence[str]
    kind_names: Mapping[str, Sequence[str]]
    kind_staff: Mapping[str, Staff]
    forms: Mapping[str, Choice]
    sentences: Mapping[str, Sequence[Pair]]
    tags: Mapping[str, Mapping[str, str]]

    def theme_of(self, sector: Sector) -> Theme:
        words = f"{sector.slug} {slugify_german(sector.name_de)}"
        themes = self.themes.values()
        found = (theme for theme in themes if theme.match.search(words))
        return next(found, None) or next(theme for theme in themes if theme.fallback)

    def mixed(self, theme: Theme, rng: Random) -> Theme:
        """Return ``theme``, or now and then one of the themes that it is mixed with."""
        return self.themes[theme.mix.draw(rng)] if theme.mix else theme

    def staff_of(self, kind: str, theme: Theme) -> Staff:
        return self.kind_staff.get(kind, theme.staff)


@cache
def vocabulary() -> Vocabulary:
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Vocabulary(
        themes={theme["key"]: _theme(theme) for theme in words["themes"]},
        heads=words["stems"]["heads"],
        tails=words["stems"]["tails"],
        streets=words["streets"]["names"],
        kind_names={kind: entry["names"] for kind, entry in words["kinds"].items()},
        kind_staff={kind: _staff(entry) for kind, entry in words["kinds"].items()},
        forms={key: Choice.of(weights) for key, weights in words["forms"].items()},
        sentences=words["sentences"],
        tags=words["tags"],
    )


def _theme(words: dict[str, Any]) -> Theme:
    given = {"fallback": False, "form": "company", "mix": None} | words
    given["match"] = re.compile(given["match"])
    given["kinds"] = Choice.of(given["kinds"])
    if others := words.get("mix"):
        given["mix"] = Choice.of({given["key"]: 100 - sum(others.values())} | others)
    given["staff"] = _staff(words)
    del given["spread"]
    return Theme(**given)


def _staff(words: dict[str, Any]) -> Staff:
    return Staff(words["staff"], words["spread"])
