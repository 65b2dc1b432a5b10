"""Where entries are, and what is left of the likeness of two names by what is known of it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from .directory import Entry, name_key, street_key
from .glance import hash_of

# What is left of the likeness of two names, and where they have the same website.
SAME_POSTCODE, SAME_PLACE, ELSEWHERE = 1.0, 0.95, 0.73  # or unknown, or in another street
SAME_PLACE_AND_SITE, ELSEWHERE_SAME_SITE = 1.0, 0.95

POSTCODE = "#"  # before it, as a key
HOST = re.compile(r"(?:[^/?#]*:)?//(?:www\.)?([^/?#]*)")


class Whereabouts:
    """Of entries, as arrays of hashes; 0 for what is not known."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        towns = [towns_of(each.city) for each in entries]
        self.postcodes = _hashes(each.postcode and f"{POSTCODE}{each.postcode}" for each in entries)
        self.streets = _hashes(_street_of(each) for each in entries)
        self.sites = _hashes(host_of(each.website) for each in entries)
        self.cities = _hashes(each.city for each in entries)
        self.places = _hashes(place for place, _town in towns)
        self.towns = _hashes(town for _place, town in towns)

    def at(self, entries: np.ndarray) -> "Whereabouts":
        """Those of the entries with these numbers, in this order."""
        some = object.__new__(Whereabouts)
        vars(some).update((name, column[entries]) for name, column in vars(self).items())
        return some

    @classmethod
    def unpacked(cls, columns: dict[str, np.ndarray]) -> "Whereabouts":
        """With these columns, among others, which are taken out."""
        some = cls(())
        vars(some).update((name, columns.pop(name)) for name in list(vars(some)))
        return some

    @classmethod
    def of(cls, parts: Sequence["Whereabouts"]) -> "Whereabouts":
        """One after the other."""
        some = object.__new__(cls)
        for name in vars(parts[0]):
            setattr(some, name, np.concatenate([getattr(part, name) for part in parts]))
        return some

    def are_apart(self, other: "Whereabouts", mine: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Of pairs, whether both places are known and differ; Berlin-Mitte is in Berlin."""
        known = (self.cities[mine] != 0) & (other.cities[others] != 0)
        ours, theirs = self.places[mine], other.places[others]
        return known & _differ(ours, self.towns[mine], theirs, other.towns[others])

    def same_site(self, other: "Whereabouts", mine: np.ndarray, others: np.ndarray) -> np.ndarray:
        ours = self.sites[mine]
        return (ours == other.sites[others]) & (ours != 0)

    def shares(self, other: "Whereabouts", mine: np.ndarray, others: np.ndarray) -> np.ndarray:
        """What is left of the likeness of the names of these pairs, if they are not apart."""
        here, there = self.at(mine), other.at(others)
        codes = (here.postcodes != 0) & (there.postcodes != 0)
        streets = (here.streets != 0) & (there.streets != 0)
        same_place = (here.cities != 0) & (there.cities != 0) & ~codes
        same_code = codes & (here.postcodes == there.postcodes)
        same_site = self.same_site(other, mine, others)
        return np.select(
            [
                same_code & ~(streets & (here.streets != there.streets)),
                same_code,
                same_place & same_site,
                same_place,
                same_site,
            ],
            [SAME_POSTCODE, ELSEWHERE, SAME_PLACE_AND_SITE, SAME_PLACE, ELSEWHERE_SAME_SITE],
            ELSEWHERE,
        )


def _hashes(texts: Iterable[str]) -> np.ndarray:
    return np.array([hash_of(text) for text in texts], "u8")


@lru_cache(maxsize=1 << 10)
def host_of(website: str) -> str:
    found = HOST.match(website)
    return found[1] if found else ""


def is_same_website(one: Entry, other: Entry) -> bool:
    return host_of(one.website) == host_of(other.website) != ""


def _differ(ours: Any, our_town: Any, theirs: Any, their_town: Any) -> Any:
    return (ours != theirs) & (ours != their_town) & (our_town != theirs)


@lru_cache(maxsize=1 << 12)
def towns_of(place: str) -> tuple[str, str]:
    return name_key(place), name_key(place.partition("-")[0])


def streets_differ(one: Entry, other: Entry) -> bool:
    streets = {_street_of(one), _street_of(other)} - {""}
    return len(streets) > 1


def _street_of(entry: Entry) -> str:
    return _street(re.split(r"\d", entry.street, maxsplit=1)[0])


@lru_cache(maxsize=1 << 10)
def _street(name: str) -> str:
    return street_key(name)
