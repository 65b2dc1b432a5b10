"""Which entries have a word: kept as bitmaps with the base, read from the rows changed since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from django.db import connection
from pyroaring import BitMap

from companies.bulk import copy_rows
from companies.facets.snapshot import Snapshot, array_of, bitmap
from companies.search.models import Base, Posting

WEIGHTS = "ABC"  # name; what it belongs to; description
# The first weight of a word is its best one: the document begins with the name.
ALL = """
    SELECT part.lexeme, part.weights[1], array_agg(number)
    FROM companies_searchentry, unnest(document) AS part WHERE is_public GROUP BY 1, 2"""
KEPT = """
    SELECT word, weight, numbers FROM companies_posting WHERE base_id = %s AND word = ANY(%s)"""
CHANGED = """
    SELECT part.lexeme, part.weights[1], array_agg(number)
    FROM companies_searchentry, unnest(document) AS part
    WHERE number = ANY(%s) AND is_public AND part.lexeme = ANY(%s) GROUP BY 1, 2"""
KEPT_AT_ONCE = 5000

Postings = dict[str, dict[str, BitMap]]  # weight → word → entries


def postings(state: Snapshot, words: Iterable[str]) -> Postings:
    """The entries that have each of the words, by the best weight that it has there."""
    found: Postings = {weight: defaultdict(BitMap) for weight in WEIGHTS}
    wanted = list(words)
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [state.base, wanted])
        for word, weight, numbers in cursor.fetchall():
            found[weight][word] = BitMap.deserialize(bytes(numbers))
        if state.changed:
            for bitmaps in found.values():
                for bitmap_of_word in bitmaps.values():
                    bitmap_of_word -= state.changed
            cursor.execute(CHANGED, [array_of(state.changed).tolist(), wanted])
            for word, weight, numbers in cursor.fetchall():
                found[weight][word] |= BitMap(numbers)
    return found


def keep(base: Base) -> None:
    """Store the postings of all entries as they are now."""
    with connection.chunked_cursor() as cursor:
        cursor.itersize = 500
        cursor.execute(ALL)
        everything = iter(cursor)
        while rows := list(islice(everything, KEPT_AT_ONCE)):
            copy_rows(Posting, ("base", "word", "weight", "numbers"), _packed(base, rows))


def _packed(base: Base, rows: Iterable[tuple[str, str, list[int]]]) -> Iterator[tuple]:
    for word, weight, numbers in rows:
        packed = bitmap(np.sort(np.array(numbers, np.uint32)))
        packed.run_optimize()
        yield base.pk, word, weight, packed.serialize()
