"""All entries of the directory, as far as rows that nothing certain was found for may mean them."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from uuid import UUID

import numpy as np

from .directory import Entry
from .glance import Ids, spread
from .likeness import Like, Likeness
from .lines import BY_ID, CROWDED, RARE, Lines
from .matching import Matcher
from .names import Words, words_of
from .shelf import ALL, Only, Shelf
from .whereabouts import Whereabouts

AT_ONCE = 1000  # rows, taken apart in one go
CHAPTER = 10  # parts of a list, for which the directory is gone through once
# Two keys of one list are two entries.
WITHOUT_KEYS = """
    WHERE NOT EXISTS (SELECT FROM companies_sourcerecord AS record
        JOIN clusters_source AS source ON source.id = record.source_id AND source.slug = %s
        JOIN list_keys ON list_keys.key = record.key WHERE record.company_id = company.id)"""
ANYWHERE = np.uint64(1)  # as towns: of a row that does not say where it is
EVERYWHERE = ~np.uint64(0)  # … and of an entry
ENDS = 20  # bits
LAST = np.uint64((1 << ENDS) - 1)
NO_END = np.iinfo("i4").max  # for words: whether they are rare is counted

Load = Callable[[set[UUID]], dict[UUID, Entry]]
Ahead = Callable[[int, int], Iterable[Entry]]


def chapter_of(part: int) -> int:
    return part // CHAPTER


class Everybody:
    """Only those are in memory who have a word, a website or a postcode in common with rows of the
    list, and of them no more than tells them at first sight.
    """

    def __init__(self, source: str, load: Load, ahead: Ahead) -> None:
        """``load`` gets entries by id, ``ahead`` what the rows of some parts say of themselves."""
        self.source = source
        self.load = load
        self.ahead = ahead
        self.part = 0  # of the list, which is looked at
        self._ids = Ids()
        self._words: Words | None = None  # of all names
        self._shelf: Shelf | None = None
        self._chapter = -1
        self._has_all = False  # the directory, which is small
        self._known = self._listed = Likeness()
        self._new: set[str] = set()  # of the last part that asked, unless remembered

    def near(self, matcher: Matcher, asked: Sequence[Entry]) -> list[list[Like]]:
        """What each of these is like, the likeliest first.

        Two keys of one list are two entries: its rows are not compared with each other.
        """
        if not self._has_all and self._chapter != chapter_of(self.part):
            self._read(matcher, asked)
        indexes = [self._known] if len(self._known.lines) else []
        if not matcher.has_keys:
            self._list(asked)
            indexes.append(self._listed)
        ids = [str(entry.id) for entry in asked]
        found = [index.near_each(asked, ids) for index in indexes]
        entries = self._entries({like.entry for likes in chain(*found) for like in likes}, matcher)
        together = (chain(*likes) for likes in zip(*found, strict=True))
        return [
            sorted((like.of(entries[like.entry]) for like in likes), key=lambda like: -like.score)
            for likes in together
        ]

    def remember(self, entry: Entry) -> None:
        """A row is about it, for good."""
        self._new.discard(str(entry.id))

    def _list(self, asked: Sequence[Entry]) -> None:
        """Know these rows, too; some before turned out to be about entries of the directory."""
        self._listed.drop(self._new)
        self._words.add(words_of(name) for entry in asked for name in entry.names)
        ids = [str(entry.id) for entry in asked]
        self._listed.add(asked, ids)
        self._new = set(ids)

    def _entries(self, ids: set[str], matcher: Matcher) -> dict[str, Entry]:
        here = matcher.directory.by_id
        wanted = set(map(UUID, ids))
        missing = {pk for pk in wanted if pk not in here}
        found = self.load(missing) if missing else {}
        return {str(pk): here.get(pk) or found[pk] for pk in wanted}

    def _read(self, matcher: Matcher, asked: Sequence[Entry]) -> None:
        """Go through the directory, for the rows of a chapter."""
        if self._words is None:
            self._words = Words(each.name for each in asked)
            self._listed = Likeness(words=self._words, ids=self._ids)
            self._shelf = Shelf(self._only(matcher), matcher.actor.companies)
            self._words.grow(self._shelf.words.sum)
            self._words.add(self._shelf.newer_words)
        self._chapter = chapter_of(self.part)
        self._known = Likeness(words=self._words, ids=self._ids, kind=BY_ID)
        self._has_all = not self._shelf.is_large
        wanted = None if self._has_all else self._wanted(asked)
        for lines, there in self._shelf.pages():
            self._known.lines.take(lines, wanted.chosen(lines, there) if wanted else there)
        self._words.ask(self._ids.texts, self._shelf.words.times)
        self._known.index(wanted and wanted.keys())

    def _wanted(self, asked: Sequence[Entry]) -> "Wanted":
        ours = Lines(Ids(), "i4")
        rows = chain(asked, self.ahead(self.part, (self._chapter + 1) * CHAPTER))
        while some := list(islice(rows, AT_ONCE)):
            ours.add(some, range(len(some)))
        self._words.ask(ours.names.ids.texts, self._shelf.words.times)
        return Wanted(ours, self._words, self._shelf.words.no_help())

    def _only(self, matcher: Matcher) -> Only:
        return (WITHOUT_KEYS, [self.source]) if matcher.has_keys else ALL


class Wanted:
    """By what rows may be found, and where: see ``Lines.keys``."""

    def __init__(self, rows: Lines, words: Words, no_help: np.ndarray) -> None:
        """``no_help`` are keys that too many names have."""
        names, places = rows.names, rows.places
        towns = _towns(places, ANYWHERE)
        owners, of_words = spread(names.starts, names.counts)
        numbers = names.part_ids[of_words]
        is_rare = names.ids.counts_in(words)[numbers] <= RARE
        hashes = np.array(names.ids.hashes, "u8")
        kinds = [
            (np.zeros(1, "u8"), np.zeros(1, "u8"), -1),  # what is not known is no key
            (hashes[numbers[is_rare]], towns[owners[is_rare]], NO_END),
            *((column, towns, RARE) for column in (names.whole, names.begin, places.sites)),
            (places.postcodes, towns, CROWDED),
        ]
        found = np.concatenate([kind[0] for kind in kinds])
        most = np.concatenate([np.full(len(kind[0]), kind[2], "i4") for kind in kinds])
        most[(found == 0) | np.isin(found, no_help)] = -1
        order = np.argsort(found, kind="stable")
        self.hashes, first = np.unique(found[order], return_index=True)
        towns = np.concatenate([kind[1] for kind in kinds])[order]
        self.towns = np.bitwise_or.reduceat(towns, first)
        self.left = most[order][first]  # how many may still have it
        self._ends = np.zeros(1 << ENDS, bool)  # of hashes; nearly all others are ruled out by it
        self._ends[self.hashes[(self.left >= 0) & (self.left < NO_END)] & LAST] = True
        self._words: tuple[Ids | None, np.ndarray] = (None, np.zeros(0, "u8"))

    def chosen(self, lines: Lines, among: np.ndarray) -> np.ndarray:
        """Of these lines those of entries that have a key in common with a row that may be where
        they are.
        """
        names, places = lines.names, lines.places.at(among)
        here = _towns(places, EVERYWHERE)
        wanted = np.zeros(len(among), bool)
        owners, of_words = spread(names.starts[among], names.counts[among])
        towns = self._towns_of_words(names.ids)[names.part_ids[of_words]]
        wanted[owners[(towns & here[owners]) != 0]] = True
        for keys in (names.whole[among], names.begin[among], places.sites, places.postcodes):
            wanted |= self._have(keys, here)
        entries = np.zeros(len(lines.things), bool)
        entries[lines.owners[among[wanted]]] = True
        return among[entries[lines.owners[among]]]

    def keys(self) -> np.ndarray:
        """Those that are of help, and 0."""
        return self.hashes[(self.left >= 0) | (self.hashes == 0)]

    def _towns_of_words(self, ids: Ids) -> np.ndarray:
        """Of each word, by its number, where it is wanted."""
        known, towns = self._words
        if known is not ids or len(towns) < len(ids.hashes):
            hashes = np.array(ids.hashes, "u8")
            places = self._places(hashes)
            is_word = (self.hashes[places] == hashes) & (self.left[places] == NO_END)
            towns = np.where(is_word, self.towns[places], np.uint64(0))
            self._words = ids, towns
        return towns

    def _have(self, keys: np.ndarray, here: np.ndarray) -> np.ndarray:
        """Which of these are wanted; of each key no more than help."""
        known = np.flatnonzero(self._ends[keys & LAST])
        places = self._places(keys[known])
        is_key = (self.hashes[places] == keys[known]) & (self.left[places] >= 0)
        known, places = known[is_key], places[is_key]
        order = np.argsort(places, kind="stable")
        _keys, first, counts = np.unique(places[order], return_index=True, return_counts=True)
        before = np.empty(len(order), "i8")  # how many had the key before
        before[order] = np.arange(len(order)) - np.repeat(first, counts)
        is_wanted = (before < self.left[places]) & ((self.towns[places] & here[known]) != 0)
        self.left[_keys] -= counts.astype("i4")
        found = np.zeros(len(keys), bool)
        found[known[is_wanted]] = True
        return found

    def _places(self, hashes: np.ndarray) -> np.ndarray:
        """Where they are among ours, if they are."""
        return np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)


def _towns(places: Whereabouts, unknown: np.uint64) -> np.ndarray:
    """A bit for each place and its town; some share one, so that more are wanted than need be."""
    bits = ANYWHERE if unknown == EVERYWHERE else np.uint64(0)
    for column in (places.places, places.towns):
        bits = bits | np.uint64(1) << (column % np.uint64(63) + np.uint64(1))
    return np.where(places.cities == 0, unknown, bits)
