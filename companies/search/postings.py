"""Which entries have a word: kept as bitmaps with the base, read from the rows changed since."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

import numpy as np
from django.db import connection
from psycopg import Cursor
from pyroaring import BitMap

from companies.bulk import copy_rows
from companies.facets.snapshot import Snapshot, array_of, bitmap
from companies.facets.store import WORDS
from companies.search.models import Base, BasePart, Posting

WEIGHTS = "ABC"  # name; what it belongs to; description
# The first weight of a word is its best one: the document begins with the name.
ALL = """
    SELECT part.lexeme, part.weights[1], array_agg(number)
    FROM companies_searchentry, unnest(document) AS part WHERE is_public GROUP BY 1, 2"""
KEPT = """
    SELECT word, weight, numbers FROM companies_posting
    WHERE base_id = %s AND word = ANY(string_to_array(%s, ' '))"""
SIZE = "SELECT coalesce(sum(octet_length(numbers)), 0) FROM companies_posting WHERE base_id = %s"
EVERY = "SELECT word, weight, numbers FROM companies_posting WHERE base_id = %s"
CHANGED = """
    SELECT part.lexeme, part.weights[1], array_agg(number)
    FROM companies_searchentry, unnest(document) AS part
    WHERE number = ANY(%s) AND is_public AND part.lexeme = ANY(%s) GROUP BY 1, 2"""
KEPT_AT_ONCE = 5000
SMALL = 8_000_000  # bytes; a worker has the postings of a base up to this size in its memory

Parts = list[tuple[str, BitMap]]  # weight and entries
Postings = dict[str, Parts]  # by word


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


def _by_word(rows: Iterable[tuple[str, str, bytes]]) -> Postings:
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
    with connection.cursor() as cursor:
        cursor.execute(EVERY, [base])
        return _by_word(cursor.fetchall())


def keep(base: Base) -> None:
    """Store the words of all entries, the most frequent first, and their postings."""
    counts: Counter[str] = Counter()
    with connection.chunked_cursor() as cursor:
        cursor.itersize = 500
        cursor.execute(ALL)
        everything = iter(cursor)
        while rows := list(islice(everything, KEPT_AT_ONCE)):
            copy_rows(Posting, ("base", "word", "weight", "numbers"), _packed(base, rows))
            for word, _weight, numbers in rows:
                counts[word] += len(numbers)
    words = sorted(counts, key=lambda word: (-counts[word], word))
    text = "\n".join(["", *words, ""]).encode()
    BasePart.objects.create(base=base, name=WORDS, data=text)


def _packed(base: Base, rows: Iterable[tuple[str, str, list[int]]]) -> Iterator[tuple]:
    for word, weight, numbers in rows:
        packed = bitmap(np.sort(np.array(numbers, np.uint32)))
        packed.run_optimize()
        yield base.pk, word, weight, packed.serialize()
