"""The values that each entry has in a facet, as numbers of one byte.

To count a list by them takes one pass over the list. With the bitmaps it takes one over each value,
most of whose entries are not in the list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from companies.facets.snapshot import array_of, bitmap

FACETS = ("district", "letter", "tag")  # those of few, large values are quick as they are
WIDTHS = (1, 2, 4)  # values of an entry that have room; bitmaps have the further ones
MOST_VALUES = 255  # of a facet

Values = Mapping[str, BitMap]


@dataclass(frozen=True)
class Codes:
    keys: list[str]  # a code is a place among them, counted from one
    by_number: np.ndarray  # of each entry, all its codes as one integer
    further: dict[str, BitMap]

    def counts(self, numbers: BitMap) -> dict[str, int]:
        """How many of the entries with these numbers have each of the values."""
        coded = self.by_number[array_of(numbers)]
        counts = np.bincount(coded.view(np.uint8), minlength=len(self.keys) + 1)
        found = dict(zip(self.keys, counts[1:].tolist(), strict=True))
        for key, entries in self.further.items():
            found[key] += entries.intersection_cardinality(numbers)
        return found


def of_facets(values: Values, size: int) -> Iterator[tuple[str, Codes]]:
    """Those of the facets that can be coded, for numbers below ``size``, one at a time."""
    for facet in FACETS:
        keys = _keys(facet, values)
        if 0 < len(keys) <= MOST_VALUES:
            yield facet, _codes({key: values[key] for key in keys}, size)


def unpacked(
    coded: Mapping[str, bytes], values: Values, further: Values, size: int
) -> dict[str, Codes]:
    """The same from what was kept of them."""
    result = {}
    for facet, data in coded.items():
        keys = _keys(facet, values)
        found_no_room = {key: further[key] for key in keys if key in further}
        by_number = np.frombuffer(data, f"u{len(data) // size}")
        result[facet] = Codes(keys, by_number, found_no_room)
    return result


def _keys(facet: str, values: Values) -> list[str]:
    return sorted(key for key in values if key.startswith(f"{facet}:"))


def _codes(values: Values, size: int) -> Codes:
    """As narrow as leaves few values without room, which cost little then."""
    total = sum(map(len, values.values()))
    for width in WIDTHS:
        by_number, further = _coded(values, size, width)
        if 10 * sum(map(len, further.values())) <= total:
            break
    return Codes(list(values), by_number, further)


def _coded(values: Values, size: int, width: int) -> tuple[np.ndarray, dict[str, BitMap]]:
    coded = np.zeros((size, width), np.uint8)
    used = np.zeros(size, np.uint8)
    further = {}
    for code, (key, entries) in enumerate(values.items(), 1):
        numbers = array_of(entries)
        has_room = used[numbers] < width
        fitting = numbers[has_room]
        coded[fitting, used[fitting]] = code
        used[fitting] += 1
        if len(fitting) < len(numbers):
            further[key] = bitmap(numbers[~has_room])
    return coded.view(f"u{width}").ravel(), further
