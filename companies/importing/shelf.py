"""What tells the entries of a large directory at first sight, kept in the database.

To read all of them and to take their names apart takes longer than all else that is planned. What
is kept of an entry counts only while a hash says that it still is what was read; the others, which
are new or have changed since, are read as they are.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import Max
from psycopg import Cursor, ServerCursor

from companies.models import Company, NamePage

from .glance import Column, Ids
from .kept_words import KeptWords, times_of
from .lines import BY_ID, CROWDED, RARE, Lines
from .version import code_version

AT_ONCE = 5_000  # entries of a page
FEW = 50_000  # entries that are read as they are; where more have changed, all are kept anew
FEWEST = 2_000  # entries; fewer are read in no time
LOCK = 7_317_002  # only one is made at a time
EVERYBODY = """
    FROM companies_company AS company
    LEFT JOIN companies_location AS place ON place.company_id = company.id AND place.is_primary"""
TOLD = """company.name, company.former_names, company.website, coalesce(place.postcode, ''),
    coalesce(place.street, ''), coalesce(place.city, '')"""
# What is read after that is sorted in few pieces, and read to its end.
HOW_MANY = """
    SELECT count(*), set_config('work_mem', '64MB', true),
        set_config('cursor_tuple_fraction', '1', true)
    FROM companies_company"""
# Of what is told; two hashes of a page that are the same stand for the same entries.
HASH = """hashtextextended(concat_ws(E'\\x1f', company.id, company.name,
    array_to_string(company.former_names, E'\\x1e'), company.website, place.postcode, place.street,
    place.city), 0)"""
MARK = f"uuid_send(company.id) || int8send({HASH})"
MARKED = np.dtype([("id", BY_ID), ("hash", ">i8")])
ID, LENGTH = 16, MARKED.itemsize  # bytes
KEEP = f"SELECT {MARK}, {TOLD} {EVERYBODY} ORDER BY company.id"
READ = f"SELECT uuid_send(company.id), {TOLD} {EVERYBODY} {{only}} ORDER BY company.id"
BY_IDS = "WHERE company.id = ANY(%s)"
# The pages of now, a hash of each: the next one begins with its first entry.
HASHES = f"""
    SELECT width_bucket(company.id, %s::uuid[]) - 1, bit_xor({HASH}) {EVERYBODY} {{only}}
    GROUP BY 1"""
MARKS = f"""
    SELECT page, string_agg(mark, ''::bytea)
    FROM (SELECT width_bucket(company.id, %s::uuid[]) - 1 AS page, {MARK} AS mark
        {EVERYBODY} {{only}}) AS marked
    WHERE page = ANY(%s) GROUP BY page"""  # noqa: S608
# Of the last shelf; nobody takes it away while it is read. The words come last.
PAGES = """
    SELECT id, first, hash FROM companies_namepage
    WHERE shelf = (SELECT max(shelf) FROM companies_namepage WHERE code = %s)
    ORDER BY first NULLS LAST FOR KEY SHARE"""
EACH_PAGE = "SELECT data FROM companies_namepage WHERE id = ANY(%s) ORDER BY first"
Only = tuple[str, list[Any]]  # a condition, and its values
ALL: Only = ("", [])


class Line(NamedTuple):
    """What tells an entry at first sight."""

    id: bytes
    names: tuple[str, ...]
    website: str
    postcode: str
    street: str
    city: str


def add_rows(lines: Lines, rows: Iterable[Sequence[Any]]) -> list[tuple[str, ...]]:
    """Of what was read; return the words of each name."""
    entries = [Line(pk[:ID], (name, *former), *rest) for pk, name, former, *rest in rows]
    return lines.add(entries, np.frombuffer(b"".join([each.id for each in entries]), BY_ID))


def refresh() -> None:
    """Where there are some, keep them as they are now: else the next list has to."""
    if Company.objects.count() > FEWEST:
        keep()
    else:
        NamePage.objects.all().delete()


@transaction.atomic
def keep() -> None:
    """Keep them all anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    newest = NamePage.objects.aggregate(newest=Max("shelf"))["newest"] or 0
    own = {"code": code_version(), "shelf": newest + 1}
    most = {"whole": RARE, "begin": RARE, "sites": RARE, "postcodes": CROWDED}
    keys = {name: Column("u8") for name in most}
    ids, counts = Ids(), np.zeros(0, "i8")
    with connection.chunked_cursor() as cursor:
        cursor.execute(KEEP)
        while rows := cursor.fetchmany(AT_ONCE):
            lines = Lines(ids, BY_ID)
            add_rows(lines, rows)
            NamePage.objects.create(**own, **_page(rows, lines))
            times = times_of(lines.names, _of(lines), len(ids))
            times[: len(counts)] += counts
            counts = times
            columns = lines.names.arrays | vars(lines.places)
            for name in most:
                keys[name].extend(columns[name])
    words = KeptWords.packed(ids, counts, [(keys[name].values, most[name]) for name in most])
    NamePage.objects.create(**own, marks=b"", data=words)
    unread = NamePage.objects.filter(shelf__lt=own["shelf"]).select_for_update(skip_locked=True)
    NamePage.objects.filter(pk__in=unread.values("pk")).delete()


def _page(rows: list[tuple], lines: Lines) -> dict[str, Any]:
    marks = b"".join([mark for mark, *_told in rows])
    return {
        "first": UUID(bytes=marks[:ID]),
        "hash": np.bitwise_xor.reduce(np.frombuffer(marks, MARKED)["hash"]),
        "marks": marks,
        "data": lines.packed(),
    }


