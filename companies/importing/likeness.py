"""Which entries are like a row: by name and place, looked for only where they can be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from .cleaning import Draft
from .directory import Entry, name_key, street_key
from .glance import ROUNDING, Blocks, Ids, Keys, Names, at_most
from .names import Words, are_forms_apart, telling, tells_apart, words_of
from .whereabouts import Whereabouts, host_of, is_same_website, streets_differ

# Set on one half of the pairs of benchmarks/matching.py, and measured on the other.
AUTOMATIC = 0.75
SHOWN = 0.6
AHEAD = 0.04  # how much likelier than the next one an entry must be to be taken by itself

RARE = 120  # entries that share a word or website, beyond which it is no help in finding one
CROWDED = 1000  # entries of a postcode, beyond which only words and websites find one
BEGINNING = 10  # letters by which names are found that divide their words differently
BLOCK = 12  # entries that are looked at closely
GLANCE = 55  # percent at first sight, below which a name is not looked at closely
POSTCODE = "#"  # before it, as a key


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


class Lines:
    """The names of entries, a line each, with what they may be found by."""

    def __init__(self, entries: Sequence[Entry], ids: Ids) -> None:
        self.entries = entries
        self.owners = np.repeat(np.arange(len(entries)), [len(each.names) for each in entries])
        self.names = Names((name for each in entries for name in each.names), ids)
        self.places = Whereabouts(entries, ids).at(self.owners)

    def weigh(self, words: Words) -> None:
        self.names.weigh(words)
        lines = zip(self.owners.tolist(), self.names.words, strict=True)
        self.keys = Keys(_keys(self.entries[owner], parts, words) for owner, parts in lines)

    def blocks(self) -> Blocks:
        most = np.full(len(self.keys.hashes), RARE)
        last = self.keys.counts.cumsum() - 1
        most[last[self.places.postcodes >= 0]] = CROWDED
        return Blocks(self.keys, most)

    def entry(self, line: int) -> Entry:
        return self.entries[self.owners[line]]

    def name(self, line: int) -> str:
        """One of the names of its entry."""
        first = np.searchsorted(self.owners, self.owners[line])
        return self.entry(line).names[line - first]


def _keys(entry: Entry, words: tuple[str, ...], known: Words) -> list[str]:
    """Rare words, the whole name, as it may have none, its beginning, as it may divide its words
    differently, website, and last of all the postcode.
    """
    keys = [word for word in words if known.count[word] <= RARE]
    keys += [" ".join(sorted(words)) + ".", "".join(words)[:BEGINNING] + "…"]
    keys += filter(None, [host_of(entry.website)])
    return [*keys, POSTCODE + entry.postcode] if entry.postcode else keys


def keys_of(entries: Iterable[Entry], words: Words) -> set[str]:
    """What these may be found by: who has none of it in common with them is not like any of them.

    A postcode stands behind ``POSTCODE``; the others are words, names and websites.
    """
    return {
        key
        for entry in entries
        for name in entry.names
        for key in _keys(entry, words_of(name), words)
    }


class Likeness:
    """Entries by postcode, website and rare words."""

    def __init__(
        self, entries: Iterable[Entry], names: Iterable[str] = (), words: Words | None = None
    ) -> None:
        """``names`` are those that rows will ask for.

        ``words`` are those of all names, where ``entries`` are but the part of them that has a key
        in common with the rows: see ``keys_of``.
        """
        entries = list(entries)
        self.ids = Ids()
        self.lines = Lines(entries, self.ids)
        self.words = words or Words(names)
        if words is None:
            self.words.add(self.lines.names.words)
        self.lines.weigh(self.words)
        self.blocks = self.lines.blocks()
        self.numbers = {entry: number for number, entry in enumerate(entries)}

    def near(self, asked: Entry) -> list[Like]:
        """Return the entries that may be the one ``asked`` for, the likeliest first."""
        return self.near_each([asked])[0]

    def near_each(self, asked: Sequence[Entry]) -> list[list[Like]]:
        """Return those of each; for many at once it takes a small part of the time."""
        found: dict[int, dict[Entry, Like]] = defaultdict(dict)
        ours = Lines(asked, self.ids)
        ours.weigh(self.words)
        selves = np.array([self.numbers.get(entry, -1) for entry in asked], "i4")[ours.owners]
        for mine, others in self.blocks.pairs(ours.keys):
            strange = self.lines.owners[others] != selves[mine]
            for line, like in self._alike(ours, mine[strange], others[strange]):
                likes = found[ours.owners[line]]
                if like.entry not in likes or likes[like.entry].score < like.score:
                    likes[like.entry] = like
        return [
            sorted(found[number].values(), key=lambda like: -like.score) if number in found else []
            for number in range(len(asked))
        ]

    def _alike(
        self, ours: Lines, mine: np.ndarray, others: np.ndarray
    ) -> Iterator[tuple[int, Like]]:
        """Yield those of these pairs that are; nearly all are passed over without a close look."""
        here, there = ours.places.at(mine), self.lines.places.at(others)
        together = ~here.apart(there)
        here, there = here.at(together), there.at(together)
        mine, others = mine[together], others[together]
        shares, same_site = here.shares(there), here.same_site(there)
        most = at_most(ours.names, self.lines.names, mine, others)
        most = np.where(same_site, (1 + most) / 2, most) * shares
        worth = np.flatnonzero(most >= SHOWN - ROUNDING)
        columns = (column[worth].tolist() for column in (mine, others, shares, same_site))
        for line, pairs in groupby(zip(*columns, strict=True), key=itemgetter(0)):
            beside = slice(*np.searchsorted(mine, (line, line + 1)))
            known = {other: place for _line, other, *place in pairs}
            for other in self._nearest(ours.names.texts[line], others[beside].tolist()):
                like = other in known and self._like(ours, line, other, *known[other])
                if like:
                    yield line, like

    def _nearest(self, text: str, others: list[int]) -> list[int]:
        """The lines that are the most alike at first sight: only they are looked at."""
        texts = {other: self.lines.names.texts[other] for other in others}
        found = process.extract(
            text, texts, scorer=fuzz.token_set_ratio, score_cutoff=GLANCE, limit=BLOCK
        )
        return [other for _text, _score, other in found]

    def _like(
        self, ours: Lines, line: int, number: int, share: float, is_same_site: bool
    ) -> Like | None:
        name, other = ours.name(line), self.lines.name(number)
        score = self.words.likeness(name, other, is_same_site) * share
        if score < SHOWN:
            return None
        return Like(self.lines.entry(number), score, ours.entry(line), name, other)


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
        if streets_differ(asked, entry):
            found.append(_("but another street"))
        elif asked.street and street_key(asked.street) == street_key(entry.street):
            found.append(_("same street"))
    elif asked.city and entry.city:
        found.append(_("same place"))
        if asked.postcode and entry.postcode:
            found.append(_("but another postcode"))
    return found
