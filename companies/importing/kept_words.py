"""The words of all names of a large directory, as they are kept: see ``shelf``."""

from collections.abc import Sequence
from typing import Self

import numpy as np

from .arrays import packed, unpacked
from .glance import Ids, Names, hash_of, spread


class KeptWords:
    """The words of all names, by their numbers, and in how many names each is."""

    def __init__(self, data: bytes) -> None:
        arrays = unpacked(data)
        self.hashes, self.counts = arrays["hashes"], arrays["counts"]
        self.sum = int(self.counts.sum())
        self._ends, self._written = arrays["ends"], arrays["written"].tobytes()
        self._crowds, self._surplus = arrays["crowds"], arrays["surplus"]
        self._order = self.hashes.argsort()

    @staticmethod
    def packed(ids: Ids, counts: np.ndarray, keys: Sequence[tuple[np.ndarray, int]]) -> bytes:
        """``keys`` of all names, one kind after the other, and how many names can have one of
        them, for it to be of help.
        """
        written = [text.encode("utf-8", "surrogatepass") for text in ids.texts]
        crowds = [_beyond(*kind) for kind in keys]
        arrays = {
            "hashes": np.array(ids.hashes, "u8"),
            "counts": counts.astype("i4"),
            "ends": np.array(list(map(len, written)), "i4").cumsum(dtype="i4"),
            "written": np.frombuffer(b"".join(written), "u1"),
            "crowds": np.concatenate([np.zeros(0, "u8"), *(keys for keys, _surplus in crowds)]),
            "surplus": np.concatenate([np.zeros(0, "i8"), *(more for _keys, more in crowds)]),
        }
        return packed(arrays)

    @property
    def texts(self) -> Self:
        return self

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return self._written[start : self._ends[number]].decode("utf-8", "surrogatepass")

    def times(self, words: Sequence[str]) -> list[int]:
        """In how many names each of these is."""
        if not len(self.hashes):
            return [0] * len(words)
        hashes = np.array([hash_of(word) for word in words], "u8")
        places = np.searchsorted(self.hashes, hashes, sorter=self._order)
        numbers = self._order[np.minimum(places, len(self._order) - 1)]
        return np.where(self.hashes[numbers] == hashes, self.counts[numbers], 0).tolist()

    def no_help(self) -> np.ndarray:
        """Hashes of keys that so many names have that they lead to none."""
        return self._crowds[self._surplus > 0]

    def forget(self, names: Names, lines: np.ndarray) -> None:
        """These names are no longer there."""
        gone = times_of(names, lines, len(self.counts))
        self.counts = self.counts - gone
        self._surplus = self._surplus - len(lines)  # any of them may have had the key
        self.sum -= int(gone.sum())


def _beyond(keys: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The keys that more names than that have, and by how many more."""
    keys, counts = np.unique(keys, return_counts=True)
    return keys[counts > most], counts[counts > most] - most


def times_of(names: Names, lines: np.ndarray, size: int) -> np.ndarray:
    """In how many of these names each of the words is."""
    pairs, places = spread(names.starts[lines], names.counts[lines])
    once = np.unique(pairs.astype("i8") * size + names.part_ids[places])
    return np.bincount(once % max(size, 1), minlength=size)
