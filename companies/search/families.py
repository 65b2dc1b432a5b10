"""What a word stands for, kept with the base: the words that contain it, and where they are many,
all that was posted for these.

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


Row = tuple[str, str, list[bytes]]


@dataclass(frozen=True)
class Family:
    """The words that contain a pattern, at an edge or further inside; where they are many, also
    the entries of each of the two groups by weight.
    """

    edge: frozenset[str]
    inside: frozenset[str]
    at_edge: Parts
    within: Parts

    @property
    def gathered(self) -> frozenset[str]:
        """The words that need not be looked up."""
        return self.edge | self.inside if self.at_edge else frozenset()


def families(base: int | None, patterns: Iterable[str]) -> dict[str, Family]:
    """Those of the patterns that are words of the base, or stems of such."""
    if base is None:
        return {}
    wanted = list(patterns)
    rows = _all(base) if is_small(base) else _read(KEPT, base, wanted)
    return {pattern: _family(*rows[pattern]) for pattern in wanted if pattern in rows}


@lru_cache(maxsize=1)
def _all(base: int) -> dict[str, Row]:
    return _read(EVERY, base)


def _read(statement: str, *values: object) -> dict[str, Row]:
    with Cursor(connection.connection) as cursor:  # bitmaps are half as long in binary form
        cursor.execute(statement, values, binary=True)
        return {pattern: tuple(row) for pattern, *row in cursor}


def _family(edge: str, inside: str, numbers: list[bytes]) -> Family:
    at_edge, within = numbers[: len(WEIGHTS)], numbers[len(WEIGHTS) :]
    return Family(
        frozenset(edge.split()), frozenset(inside.split()), _parts(at_edge), _parts(within)
    )


def _parts(numbers: list[bytes]) -> Parts:
    return [(weight, BitMap.deserialize(data)) for weight, data in zip(WEIGHTS, numbers)]  # noqa: B905
