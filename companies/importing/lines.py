"""Names by the thousand, as arrays: a line each, with what they may be found by."""

from collections.abc import Sequence
from typing import Any, Self
from uuid import UUID

import numpy as np

from .arrays import packed, unpacked
from .directory import Entry
from .glance import Column, Ids, Keys, Names, spread
from .whereabouts import Whereabouts

RARE = 120  # entries that share a word or website, beyond which it is no help in finding one
CROWDED = 1000  # entries of a postcode, beyond which only words and websites find one
BY_ID = "V16"  # kind of things: the bytes of their ids


class Lines:
    """The names of things, a line each, with what they may be found by."""

    def __init__(self, ids: Ids, kind: str = "O") -> None:
        self.things = Column(kind)
        self.names = Names((), ids)
        self._places = [Whereabouts(())]
        self._owners, self._texts = Column("i4"), Column("i8")
        self._written = bytearray()  # the names as they are, one after the other

    @classmethod
    def unpacked(cls, data: bytes, ids: Ids) -> Self:
        """Those that were ``packed``, whose words have these numbers."""
        arrays = unpacked(data)
        lines = cls(ids, BY_ID)
        lines.things = Column.of(arrays.pop("things"))
        lines._owners = Column.of(arrays.pop("owners"))
        lines._texts = Column.of(arrays.pop("texts"))
        lines._written = arrays.pop("written")
        lines._places = [Whereabouts.unpacked(arrays)]
        lines.names.unpack(arrays)
        return lines

    def packed(self) -> bytes:
        """All but the words, of which there are only the numbers."""
        own = {
            "things": self.things.values,
            "owners": self.owners,
            "texts": self._texts.values,
            "written": np.frombuffer(self._written, "u1"),
        }
        return packed(own | vars(self.places) | self.names.arrays)

    def __len__(self) -> int:
        return len(self.names)

    @property
    def owners(self) -> np.ndarray:
        return self._owners.values

    @property
    def places(self) -> Whereabouts:
        if len(self._places) > 1:
            self._places = [Whereabouts.of(self._places)]
        return self._places[0]

    def add(
        self, entries: Sequence[Entry], things: Sequence[Any] | np.ndarray
    ) -> list[tuple[str, ...]]:
        """``things`` stand for the entries, of which nothing else is kept; return the words of
        each name.
        """
        counts = [len(each.names) for each in entries]
        owners = np.repeat(np.arange(len(entries), dtype="i4"), counts)
        self._places.append(Whereabouts(entries).at(owners))
        self._owners.extend(owners + len(self.things))
        self.things.extend(things)
        written = [name for each in entries for name in each.names]
        words = self.names.add(written)
        ends = []
        for name in written:
            self._written += name.encode("utf-8", "surrogatepass")
            ends.append(len(self._written))
        self._texts.extend(ends)
        return words

    def take(self, other: "Lines", lines: np.ndarray) -> None:
        """Know these of another as well, by their numbers."""
        owners, places = np.unique(other.owners[lines], return_inverse=True)
        self._owners.extend(places + len(self.things))
        self.things.extend(other.things.values[owners])
        self._places.append(other.places.at(lines))
        self.names.take(other.names, lines)
        ends = other._texts.values
        starts = np.append(0, ends[:-1])[lines]
        sizes = ends[lines] - starts
        _names, letters = spread(starts, sizes)
        self._texts.extend(sizes.cumsum() + len(self._written))
        self._written += np.frombuffer(other._written, "u1")[letters].tobytes()

    def keys(
        self,
        rare: np.ndarray,
        start: int = 0,
        end: int | None = None,
        wanted: np.ndarray | None = None,
    ) -> Keys:
        """Rare words, the whole name, as it may have none, its beginning, as it may divide its
        words differently, website, and last of all the postcode.

        ``rare`` tells of each word, by its number, whether it is.
        """
        names, places = self.names, self.places
        lines = np.arange(start, len(self) if end is None else end, dtype="i4")
        counts = names.counts[start:end]
        first = names.starts[start] if len(lines) else 0
        words = names.part_ids[first : first + counts.sum()]
        few = rare[words]
        of_words = np.array(names.ids.hashes, "u8")[words[few]]
        kinds = [(np.repeat(lines, counts)[few], of_words)]
        columns = names.whole, names.begin, places.sites, places.postcodes
        kinds += [(lines, column[start:end]) for column in columns]
        return Keys.of([_among(*kind, wanted) for kind in kinds], len(self))

    def most(self, keys: Keys) -> np.ndarray:
        """Of how many lines each key is, beyond which it is no help."""
        is_postcode = keys.hashes == self.places.postcodes[keys.owners]
        return np.where(is_postcode, CROWDED, RARE)

    def thing(self, line: int) -> Any:
        thing = self.things.values[self.owners[line]]
        return str(UUID(bytes=thing.tobytes())) if isinstance(thing, np.void) else thing

    def name(self, line: int) -> str:
        ends = self._texts.values
        start = ends[line - 1] if line else 0
        return bytes(self._written[start : ends[line]]).decode("utf-8", "surrogatepass")


def _among(
    owners: np.ndarray, hashes: np.ndarray, wanted: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """Those that are keys; 0 is none."""
    kept = hashes != 0
    if wanted is not None:
        kept &= wanted[np.minimum(np.searchsorted(wanted, hashes), len(wanted) - 1)] == hashes
    return owners[kept], hashes[kept]
