"""The rows of a list in a temporary file: gone through as often as needed, a part at a time."""

import marshal
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

AT_ONCE = 1000  # rows; each takes some 13 kB while it is compared and written


class Spool:
    """Anything that consists of numbers, texts, tuples and lists."""

    def __init__(self, things: Iterable[Any] = ()) -> None:
        self.file = TemporaryFile()  # noqa: SIM115 gone with the spool
        self.places: list[tuple[int, int]] = []  # where a part begins, and its length
        self.count = 0
        self.at_once = AT_ONCE
        things = iter(things)
        while part := list(islice(things, self.at_once)):
            self.add(part)

    def add(self, part: list[Any]) -> None:
        packed = marshal.dumps([tuple(thing) for thing in part], 2)
        self.places.append((self.file.seek(0, 2), len(packed)))
        self.file.write(packed)
        self.count += len(part)

    def parts(self, first: int = 0, last: int | None = None) -> Iterator[list[tuple]]:
        for start, length in self.places[first:last]:
            self.file.seek(start)
            yield marshal.loads(self.file.read(length))  # noqa: S302 our own file

    def __iter__(self) -> Iterator[tuple]:
        for part in self.parts():
            yield from part

    def __len__(self) -> int:
        return self.count
