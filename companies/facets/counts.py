"""How many entries each filter value would give.

Values of one facet are alternatives (OR), facets narrow each other (AND), and a facet leaves its
own choice out of its counts, so that the other values of it stay reachable.
"""

from functools import reduce
from operator import and_
from typing import Any

from pyroaring import BitMap

from companies.facets.snapshot import Snapshot

CODED = 10  # of a tenth of the entries or less the codes are quicker to count than the bitmaps


class Counts:
    """Counts per facet and value: by code for closed lists, by primary key for rows."""

    def __init__(
        self, snapshot: Snapshot, chosen: dict[str, list[Any]], hits: BitMap | None = None
    ) -> None:
        self.snapshot = snapshot
        self.hits = hits
        self.parts = {
            facet: BitMap.union(BitMap(), *(snapshot.of(facet, key) for key in keys))
            for facet, keys in chosen.items()
        }
        self.numbers = self._without(None)
        self._bases: dict[str, BitMap] = {}
        self._coded: dict[str, dict[str, int]] = {}

    @property
    def total(self) -> int:
        return len(self.numbers)

    def of(self, facet: str, key: Any) -> int:
        return self.of_each(facet, [key])[0]

    def of_each(self, facet: str, keys: list[Any]) -> list[int]:
        base = self._base(facet)
        values = self.snapshot.of_each(facet, keys)
        if base is self.snapshot.everything:
            return [len(value) for value in values]
        if facet not in self.snapshot.codes or len(base) * CODED > len(self.snapshot.order):
            return [base.intersection_cardinality(value) for value in values]
        older = self._older(facet, base)
        newer = base & self.snapshot.changed
        return [
            older.get(f"{facet}:{key}", 0) + newer.intersection_cardinality(value)
            for key, value in zip(keys, values, strict=True)
        ]

    def _older(self, facet: str, base: BitMap) -> dict[str, int]:
        """The counts of the entries that have not changed since they were coded."""
        if facet not in self._coded:
            self._coded[facet] = self.snapshot.codes[facet].counts(base - self.snapshot.changed)
        return self._coded[facet]

    def _base(self, facet: str) -> BitMap:
        if facet not in self.parts:
            return self.numbers
        if facet not in self._bases:
            self._bases[facet] = self._without(facet)
        return self._bases[facet]

    def _without(self, left_out: str | None) -> BitMap:
        parts = [part for facet, part in self.parts.items() if facet != left_out]
        if self.hits is not None:
            parts.append(self.hits)
        # the smallest first: all others are only looked up in it
        return reduce(and_, sorted(parts, key=len)) if parts else self.snapshot.everything
