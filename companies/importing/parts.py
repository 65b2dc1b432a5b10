"""The rows of a list, some at a time: more of them where most need not be looked at any closer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from .cleaning import Draft
from .everybody import chapter_of
from .unchanged import Untouched

MOST_AT_ONCE = 5  # times as many rows as else


@dataclass
class Part:
    """Some rows of a list, one after the other."""

    number: int  # of the part of the spool that it begins with
    rows: int
    last_row: int
    drafts: list[Draft]
    known: dict[int, Untouched]  # at first sight, by their rows

    @property
    def to_do(self) -> int:
        return len(self.drafts) - len(self.known)

    def has_room_for(self, other: Self, at_once: int) -> bool:
        rows = self.rows + other.rows
        return (
            self.to_do + other.to_do <= at_once
            and rows <= MOST_AT_ONCE * at_once
            and chapter_of(self.number) == chapter_of(other.number)
        )

    def add(self, other: Self) -> None:
        self.rows += other.rows
        self.last_row = other.last_row
        self.drafts += other.drafts
        self.known |= other.known


def together(parts: Iterable[Part], at_once: int) -> Iterator[Part]:
    """The same rows, with up to ``at_once`` of them in a part that must be looked at."""
    last = None
    for part in parts:
        if last and last.has_room_for(part, at_once):
            last.add(part)
        else:
            if last:
                yield last
            last = part
        if last.to_do >= at_once:  # before anything more is read
            yield last
            last = None
    if last:
        yield last