class Shelf:
    """What was kept, as far as it still holds, and what came since; all, where nothing is kept."""

    def __init__(self, only: Only = ALL, allowed: Collection[UUID] | None = None) -> None:
        """Of all entries ``only`` some; where not all may be touched, those that are ``allowed``.

        In a transaction.
        """
        self.only = only
        self.allowed = None if allowed is None else {each.bytes for each in allowed}
        with connection.cursor() as cursor:
            cursor.execute(HOW_MANY)
            count = cursor.fetchone()[0]
        self.is_large = count > FEW
        self._open(_pages() if count else [])
        if self.is_large and (not self._pages or len(self._newer) > FEW):
            keep()
            self._open(_pages())
        self.newer_lines: list[Lines] = []
        self.newer_words: list[tuple[str, ...]] = []  # of each name of these
        if count and not self._pages:
            self._read_newer(self.only)
        elif self._newer:
            self._read_newer((BY_IDS, [self._newer]))

    def pages(self) -> Iterator[tuple[Lines, np.ndarray]]:
        """Yield names, and the numbers of those that still are."""
        for number, data in self._data():
            lines = Lines.unpacked(data, self.words)
            yield lines, _of(lines, self._there.get(number))
        for lines in self.newer_lines:
            yield lines, _of(lines)

    def _data(self) -> Iterator[tuple[int, bytes]]:
        """Of each page that an entry is left of; the block must not ask the database."""
        numbers = [
            n for n in range(len(self._pages)) if n not in self._there or self._there[n].any()
        ]
        with Cursor(connection.connection) as cursor:
            pages = [self._pages[number] for number in numbers]
            rows = cursor.stream(EACH_PAGE, [pages], binary=True)
            yield from ((number, data) for number, (data,) in zip(numbers, rows, strict=True))

    def _open(self, pages: list[tuple]) -> None:
        *pages, (words, *_none) = pages or [(None,)]
        self._pages = [page for page, *_rest in pages]
        self._there: dict[int, np.ndarray] = {}  # by page: which entries are what they were
        self._newer: list[UUID] = []  # entries that are not kept, or not as they are now
        none = KeptWords.packed(Ids(), np.zeros(0), [])
        self.words = KeptWords(_data(words) if words else none)
        if pages:
            self._compare([first for _page, first, _hash in pages], [page[2] for page in pages])

    def _compare(self, firsts: list[UUID], hashes: list[int]) -> None:
        condition, values = self.only
        with connection.cursor() as cursor:
            cursor.execute(HASHES.format(only=condition), [firsts, *values])
            now = dict(cursor.fetchall())
        numbers = now.keys() | range(len(firsts))
        if self.allowed is None:
            kept = dict(enumerate(hashes))
            numbers = [number for number in numbers if now.get(number) != kept.get(number)]
        if numbers:
            self._look_at(list(numbers), firsts)

    def _look_at(self, numbers: list[int], firsts: list[UUID]) -> None:
        condition, values = self.only
        rest = set(numbers)
        with ServerCursor(connection.connection, "marks") as cursor:
            cursor.itersize = 1
            asked = [firsts, *values, numbers]
            cursor.execute(MARKS.format(only=condition), asked, binary=True)
            for number, marks in cursor:
                rest.discard(number)
                self._compare_page(number, marks)
        for number in rest:
            self._compare_page(number, b"")
        for number, there in self._there.items():
            lines = self._lines(self._pages[number])
            self.words.forget(lines.names, _of(lines, ~there))

    def _compare_page(self, number: int, now: bytes) -> None:
        kept = _data(self._pages[number], "marks") if number >= 0 else b""
        before, after = _split(kept), _split(now)
        are_now, were = set(after), set(before)
        there = [mark in are_now and self._is_allowed(mark[:ID]) for mark in before]
        if not all(there):
            self._there[number] = np.array(there, bool)
        new = (mark for mark in after if mark not in were and self._is_allowed(mark[:ID]))
        self._newer += [UUID(bytes=mark[:ID]) for mark in new]

    def _is_allowed(self, pk: bytes) -> bool:
        return self.allowed is None or pk in self.allowed

    def _lines(self, page: int) -> Lines:
        return Lines.unpacked(_data(page), self.words)

    def _read_newer(self, which: Only) -> None:
        ids = Ids()
        for rows in _read(which):
            lines = Lines(ids, BY_ID)
            allowed = [row for row in rows if self._is_allowed(row[0])]
            self.newer_words += add_rows(lines, allowed)
            self.newer_lines.append(lines)


def _pages() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(PAGES, [code_version()])
        return cursor.fetchall()


def _read(only: Only) -> Iterator[list[tuple]]:
    """Yield what tells the entries, some at a time, in the order in which they came."""
    condition, values = only
    with connection.chunked_cursor() as cursor:
        cursor.execute(READ.format(only=condition), values)
        while rows := cursor.fetchmany(AT_ONCE):
            yield rows


def _of(lines: Lines, there: np.ndarray | None = None) -> np.ndarray:
    """The numbers of all lines, or of those whose entry is there."""
    return np.arange(len(lines)) if there is None else np.flatnonzero(there[lines.owners])


def _data(page: int, column: str = "data") -> bytes:
    with Cursor(connection.connection) as cursor:  # in binary form, which Django does not ask for
        statement = f"SELECT {column} FROM companies_namepage WHERE id = %s"  # noqa: S608
        return cursor.execute(statement, [page], binary=True).fetchone()[0]


def _split(marks: bytes) -> list[bytes]:
    return [marks[start : start + LENGTH] for start in range(0, len(marks), LENGTH)]
