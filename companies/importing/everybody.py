"""All entries of the directory, as far as rows that nothing certain was found for may mean them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection

from .directory import Entry
from .glance import BEGINNING, Ids
from .likeness import CROWDED, RARE, Like, Likeness
from .matching import Matcher
from .names import Words, words_of, words_of_each
from .whereabouts import POSTCODE, host_of, towns_of

ANYWHERE, EVERYWHERE = 1, -1  # as towns: of a row that does not say where it is, and of an entry
AT_ONCE = 1000  # entries of the directory, read in one go
FEW = 50_000  # entries, all of which may be in memory
CHAPTER = 50  # parts of a list, for which the directory is read once
EVERYBODY = """
    FROM companies_company AS company
    LEFT JOIN companies_location AS place ON place.company_id = company.id AND place.is_primary
    {only} """
DIRECTORY = f"""
    SELECT company.id::text, company.name, company.former_names, company.website,
        coalesce(place.postcode, ''), coalesce(place.street, ''), coalesce(place.city, '')
    {EVERYBODY} ORDER BY company.id"""
CROWDS = f"""
    SELECT postcode {EVERYBODY} GROUP BY postcode
    HAVING sum(1 + cardinality(company.former_names)) > %s"""
# What is read after that is sorted in few pieces, and read to its end.
HAS_FEW = """
    SELECT count(*) <= %s, set_config('work_mem', '64MB', true),
        set_config('cursor_tuple_fraction', '1', true)
    FROM companies_company"""
# Two keys of one list are two entries.
WITHOUT_KEYS = """
    WHERE NOT EXISTS (SELECT FROM companies_sourcerecord AS record
        JOIN clusters_source AS source ON source.id = record.source_id AND source.slug = %s
        JOIN list_keys ON list_keys.key = record.key WHERE record.company_id = company.id)"""

Load = Callable[[set[UUID]], dict[UUID, Entry]]
Ahead = Callable[[int, int], Iterable[Entry]]


def chapter_of(part: int) -> int:
    return part // CHAPTER


class Line(NamedTuple):
    """What tells an entry at first sight."""

    id: str
    names: tuple[str, ...]
    website: str
    postcode: str
    street: str
    city: str


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
        self._chapter = -1
        self._has_all = False  # the directory, which is small enough
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
        is_first = self._words is None
        if is_first:
            self._words = Words(each.name for each in asked)
            self._listed = Likeness(words=self._words, ids=self._ids)
        self._chapter = chapter_of(self.part)
        self._known = Likeness(words=self._words, ids=self._ids, kind="S36")
        wanted = None
        with connection.cursor() as cursor:
            cursor.execute(HAS_FEW, [FEW])
            self._has_all = cursor.fetchone()[0]
        if not self._has_all:
            ahead = self.ahead(self.part, (self._chapter + 1) * CHAPTER)
            wanted = Wanted(self._words, chain(asked, ahead))
            wanted.leave_out(self._crowds(matcher))
        for lines in self._directory(matcher):
            words = words_of_each([name for line in lines for name in line.names])
            if is_first:
                self._words.add(words)
            if wanted:
                rest = iter(words)
                lines = [line for line in lines if wanted.has(line, islice(rest, len(line.names)))]
            self._known.lines.add(lines, [line.id for line in lines])
        self._known.index(wanted and wanted.keys())

    def _directory(self, matcher: Matcher) -> Iterator[list[Line]]:
        """Those who may be meant, some at a time, in the order in which they came."""
        actor, has_keys = matcher.actor, matcher.has_keys
        taken = {str(pk) for pk, entry in matcher.directory.by_id.items() if has_keys and entry.row}
        with connection.chunked_cursor() as cursor:
            self._ask(cursor, DIRECTORY, matcher)
            while rows := cursor.fetchmany(AT_ONCE):
                yield [
                    Line(pk, (name, *former), *rest)
                    for pk, name, former, *rest in rows
                    if pk not in taken and (actor.companies is None or actor.may_change(UUID(pk)))
                ]

    def _crowds(self, matcher: Matcher) -> Iterator[str]:
        """Postcodes of so many that they are no help."""
        if matcher.actor.companies is None:
            with connection.cursor() as cursor:
                self._ask(cursor, CROWDS, matcher, CROWDED)
                yield from (POSTCODE + (postcode or "") for (postcode,) in cursor.fetchall())

    def _ask(self, cursor: Any, statement: str, matcher: Matcher, *values: int) -> None:
        if matcher.has_keys:
            cursor.execute(statement.format(only=WITHOUT_KEYS), [self.source, *values])
        else:
            cursor.execute(statement.format(only=""), values)


class Wanted:
    """By what rows may be found, and where: see ``likeness.keys_of``."""

    def __init__(self, words: Words, entries: Iterable[Entry]) -> None:
        self.words = words
        self.towns: dict[str, int] = {}  # of the rows that have a key: a bit for each town
        self.left: dict[str, int] = {}  # how many may still have it; words are counted anyway
        self._bits: dict[str, int] = {}
        for entry in entries:
            towns = self._bits_of(entry.city) if entry.city else ANYWHERE
            for name in entry.names:
                words = words_of(name)
                for word in words:
                    self._want(word, towns)
                self._want(_whole(words), towns, RARE)
                self._want(_beginning(words), towns, RARE)
            if site := host_of(entry.website):
                self._want(site, towns, RARE)
            if entry.postcode:
                self._want(POSTCODE + entry.postcode, towns, CROWDED)
        self._hopeful = self.towns.keys() - self.left.keys()  # words that were rare so far
        self._here = lru_cache(maxsize=len(self._bits) + 1)(self._known_bits_of)

    def _want(self, key: str, towns: int, most: int = 0) -> None:
        self.towns[key] = self.towns.get(key, 0) | towns
        if most:
            self.left[key] = most

    def _bits_of(self, city: str) -> int:
        bits = 0
        for town in towns_of(city):
            bits |= self._bits.setdefault(town, 2 << len(self._bits))
        return bits

    def _known_bits_of(self, city: str) -> int:
        """Of an entry, which may be anywhere if it does not say."""
        if not city:
            return EVERYWHERE
        return ANYWHERE | sum({self._bits.get(town, 0) for town in towns_of(city)})

    def leave_out(self, keys: Iterable[str]) -> None:
        self.left.update((key, -1) for key in keys if key in self.left)

    def has(self, line: Line, words: Iterable[tuple[str, ...]]) -> bool:
        """Whether a row that has a key in common with this entry may be where it is.

        ``words`` are those of each of its names.
        """
        left, here = self.left, self._here(line.city)
        keys = [POSTCODE + line.postcode]
        if line.website:
            keys.append(host_of(line.website))
        found = False
        for each in words:
            if not self._hopeful.isdisjoint(each):
                found = found or self._has_rare(each, here)
            keys.append(_beginning(each))
            if not each or each[0] in self.towns:
                keys.append(_whole(each))
        for key in keys:
            if left.get(key, -1) >= 0:
                left[key] -= 1
                found = found or (left[key] >= 0 and bool(self.towns[key] & here))
        return found

    def _has_rare(self, words: tuple[str, ...], here: int) -> bool:
        shared = self._hopeful.intersection(words)
        frequent = {word for word in shared if self.words.count[word] > RARE}
        self._hopeful -= frequent
        return any(self.towns[word] & here for word in shared - frequent)

    def keys(self) -> np.ndarray:
        """Those that are of help."""
        return np.sort(np.array([hash(key) for key in self.towns if self.left.get(key, 0) >= 0]))


def _whole(words: tuple[str, ...]) -> str:
    return " ".join(sorted(words)) + "."


def _beginning(words: tuple[str, ...]) -> str:
    return "".join(words)[:BEGINNING] + "…"
