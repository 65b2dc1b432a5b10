"""Words that stand in many others, with all that was posted for these: kept with the base.

"labor" is part of hundreds of words, whose postings take longer to gather than all else of a
search. ``gathering`` does it beforehand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from psycopg import Cursor
from pyroaring import BitMap

from companies.search.postings import WEIGHTS, Parts, is_small

COLUMNS = "pattern, edge, inside, numbers"
KEPT = f"SELECT {COLUMNS} FROM companies_family WHERE base_id = %s AND pattern = ANY(%s)"  # noqa: S608
EVERY = f"SELECT {COLUMNS} FROM companies_family WHERE base_id = %s"  # noqa: S608


@dataclass(frozen=True)
class Family:
    """The words that contain a pattern, at an edge or further inside, and the entries of each of
    the two groups by weight.
    """

    edge: frozenset[str]
    inside: frozenset[str]
    at_edge: Parts
    within: Parts


def families(base: int | None, patterns: Iterable[str]) -> dict[str, Family]:
    """Those of the patterns that were gathered for the base; others stand in few words."""
    if base is None:
        return {}
    if is_small(base):
        known = _all(base)
        return {pattern: known[pattern] for pattern in patterns if pattern in known}
    return _read(KEPT, base, list(patterns))


@lru_cache(maxsize=1)
def _all(base: int) -> dict[str, Family]:
    return _read(EVERY, base)


def _read(statement: str, *values: object) -> dict[str, Family]:
    with Cursor(connection.connection) as cursor:  # bitmaps are half as long in binary form
        cursor.execute(statement, values, binary=True)
        return {
            pattern: Family(
                frozenset(edge.split()),
                frozenset(inside.split()),
                _parts(numbers[: len(WEIGHTS)]),
                _parts(numbers[len(WEIGHTS) :]),
            )
            for pattern, edge, inside, numbers in cursor
        }


def _parts(numbers: list[bytes]) -> Parts:
    return [
        (weight, BitMap.deserialize(data)) for weight, data in zip(WEIGHTS, numbers, strict=True)
    ]
