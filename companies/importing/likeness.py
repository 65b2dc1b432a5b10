"""Which entries are like a row: by name and place, looked for only where they can be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from .cleaning import Draft
from .directory import Entry, name_key, street_key
from .glance import ROUNDING, Blocks, Ids, at_most
from .lines import RARE, Lines
from .names import Words, are_forms_apart, telling, tells_apart, words_of
from .whereabouts import is_same_website, streets_differ

# Set on one half of the pairs of benchmarks/matching.py, and measured on the other.
AUTOMATIC = 0.75
SHOWN = 0.6
AHEAD = 0.04  # how much likelier than the next one an entry must be to be taken by itself

# Fields of a row, and what they are cleaned with.
TOLD_BY = ("name", "former_names", "website", "postcode", "city", "state", "address")
AT_ONCE = 20_000  # lines that are put into an index
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

    def of(self, entry: Entry) -> "Like":
        """The same, with the entry in the place of what stood for it."""
        return replace(self, entry=entry)


class Likeness:
    """Entries by postcode, website and rare words."""

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        names: Iterable[str] = (),
        words: Words | None = None,
        ids: Ids | None = None,
        kind: str = "O",
    ) -> None:
        """``names`` are those that rows will ask for.

        ``words`` are those of all names, where ``entries`` are but the part of them that has a key
        in common with the rows: see ``Lines.keys``.
        """
        entries = list(entries)
        self.lines = Lines(Ids() if ids is None else ids, kind)
        self.words = words or Words(names)
        if words is None:
            self.words.add(words_of(name) for entry in entries for name in entry.names)
        self.blocks = Blocks()
        self.numbers: dict[Any, int] = {}
        self._dropped: set[int] = set()
        self._indexed = 0
        self.add(entries, entries)

    def add(self, entries: Sequence[Entry], things: Sequence[Any]) -> None:
        """Know these, too; ``things`` stand for them."""
        self.numbers.update(
            (thing, number) for number, thing in enumerate(things, len(self.lines.things))
        )
        self.lines.add(entries, things)
        self.index()

    def index(self, wanted: np.ndarray | None = None) -> None:
        """Find the lines that were added, by those keys alone that are ``wanted``."""
        rare = self._rare()
        while self._indexed < len(self.lines):
            start, end = self._indexed, min(self._indexed + AT_ONCE, len(self.lines))
            keys = self.lines.keys(rare, start, end, wanted)
            self.blocks.add(keys, self.lines.most(keys))
            self._indexed = end

    def drop(self, things: Iterable[Any]) -> None:
        """Find these no more."""
        self._dropped.update(self.numbers[thing] for thing in things)

    def _rare(self) -> np.ndarray:
        return self.lines.names.ids.counts_in(self.words) <= RARE

    def near(self, asked: Entry) -> list[Like]:
        """Return the entries that may be the one ``asked`` for, the likeliest first."""
        return self.near_each([asked])[0]

    def near_each(
        self, asked: Sequence[Entry], things: Sequence[Any] | None = None
    ) -> list[list[Like]]:
        """Return those of each; for many at once it takes a small part of the time."""
        found: dict[int, dict[Any, Like]] = defaultdict(dict)
        texts: dict[int, str] = {}
        ids = self.lines.names.ids
        known = len(ids)
        ours = Lines(ids)
        ours.add(asked, asked)
        selves = [self.numbers.get(thing, -1) for thing in (things or asked)]
        selves = np.array(selves, "i4")[ours.owners]
        ours.names.weigh(self.words)
        self.lines.names.weigh(self.words)
        is_there = np.ones(len(self.lines.things), bool)
        is_there[list(self._dropped)] = False
        for mine, others in self.blocks.pairs(ours.keys(self._rare())):
            owners = self.lines.owners[others]
            strange = (owners != selves[mine]) & is_there[owners]
            for line, like in self._alike(ours, mine[strange], others[strange], texts):
                likes = found[ours.owners[line]]
                if like.entry not in likes or likes[like.entry].score < like.score:
                    likes[like.entry] = like
        ids.forget_from(known)
        return [
            sorted(found[number].values(), key=lambda like: -like.score) if number in found else []
            for number in range(len(asked))
        ]

    def _alike(
        self, ours: Lines, mine: np.ndarray, others: np.ndarray, texts: dict[int, str]
    ) -> Iterator[tuple[int, Like]]:
        """Yield those of these pairs that are; nearly all are passed over without a close look."""
        together = ~ours.places.are_apart(self.lines.places, mine, others)
        mine, others = mine[together], others[together]
        most = at_most(ours.names, self.lines.names, mine, others)
        same_site = ours.places.same_site(self.lines.places, mine, others)
        most = np.where(same_site, (1 + most) / 2, most)
        few = np.flatnonzero(most >= SHOWN - ROUNDING)  # wherever they are
        mine, others, same_site = mine[few], others[few], same_site[few]
        shares = ours.places.shares(self.lines.places, mine, others)
        worth = np.flatnonzero(most[few] * shares >= SHOWN - ROUNDING)
        columns = (column[worth].tolist() for column in (mine, others, shares, same_site))
        for line, pairs in groupby(zip(*columns, strict=True), key=itemgetter(0)):
            known = {other: place for _line, other, *place in pairs}
            (text,) = ours.names.texts([line])
            for other in self._nearest(text, list(known), texts):
                if like := self._like(ours, line, other, *known[other]):
                    yield line, like

    def _nearest(self, text: str, others: list[int], texts: dict[int, str]) -> list[int]:
        """The lines that are the most alike at first sight: only they are looked at."""
        if missing := [other for other in others if other not in texts]:
            texts.update(zip(missing, self.lines.names.texts(missing), strict=True))
        beside = {other: texts[other] for other in others}
        found = process.extract(
            text, beside, scorer=fuzz.token_set_ratio, score_cutoff=GLANCE, limit=BLOCK
        )
        return [other for _text, _score, other in found]

    def _like(
        self, ours: Lines, line: int, number: int, share: float, is_same_site: bool
    ) -> Like | None:
        name, other = ours.name(line), self.lines.name(number)
        score = self.words.likeness(name, other, is_same_site) * share
        if score < SHOWN:
            return None
        return Like(self.lines.thing(number), score, ours.thing(line), name, other)


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
