"""What can be found, as bitmaps: for each value of each facet the numbers of its companies.

A company keeps its number (``SearchEntry.number``), so that an edit touches the few bitmaps that
it concerns. Lists come in the order of ``order``; ``rank`` is its inverse.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pyroaring import BitMap

from clusters.models import Version
from companies import freshness
from companies.options import Options

if TYPE_CHECKING:
    from companies.facets.codes import Codes

COLUMNS = ("employees", "published", "verified")  # arrays by number, from rows
COMMON_TAGS = 12
NO_VERSION = Version(0, None, None)
Numbers = np.ndarray[Any, np.dtype[np.uint32]]


class Row(NamedTuple):
    """One entry as the read model has it; ``before`` is the entry next to it in name order."""

    number: int
    before: int | None
    is_public: bool
    facets: list[str]
    employees: int  # plus one; 0 where unknown
    published: int  # seconds since 1970, or 0
    verified: int  # days since the year 1, or 0


def bitmap(numbers: np.ndarray) -> BitMap:
    """Ascending numbers as a bitmap; five times quicker than through a list."""
    plain = array("I")
    plain.frombytes(numbers.astype(np.uint32, copy=False).view(np.uint8))
    return BitMap(plain)


def bitmap_received(numbers: bytes) -> BitMap:
    """Those of ``received``, in any order. There may be a million of each of many words."""
    found = received(numbers)
    found.sort()
    return bitmap(found)


def array_of(numbers: BitMap) -> Numbers:
    return np.frombuffer(numbers.to_array(), np.uint32)


def received(numbers: bytes) -> Numbers:
    """What ``string_agg`` makes of ``int4send``: a tenth of the memory and time of lists."""
    return np.frombuffer(numbers, ">u4").astype(np.uint32)


def _empty() -> Numbers:
    return np.zeros(0, np.uint32)


@dataclass(frozen=True)
class Snapshot:
    version: Version = NO_VERSION
    taken: str | None = None  # what the database showed when it was read
    base: int | None = None
    is_makeshift: bool = False  # the base is of a large write, not of a rebuild
    changed: BitMap = field(default_factory=BitMap)  # entries that are newer than the base
    values: dict[str, BitMap] = field(default_factory=dict)
    codes: dict[str, "Codes"] = field(default_factory=dict)  # of the base, by facet
    order: Numbers = field(default_factory=_empty)
    employees: Numbers = field(default_factory=_empty)
    published: Numbers = field(default_factory=_empty)
    verified: Numbers = field(default_factory=_empty)
    words: tuple[bytes, bytes] = (b"\n", b"\n")  # those of the base, the most frequent first; newer

    @cached_property
    def everything(self) -> BitMap:
        return bitmap(np.sort(self.order))

    @cached_property
    def rank(self) -> Numbers:
        rank = np.zeros(len(self.employees), np.uint32)
        rank[self.order] = np.arange(len(self.order), dtype=np.uint32)
        return rank

    @cached_property
    def memory(self) -> dict[str, Any]:
        """What has been searched for in this state."""
        return {}

    @cached_property
    def shown(self) -> dict[Any, Any]:
        """Entries that pages of this state have shown."""
        return {}

    @cached_property
    def options(self) -> Options:
        return Options()

    @cached_property
    def common_tags(self) -> frozenset[int]:
        """Those that most entries carry, whatever is chosen: a short list that stays as it is."""
        keys = [tag.pk for tag in self.options.tags]
        keys.sort(key=lambda key: len(self.of("tag", key)), reverse=True)
        return frozenset(keys[:COMMON_TAGS])

    def of(self, facet: str, key: Any) -> BitMap:
        """The companies with one value of a facet."""
        return self.of_each(facet, [key])[0]

    def of_each(self, facet: str, keys: list[Any]) -> list[BitMap]:
        if facet == "freshness":
            by_freshness = self.by_freshness()
            return [by_freshness[key] for key in keys]
        known = self.values.get
        return [known(f"{facet}:{key}", NOTHING) for key in keys]

    def by_freshness(self) -> dict[str, BitMap]:
        limit = freshness.limit()
        known = self.__dict__.get("_freshness")
        if known is None or known[0] != limit:
            known = (limit, self._by_freshness(limit))
            self.__dict__["_freshness"] = known
        return known[1]

    def _by_freshness(self, limit: date) -> dict[str, BitMap]:
        fresh = bitmap(np.flatnonzero(self.verified >= limit.toordinal()))
        verified = bitmap(np.flatnonzero(self.verified))
        unverified = self.values.get("open", NOTHING) - verified
        names = freshness.Freshness
        return {names.FRESH: fresh, names.STALE: verified - fresh, names.UNVERIFIED: unverified}

    def slice(self, numbers: BitMap, start: int, stop: int, sort: str = "name") -> list[int]:
        """The numbers from place ``start`` to before ``stop``, in the order ``sort``."""
        stop = min(stop, len(numbers))
        if start >= stop:
            return []
        if sort == "name" and len(numbers) == len(self.order):
            return self.order[start:stop].tolist()
        keys = self._keys(array_of(numbers), sort)
        if stop - start < len(keys):
            keys.partition((start, stop - 1))
        ranks = np.sort(keys[start:stop]) & 0xFFFFFFFF
        return self.order[ranks].tolist()

    def _keys(self, numbers: Numbers, sort: str) -> np.ndarray:
        """What sorts the numbers; the lower half of each key is the place in name order."""
        ranks = self.rank[numbers]
        if sort == "name":
            return ranks
        largest_first = {"employees": self.employees, "newest": self.published}[sort]
        return ((0xFFFFFFFF - largest_first[numbers]).astype(np.uint64) << 32) | ranks

    def with_words(self, added: Iterable[str]) -> "Snapshot":
        of_base, newer = self.words
        return replace(
            self, words=(of_base, b"\n".join([newer[:-1], *map(str.encode, added), b""]))
        )

    def patched(self, rows: Iterable[Row], version: Version, taken: str) -> "Snapshot":
        """This state with some entries replaced by what they are now. ``rows`` are in name order
        and hold all entries that changed.
        """
        rows = list(rows)
        if not rows:
            return replace(self, version=version, taken=taken)
        touched = BitMap([row.number for row in rows])
        public = [row for row in rows if row.is_public]
        size = max(len(self.employees), touched.max() + 1)
        columns = {name: _grown(getattr(self, name), size) for name in COLUMNS}
        for name, values in columns.items():
            values[array_of(touched)] = 0
            values[[row.number for row in public]] = [getattr(row, name) for row in public]
        return replace(
            self,
            version=version,
            taken=taken,
            changed=self.changed | touched,
            values=self._values_with(public, touched),
            order=self._order_with(public, touched, size),
            **columns,
        )

    def _values_with(self, rows: list[Row], touched: BitMap) -> dict[str, BitMap]:
        added: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            for facet in row.facets:
                added[facet].append(row.number)
        values = {
            key: bitmap - touched if bitmap.intersect(touched) else bitmap
            for key, bitmap in self.values.items()
        }
        for key, numbers in added.items():
            values[key] = values.get(key, NOTHING) | BitMap(numbers)
        return values

    def _order_with(self, rows: list[Row], touched: BitMap, size: int) -> Numbers:
        gone = np.zeros(size, bool)
        gone[array_of(touched)] = True
        order = self.order[~gone[self.order]]
        places = np.zeros(size, np.int64)
        places[order] = np.arange(1, len(order) + 1)
        slots: dict[int | None, int] = {None: 0}
        for row in rows:  # the entry before may be new itself
            slot = slots.get(row.before)
            slots[row.number] = int(places[row.before]) if slot is None else slot
        numbers = np.array([row.number for row in rows], np.uint32)
        return np.insert(order, [slots[row.number] for row in rows], numbers)


NOTHING = BitMap()


def _grown(values: Numbers, size: int) -> Numbers:
    grown = np.zeros(size, np.uint32)
    grown[: len(values)] = values
    return grown
