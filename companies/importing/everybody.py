"""All entries of the directory, as far as rows that nothing certain was found for may mean them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection

from companies.models import Company

from .directory import Entry
from .glance import BEGINNING, Ids
from .likeness import CROWDED, RARE, Like, Likeness
from .matching import Matcher
from .names import Words, words_of
from .whereabouts import POSTCODE, host_of, towns_of

ANYWHERE = frozenset([""])
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
    {EVERYBODY} ORDER BY company.created_at, company.id"""
CROWDS = f"""
    SELECT postcode {EVERYBODY} GROUP BY postcode
    HAVING sum(1 + cardinality(company.former_names)) > %s"""
# Two keys of one list are two entries.
WITHOUT_KEYS = """
    WHERE NOT EXISTS (SELECT FROM companies_sourcerecord AS record
        JOIN clusters_source AS source ON source.id = record.source_id AND source.slug = %s
        JOIN list_keys ON list_keys.key = record.key WHERE record.company_id = company.id)"""

Load = Callable[[set[UUID]], dict[UUID, Entry]]
Ahead = Callable[[int, int], Iterable[Entry]]


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
        self._known = self._listed = Likeness()
        self._new: set[str] = set()  # of the last part that asked, unless remembered

    def near(self, matcher: Matcher, asked: Sequence[Entry]) -> list[list[Like]]:
        """What each of these is like, the likeliest first.

        Two keys of one list are two entries: its rows are not compared with each other.
        """
        if self._chapter != self.part // CHAPTER:
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
        self._chapter = self.part // CHAPTER
        self._known = Likeness(words=self._words, ids=self._ids, kind="S36")
        wanted = None
        if Company.objects.count() > FEW:
            ahead = self.ahead(self.part, (self._chapter + 1) * CHAPTER)
            wanted = Wanted(self._words, chain(asked, ahead))
            wanted.leave_out(self._crowds(matcher))
        for lines in self._directory(matcher):
            if is_first:
                self._words.add(words_of(name) for line in lines for name in line.names)
            if wanted:
                lines = [line for line in lines if wanted.has(line)]
            self._known.lines.add(lines, [line.id for line in lines])
        self._known.index(wanted and wanted.keys())

    def _directory(self, matcher: Matcher) -> Iterator[list[Line]]:
        """Those who may be meant, some at a time, in the order in which they came."""
        actor, has_keys = matcher.actor, matcher.has_keys
        taken = {str(pk) for pk, entry in matcher.directory.by_id.items() if has_keys and entry.row}
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'")  # to sort it in few pieces
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
        self.towns: dict[str, frozenset[str]] = {}  # of the rows that have a key
        self.left: dict[str, int] = {}  # how many may still have it; words are counted anyway
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        for entry in entries:
            towns = frozenset(towns_of(entry.city)) if entry.city else ANYWHERE
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

    def _want(self, key: str, towns: frozenset[str], most: int = 0) -> None:
        known = self.towns.get(key, towns)
        if known is not towns:
            both = known | towns
            towns = self._sets.setdefault(both, both)
        self.towns[key] = towns
        if most:
            self.left[key] = most

    def leave_out(self, keys: Iterable[str]) -> None:
        self.left.update((key, -1) for key in keys if key in self.left)

    def has(self, line: Line) -> bool:
        """Whether a row that has a key in common with this entry may be where it is."""
        count, towns = self.words.count, self.towns
        here = towns_of(line.city) if line.city else ()
        place = (host_of(line.website) if line.website else "", POSTCODE + line.postcode)
        found = False
        for name in line.names:
            words = words_of(name)
            shared = [word for word in words if word in towns]
            for word in shared:
                if not found and count[word] <= RARE:
                    found = self._is_near(word, here)
            whole = _whole(words) if len(shared) == len(words) else ""
            for key in (whole, _beginning(words), *place):
                if key in self.left:
                    self.left[key] -= 1
                    found = found or (self.left[key] >= 0 and self._is_near(key, here))
        return found

    def _is_near(self, key: str, here: tuple[str, ...]) -> bool:
        towns = self.towns[key]
        return not here or "" in towns or not towns.isdisjoint(here)

    def keys(self) -> np.ndarray:
        """Those that are of help."""
        return np.sort(np.array([hash(key) for key in self.towns if self.left.get(key, 0) >= 0]))


def _whole(words: tuple[str, ...]) -> str:
    return " ".join(sorted(words)) + "."


def _beginning(words: tuple[str, ...]) -> str:
    return "".join(words)[:BEGINNING] + "…"
