"""The scale of a choropleth: classes that hold about as many districts each, nothing apart."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Self

CLASSES = 4


@dataclass(frozen=True)
class Step:
    """Numbers that share a shade: 0 for none, then up to ``CLASSES`` for the largest."""

    shade: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class Scale:
    highest: tuple[int, ...]  # the largest number of each class, ascending

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Self:
        """Equal numbers share a class, so there are fewer classes where many are equal."""
        ranked = sorted(number for number in numbers if number > 0)
        ends = (ceil(len(ranked) * part / CLASSES) - 1 for part in range(1, CLASSES + 1))
        return cls(tuple(sorted({ranked[end] for end in ends})) if ranked else ())

    def shade(self, number: int) -> int:
        """Few classes take the dark shades: what there is stands out from where nothing is."""
        if number <= 0:
            return 0
        place = min(bisect_left(self.highest, number), len(self.highest) - 1)
        return CLASSES - len(self.highest) + 1 + place

    def steps(self) -> list[Step]:
        """All classes, nothing first; they touch, so that no number lies between two."""
        lowest = [1, *(end + 1 for end in self.highest)]
        return [Step(0, 0, 0)] + [
            Step(self.shade(end), start, end)
            for start, end in zip(lowest, self.highest, strict=False)
        ]
