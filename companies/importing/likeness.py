"""Which entries are like a row: by name and place, looked for only where they can be."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from .cleaning import Draft
from .directory import Entry, name_key, street_key
from .names import Words, are_forms_apart, telling, tells_apart, words_of

# Set on one half of the pairs of benchmarks/matching.py, and measured on the other.
AUTOMATIC = 0.75
SHOWN = 0.6
AHEAD = 0.04  # how much likelier than the next one an entry must be to be taken by itself

# What is left of the likeness of two names, by what is known of their places.
SAME_POSTCODE, SAME_PLACE, OTHER_POSTCODE, OTHER_STREET, UNKNOWN = 1.0, 0.95, 0.73, 0.73, 0.73
SAME_WEBSITE = {SAME_PLACE: 1.0, OTHER_POSTCODE: 0.85, UNKNOWN: 0.95}  # instead of these
RARE = 120  # entries that share a word or website, beyond which it is no help in finding one
CROWDED = 1000  # entries of a postcode, beyond which only words and websites find one
BEGINNING = 10  # letters by which names are found that divide their words differently
BLOCK = 12  # entries that are looked at closely
GLANCE = 55  # percent at first sight, below which a name is not looked at closely


@dataclass(frozen=True)
class Like:
    """``asked`` is like ``entry``, since ``name`` is like ``other``."""

    entry: Entry
    score: float  # 0 to 1
    asked: Entry
    name: str
    other: str

    @property
    def reasons(self) -> list[str]:
        return reasons(self)


class Likeness:
    """Entries by postcode, website and rare words; ``names`` are those that rows will ask for."""

    def __init__(self, entries: Iterable[Entry], names: Iterable[str] = ()) -> None:
        entries = list(entries)
        self.words = Words([*(name for each in entries for name in each.names), *names])
        self.blocks: dict[str, dict[tuple[Entry, str], str]] = defaultdict(dict)
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        for name in entry.names:
            words = words_of(name)
            place, text = (entry, name), " ".join(words)
            for block in self._blocks(entry, words):
                block[place] = text

    def near(self, asked: Entry) -> list[Like]:
        """Return the entries that may be the one ``asked`` for, the likeliest first."""
        found: dict[Entry, Like] = {}
        for name in asked.names:
            for entry, other in self._possible(asked, name):
                is_same_site = is_same_website(asked, entry)
                score = self.words.likeness(name, other, is_same_site)
                score *= _place(asked, entry, is_same_site)
                if score >= SHOWN and (entry not in found or found[entry].score < score):
                    found[entry] = Like(entry, score, asked, name, other)
        return sorted(found.values(), key=lambda like: -like.score)

    def _possible(self, asked: Entry, name: str) -> Iterator[tuple[Entry, str]]:
        """Those that share a block with it, at first sight the most alike of them."""
        words, together = words_of(name), {}
        for block in self._blocks(asked, words):
            if len(block) <= RARE:
                together |= block
        if asked.postcode and len(self.blocks[asked.postcode]) <= CROWDED:
            together |= self.blocks[asked.postcode]
        glances = process.extract(
            " ".join(words), together, scorer=fuzz.token_set_ratio, score_cutoff=GLANCE, limit=None
        )
        near = (
            place
            for _words, _score, place in glances
            if place[0] is not asked and not are_apart(asked.city, place[0].city)
        )
        return islice(near, BLOCK)

    def _blocks(self, entry: Entry, words: tuple[str, ...]) -> list[dict[tuple[Entry, str], str]]:
        """By postcode, website, rare words, the whole name, as it may have none, and its beginning,
        as it may divide its words differently.
        """
        keys = [word for word in words if self.words.count[word] <= RARE]
        keys += [" ".join(sorted(words)) + ".", "".join(words)[:BEGINNING] + "…"]
        keys += [entry.postcode] if entry.postcode else []
        keys += [host_of(entry.website)] if entry.website else []
        return [self.blocks[key] for key in keys]


def certain(likes: Sequence[Like]) -> Like | None:
    """Return the likeliest, if it is likely enough and by far."""
    best, second = (*likes, None, None)[:2]
    if best is None or best.score < AUTOMATIC:
        return None
    return None if second and second.score > best.score - AHEAD else best


def entry_of(draft: Draft, **rest: object) -> Entry:
    """What a row says of itself, in the form of an entry."""
    said = draft.values.get
    return Entry(
        name=said("name", ""),
        postcode=said("postcode", ""),
        street=said("street", ""),
        city=said("city", ""),
        website=said("website", ""),
        former_names=tuple(said("former_names", ())),
        **rest,
    )


@lru_cache(maxsize=1 << 15)
def host_of(website: str) -> str:
    return urlsplit(website).netloc.removeprefix("www.")


def is_same_website(one: Entry, other: Entry) -> bool:
    return bool(one.website and other.website) and host_of(one.website) == host_of(other.website)


def are_apart(one: str, other: str) -> bool:
    """Whether both places are known and differ; Berlin-Mitte is in Berlin."""
    if not one or not other or one == other:
        return False
    (ours, our_town), (theirs, their_town) = _towns(one), _towns(other)
    return ours not in (theirs, their_town) and theirs != our_town


@lru_cache(maxsize=1 << 15)
def _towns(place: str) -> tuple[str, str]:
    return name_key(place), name_key(place.partition("-")[0])


def _place(one: Entry, other: Entry, is_same_site: bool) -> float:
    if one.postcode and one.postcode == other.postcode:
        return OTHER_STREET if _streets_differ(one, other) else SAME_POSTCODE
    if are_apart(one.city, other.city):
        return 0.0
    if one.postcode and other.postcode:
        share = OTHER_POSTCODE
    else:
        share = SAME_PLACE if one.city and other.city else UNKNOWN
    return SAME_WEBSITE[share] if is_same_site else share


def _streets_differ(one: Entry, other: Entry) -> bool:
    streets = {re.sub(r"\d.*", "", street_key(each.street)) for each in (one, other) if each.street}
    return len(streets) > 1


def reasons(like: Like) -> list[str]:
    """Why, and what speaks against it, in words."""
    asked, entry, name, other = like.asked, like.entry, like.name, like.other
    ours, theirs = words_of(name), words_of(other)
    found = [_("same website")] if is_same_website(asked, entry) else []
    if name_key(name) == name_key(other):
        found.append(_("same name"))
    elif ours == theirs:
        found.append(_("same name in another spelling"))
    else:
        found.append(_("similar name"))
    if other != entry.name or name != asked.name:
        found.append(_("former name “%s”") % (other if other != entry.name else name))
    found += _reasons_of_place(asked, entry)
    if tells_apart(name, other):
        words = ", ".join(sorted(telling(name) ^ telling(other)))
        found.append(_("but only one of them has “%s”") % words)
    if are_forms_apart(name, other):
        found.append(_("but another legal form"))
    return found


def _reasons_of_place(asked: Entry, entry: Entry) -> list[str]:
    found = []
    if asked.postcode and asked.postcode == entry.postcode:
        found.append(_("same postcode"))
        if _streets_differ(asked, entry):
            found.append(_("but another street"))
        elif asked.street and street_key(asked.street) == street_key(entry.street):
            found.append(_("same street"))
    elif asked.city and entry.city:
        found.append(_("same place"))
        if asked.postcode and entry.postcode:
            found.append(_("but another postcode"))
    return found
