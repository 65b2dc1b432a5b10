"""What tells the entries of a large directory at first sight, kept in the database.

To read all of them and to take their names apart takes longer than all else that is planned. What
is kept of an entry counts only while a hash says that it still is what was read; the others, which
are new or have changed since, are read as they are.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Self
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import Max
from psycopg import Cursor, ServerCursor

from companies.models import Company, NamePage

from .arrays import packed, unpacked
from .glance import Column, Ids, Names, hash_of, spread
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
    """Of what was ``read``; return the words of each name."""
    entries = [Line(pk[:ID], (name, *former), *rest) for pk, name, former, *rest in rows]
    return lines.add(entries, np.frombuffer(b"".join([each.id for each in entries]), BY_ID))


class Words:
    """The words of all names, by their numbers, and in how many names each is."""

    def __init__(self, data: bytes) -> None:
        vars(self).update(unpacked(data))
        self.sum = int(self.counts.sum())
        self._letters = self.written.tobytes()
        self._order = self.hashes.argsort()

    @staticmethod
    def packed(ids: Ids, counts: np.ndarray, keys: Sequence[tuple[np.ndarray, int]]) -> bytes:
        """``keys`` of all names, one kind after the other, and how many names can have one of
        them, for it to be of help.
        """
        written = [text.encode("utf-8", "surrogatepass") for text in ids.texts]
        crowds = [_beyond(*kind) for kind in keys]
        arrays = {
            "hashes": np.array(ids.hashes, "u8"),
            "counts": counts.astype("i4"),
            "ends": np.array(list(map(len, written)), "i4").cumsum(dtype="i4"),
            "written": np.frombuffer(b"".join(written), "u1"),
            "crowds": np.concatenate([np.zeros(0, "u8"), *(keys for keys, _surplus in crowds)]),
            "surplus": np.concatenate([np.zeros(0, "i8"), *(more for _keys, more in crowds)]),
        }
        return packed(arrays)

    @property
    def texts(self) -> Self:
        return self

    def __getitem__(self, number: int) -> str:
        start = self.ends[number - 1] if number else 0
        return self._letters[start : self.ends[number]].decode("utf-8", "surrogatepass")

    def times(self, words: Sequence[str]) -> list[int]:
        """In how many names each of these is."""
        if not len(self.hashes):
            return [0] * len(words)
        hashes = np.array([hash_of(word) for word in words], "u8")
        places = np.searchsorted(self.hashes, hashes, sorter=self._order)
        numbers = self._order[np.minimum(places, len(self._order) - 1)]
        return np.where(self.hashes[numbers] == hashes, self.counts[numbers], 0).tolist()

    def no_help(self) -> np.ndarray:
        """Hashes of keys that so many names have that they lead to none."""
        return self.crowds[self.surplus > 0]

    def forget(self, names: Names, lines: np.ndarray) -> None:
        """These names are no longer there."""
        gone = times_of(names, lines, len(self.counts))
        self.counts = self.counts - gone
        self.surplus = self.surplus - len(lines)  # any of them may have had the key
        self.sum -= int(gone.sum())


def _beyond(keys: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The keys that more names than that have, and by how many more."""
    keys, counts = np.unique(keys, return_counts=True)
    return keys[counts > most], counts[counts > most] - most


def times_of(names: Names, lines: np.ndarray, size: int) -> np.ndarray:
    """In how many of these names each of the words is."""
    pairs, places = spread(names.starts[lines], names.counts[lines])
    once = np.unique(pairs.astype("i8") * size + names.part_ids[places])
    return np.bincount(once % max(size, 1), minlength=size)


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
    shelf = (NamePage.objects.aggregate(last=Max("shelf"))["last"] or 0) + 1
    ids, counts = Ids(), np.zeros(0, "i8")
    keys = {"whole": Column("u8"), "begin": Column("u8")}
    keys |= {"sites": Column("u8"), "postcodes": Column("u8")}
    with connection.chunked_cursor() as cursor:
        cursor.execute(KEEP)
        while rows := cursor.fetchmany(AT_ONCE):
            lines = Lines(ids, BY_ID)
            add_rows(lines, rows)
            _keep_page(shelf, b"".join([mark for mark, *_told in rows]), lines)
            more = times_of(lines.names, _of(lines), len(ids))
            more[: len(counts)] += counts
            counts = more
            for name, values in (lines.names.arrays | vars(lines.places)).items():
                if name in keys:
                    keys[name].extend(values)
    most = {name: CROWDED if name == "postcodes" else RARE for name in keys}
    words = Words.packed(ids, counts, [(keys[name].values, most[name]) for name in keys])
    NamePage.objects.create(code=code_version(), shelf=shelf, marks=b"", data=words)
    unread = NamePage.objects.filter(shelf__lt=shelf).select_for_update(skip_locked=True)
    NamePage.objects.filter(pk__in=unread.values("pk")).delete()


def _keep_page(shelf: int, marks: bytes, lines: Lines) -> None:
    NamePage.objects.create(
        code=code_version(),
        shelf=shelf,
        first=UUID(bytes=marks[:ID]),
        hash=np.bitwise_xor.reduce(np.frombuffer(marks, MARKED)["hash"]),
        marks=marks,
        data=lines.packed(),
    )


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
        self.words = Words(_data(words) if words else Words.packed(Ids(), np.zeros(0), []))
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
        for rows in read(which):
            lines = Lines(ids, BY_ID)
            allowed = [row for row in rows if self._is_allowed(row[0])]
            self.newer_words += add_rows(lines, allowed)
            self.newer_lines.append(lines)


def _pages() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(PAGES, [code_version()])
        return cursor.fetchall()


def read(only: Only = ALL) -> Iterator[list[tuple]]:
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
