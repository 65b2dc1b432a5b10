"""All entries of the directory, as far as rows that nothing certain was found for may mean them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from companies.models import Company

from .directory import Entry
from .glance import BEGINNING, Ids
from .likeness import CROWDED, RARE, Like, Likeness
from .matching import Matcher
from .names import Words, words_of
from .whereabouts import POSTCODE, host_of

AT_ONCE = 2000  # entries of the directory, read in one go
FEW = 50_000  # entries, all of which may be in memory
CHAPTER = 50  # parts of a list, for which the directory is read once
DIRECTORY = """
    SELECT company.id::text, company.name, company.former_names, company.website,
        coalesce(place.postcode, ''), coalesce(place.street, ''), coalesce(place.city, '')
    FROM companies_company AS company
    LEFT JOIN companies_location AS place ON place.company_id = company.id AND place.is_primary
    {only} ORDER BY company.created_at, company.id"""
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
        indexes = [self._known] if self._known.lines.things else []
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
        self._known = Likeness(words=self._words, ids=self._ids)
        wanted = None
        if Company.objects.count() > FEW:
            ahead = self.ahead(self.part, (self._chapter + 1) * CHAPTER)
            wanted = Wanted(self._words, chain(asked, ahead))
        for lines in self._directory(matcher):
            if is_first:
                self._words.add(words_of(name) for line in lines for name in line.names)
            if wanted:
                lines = [line for line in lines if wanted.has(line)]
            self._known.take(lines, [line.id for line in lines])
        self._known.index()

    def _directory(self, matcher: Matcher) -> Iterator[list[Line]]:
        """Those who may be meant, some at a time, in the order in which they came."""
        actor, has_keys = matcher.actor, matcher.has_keys
        taken = {str(pk) for pk, entry in matcher.directory.by_id.items() if has_keys and entry.row}
        statement = DIRECTORY.format(only=WITHOUT_KEYS if has_keys else "")
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement, [self.source] if has_keys else [])
            while rows := cursor.fetchmany(AT_ONCE):
                yield [
                    Line(pk, (name, *former), *rest)
                    for pk, name, former, *rest in rows
                    if pk not in taken and (actor.companies is None or actor.may_change(UUID(pk)))
                ]


class Wanted:
    """By what rows may be found, and how often it may be found until it is no help any more: see
    ``likeness.keys_of``.
    """

    def __init__(self, words: Words, entries: Iterable[Entry]) -> None:
        self.words = words
        self.rare: set[str] = set()
        self.left: dict[str, int] = {}
        for entry in entries:
            for name in entry.names:
                parts = words_of(name)
                self.rare.update(parts)
                self.left[" ".join(sorted(parts)) + "."] = RARE
                self.left["".join(parts)[:BEGINNING] + "…"] = RARE
            self.left[host_of(entry.website)] = RARE
            self.left[POSTCODE + entry.postcode] = CROWDED
        for key in ("", POSTCODE):
            self.left.pop(key, None)

    def has(self, line: Line) -> bool:
        """Whether it is of use to know this entry. Of a crowd, one too many is kept."""
        count, rare = self.words.count, self.rare
        site, postcode = host_of(line.website), POSTCODE + line.postcode
        found = False
        for name in line.names:
            words = words_of(name)
            found |= any(word in rare and count[word] <= RARE for word in words)
            found |= self._has(" ".join(sorted(words)) + ".")
            found |= self._has("".join(words)[:BEGINNING] + "…")
            found |= self._has(site) | self._has(postcode)
        return found

    def _has(self, key: str) -> bool:
        left = self.left.get(key, -1)
        if left < 0:
            return False
        self.left[key] = left - 1
        return True
