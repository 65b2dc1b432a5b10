"""What a word stands for, kept with the base: the words that contain it, and where they are many,
all that was posted for these.

"labor" is part of hundreds of words, whose postings take longer to gather than all else of a
search. ``gathering`` does it beforehand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

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
    """The words that contain a pattern, at an edge or further inside, with spaces between them;
    where they are many, also the entries of each of the two groups by weight.
    """

    at_edge_words: str
    within_words: str
    at_edge: Parts
    within: Parts

    @property
    def is_gathered(self) -> bool:
        """Whether the words need not be looked up."""
        return bool(self.at_edge)

    @cached_property
    def edge(self) -> frozenset[str]:
        return frozenset(self.at_edge_words.split())

    @cached_property
    def inside(self) -> frozenset[str]:
        return frozenset(self.within_words.split())

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(f"{self.at_edge_words} {self.within_words}".split())


def families(base: int | None, patterns: Iterable[str]) -> dict[str, Family]:
    """Those of the patterns that are words of the base, or stems of such."""
    if base is None:
        return {}
    wanted = list(patterns)
    rows = _all(base) if is_small(base) else _read(KEPT, base, wanted)
    if not rows:  # not gathered yet: the base is of a large write
        _all.cache_clear()
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
    return Family(edge, inside, _parts(at_edge), _parts(within))


def _parts(numbers: list[bytes]) -> Parts:
    return [(weight, BitMap.deserialize(data)) for weight, data in zip(WEIGHTS, numbers)]  # noqa: B905
