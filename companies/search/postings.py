"""Which entries have a word: kept as bitmaps with the base, read from the rows changed since."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

import numpy as np
from django.db import connection
from psycopg import Cursor, ServerCursor
from pyroaring import BitMap

from companies.bulk import copy_rows
from companies.facets.snapshot import Snapshot, array_of, bitmap, received
from companies.facets.store import WORDS
from companies.search.models import Base, BasePart, Posting

WEIGHTS = "ABC"  # name; what it belongs to; description
# Of each word an entry has its best weight alone.
ALL = " UNION ALL ".join(
    f"""
    SELECT word, '{weight}', array_send(array_agg(number))
    FROM companies_searchentry,
        unnest(tsvector_to_array(ts_filter(document, '{{{weight}}}'))) AS word
    WHERE is_public GROUP BY word"""  # noqa: S608
    for weight in WEIGHTS
)
KEPT = """
    SELECT word, weight, numbers FROM companies_posting
    WHERE base_id = %s AND word = ANY(string_to_array(%s, ' '))"""
SIZE = "SELECT coalesce(sum(octet_length(numbers)), 0) FROM companies_posting WHERE base_id = %s"
EVERY = "SELECT word, weight, numbers FROM companies_posting WHERE base_id = %s"
CHANGED = """
    SELECT part.lexeme, part.weights[1], array_agg(number)
    FROM companies_searchentry, unnest(document) AS part
    WHERE number = ANY(%s) AND is_public AND part.lexeme = ANY(%s) GROUP BY 1, 2"""
FETCHED_AT_ONCE = 50  # words; each may have as many numbers as there are entries
KEPT_AT_ONCE = 5000
SMALL = 8_000_000  # bytes; a worker has the postings of a base up to this size in its memory

Postings = dict[str, dict[str, BitMap]]  # weight → word → entries
Parts = list[tuple[str, BitMap]]  # weight and entries


def postings(state: Snapshot, words: Iterable[str]) -> Postings:
    """The entries that have each of the words, by the best weight that it has there."""
    found: Postings = {weight: defaultdict(BitMap) for weight in WEIGHTS}
    wanted = list(words)
    for word, parts in _kept(state.base, wanted):
        for weight, numbers in parts:
            found[weight][word] = numbers
    if state.changed:
        for bitmaps in found.values():
            for word, numbers in bitmaps.items():
                bitmaps[word] = numbers - state.changed
        with connection.cursor() as cursor:
            cursor.execute(CHANGED, [array_of(state.changed).tolist(), wanted])
            for word, weight, numbers in cursor.fetchall():
                found[weight][word] |= BitMap(numbers)
    return found


def _kept(base: int | None, words: list[str]) -> Iterable[tuple[str, Parts]]:
    """What the base has of each word."""
    if base is None:
        return ()
    if (known := _small(base)) is not None:
        return ((word, known[word]) for word in words if word in known)
    # As one text, since hundreds of words take their time to be quoted, and with a cursor that
    # Django does not offer, since bitmaps are half as long in binary form.
    with Cursor(connection.connection) as cursor:
        cursor.execute(KEPT, [base, " ".join(words)], binary=True)
        return [
            (word, [(weight, BitMap.deserialize(numbers))])
            for word, weight, numbers in cursor.fetchall()
        ]


@lru_cache(maxsize=1)
def _small(base: int) -> dict[str, Parts] | None:
    """All postings of a base by word, or None where they are too large to be kept here."""
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [base])
        if cursor.fetchone()[0] > SMALL:
            return None
        cursor.execute(EVERY, [base])
        by_word = defaultdict(list)
        for word, weight, numbers in cursor.fetchall():
            by_word[word].append((weight, BitMap.deserialize(numbers)))
        return dict(by_word)


def keep(base: Base) -> None:
    """Store the words of all entries, the most frequent first, and their postings."""
    counts: Counter[str] = Counter()
    with ServerCursor(connection.connection, "postings") as cursor:
        cursor.itersize = FETCHED_AT_ONCE
        cursor.execute(ALL, binary=True)
        everything = (_packed(row, counts) for row in cursor)
        while rows := [(base.pk, *row) for row in islice(everything, KEPT_AT_ONCE)]:
            copy_rows(Posting, ("base", "word", "weight", "numbers"), rows)
    words = sorted(counts, key=lambda word: (-counts[word], word))
    text = "\n".join(["", *words, ""]).encode()
    BasePart.objects.create(base=base, name=WORDS, data=text)


def _packed(row: tuple[str, str, bytes], counts: Counter[str]) -> tuple[str, str, bytes]:
    word, weight, numbers = row
    packed = bitmap(np.sort(received(numbers)))
    packed.run_optimize()
    counts[word] += len(packed)
    return word, weight, packed.serialize()
