"""Which entries have a word: kept as bitmaps with the base, read from the rows changed since."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import merge
from itertools import groupby
from operator import itemgetter

from django.db import connection
from psycopg import Cursor, ServerCursor
from pyroaring import BitMap

from companies.bulk import copy_rows
from companies.facets.snapshot import Snapshot, array_of, bitmap_received
from companies.facets.store import WORDS
from companies.search.models import Base, BasePart, Posting

WEIGHTS = "ABC"  # name; what it belongs to; description
# Of each word an entry has its best weight alone.
ALL = " UNION ALL ".join(
    f"""
    SELECT word COLLATE "C", '{weight}', string_agg(int4send(number), '')
    FROM companies_searchentry,
        unnest(tsvector_to_array(ts_filter(document, '{{{{{weight}}}}}'))) AS word
    WHERE is_public {{only}} GROUP BY word"""  # noqa: S608
    for weight in WEIGHTS
)
IN_ORDER = " ORDER BY 1, 2"
KEPT = """
    SELECT word, weight, numbers FROM companies_posting
    WHERE base_id = %s AND word = ANY(string_to_array(%s, ' '))"""
SIZE = "SELECT coalesce(sum(octet_length(numbers)), 0) FROM companies_posting WHERE base_id = %s"
EVERY = "SELECT word, weight, numbers FROM companies_posting WHERE base_id = %s"
CHANGED = """
    SELECT part.lexeme, part.weights[1], array_agg(number)
    FROM companies_searchentry, unnest(document) AS part
    WHERE number = ANY(%s) AND is_public AND part.lexeme = ANY(%s) GROUP BY 1, 2"""
FETCHED_AT_ONCE = 10  # words; each may have as many numbers as there are entries
KEPT_AT_ONCE = 1_000_000  # bytes
SMALL = 8_000_000  # bytes; a worker has the postings of a base up to this size in its memory

Parts = list[tuple[str, BitMap]]  # weight and entries
Postings = dict[str, Parts]  # by word
Row = tuple[str, str, BitMap]  # word, weight, entries
Kept = tuple[str, str, bytes]
FIELDS = ("base", "word", "weight", "numbers")


def postings(state: Snapshot, words: Iterable[str], newer: Iterable[str] = ()) -> Postings:
    """The entries that have each of the words, by the best weight that it has there.

    Of the words in ``newer`` only those that changed since the base.
    """
    wanted = list(words)
    found = kept(state.base, wanted)
    if state.changed:
        for word, parts in found.items():
            found[word] = [(weight, numbers - state.changed) for weight, numbers in parts]
        with connection.cursor() as cursor:
            cursor.execute(CHANGED, [array_of(state.changed).tolist(), [*wanted, *newer]])
            for word, weight, numbers in cursor.fetchall():
                found.setdefault(word, []).append((weight, BitMap(numbers)))
    return found


def kept(base: int | None, words: list[str]) -> Postings:
    """What the base has of each word."""
    if base is None:
        return {}
    if is_small(base):
        known = _all(base)
        return {word: known[word] for word in words if word in known}
    # As one text, since hundreds of words take their time to be quoted, and with a cursor that
    # Django does not offer, since bitmaps are half as long in binary form.
    with Cursor(connection.connection) as cursor:
        cursor.execute(KEPT, [base, " ".join(words)], binary=True)
        return _by_word(cursor.fetchall())


def _by_word(rows: Iterable[Kept]) -> Postings:
    found: Postings = defaultdict(list)
    for word, weight, numbers in rows:
        found[word].append((weight, BitMap.deserialize(numbers)))
    return dict(found)


@lru_cache(maxsize=2)
def is_small(base: int) -> bool:
    """Whether a worker has all postings of the base in its memory."""
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [base])
        return cursor.fetchone()[0] <= SMALL


@lru_cache(maxsize=1)
def _all(base: int) -> Postings:
    with Cursor(connection.connection) as cursor:
        cursor.execute(EVERY, [base], binary=True)
        return _by_word(cursor.fetchall())


def keep(base: Base, state: Snapshot) -> None:
    """Store the words of all entries, the most frequent first, and their postings."""
    counts: Counter[str] = Counter()
    with (
        ServerCursor(connection.connection, "older") as older,
        ServerCursor(connection.connection, "newer") as newer,
    ):
        everything = _packed(_merged(older, newer, state), counts)
        for rows in _some_at_once(everything):
            copy_rows(Posting, FIELDS, ((base.pk, *row) for row in rows))
    words = sorted(counts, key=lambda word: (-counts[word], word))
    text = "\n".join(["", *words, ""]).encode()
    BasePart.objects.create(base=base, name=WORDS, data=text)


def _merged(older: ServerCursor, newer: ServerCursor, state: Snapshot) -> Iterator[Row]:
    """What the base of ``state`` has, and in its place what the entries have that changed since."""
    older.itersize = newer.itersize = FETCHED_AT_ONCE
    if state.base is None:
        newer.execute(ALL.format(only=""), binary=True)
        yield from ((word, weight, bitmap_received(numbers)) for word, weight, numbers in newer)
        return
    only = [array_of(state.changed).tolist()] * len(WEIGHTS)
    newer.execute(ALL.format(only="AND number = ANY(%s)") + IN_ORDER, only, binary=True)
    older.execute(EVERY + IN_ORDER, [state.base], binary=True)
    kept = ((word, weight, BitMap.deserialize(n) - state.changed) for word, weight, n in older)
    added = ((word, weight, bitmap_received(numbers)) for word, weight, numbers in newer)
    for key, rows in groupby(merge(kept, added, key=itemgetter(0, 1)), itemgetter(0, 1)):
        yield *key, BitMap.union(*(row[2] for row in rows))


def _some_at_once(rows: Iterable[Kept]) -> Iterator[list[Kept]]:
    """The database is asked for the next ones while none are being written."""
    some, size = [], 0
    for row in rows:
        some.append(row)
        size += len(row[2])
        if size >= KEPT_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _packed(rows: Iterable[Row], counts: Counter[str]) -> Iterator[Kept]:
    for word, weight, numbers in rows:
        if numbers:
            numbers.run_optimize()
            counts[word] += len(numbers)
            yield word, weight, numbers.serialize()
