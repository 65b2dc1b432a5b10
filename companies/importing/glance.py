"""Many names at once, as arrays: which of them can be one, and how alike two are at most.

What is ruled out here would have been ruled out by a close look as well.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple, Self

import numpy as np
from rapidfuzz import fuzz, process
from xxhash import xxh3_64_intdigest

from .names import BOTH, LEAST, NEAR, ONE_SIDE, ORDERED, SHORT, Words, words_of_each

ROUNDING = 1e-6
AT_ONCE = 1 << 13  # pairs, of some words each
BEGINNING = 10  # letters by which names are found that divide their words differently


class Ids(dict[str, int]):
    """Numbers for words, as numbers are compared by the thousand, and how the words look."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.lengths, self.letters, self.hashes = array("i"), array("Q"), array("Q")
        self._counts: tuple[Words | None, int, np.ndarray] = (None, 0, np.zeros(0, "i4"))
        self._others: tuple[Ids | None, np.ndarray] = (None, np.zeros(0, "i4"))

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self.texts)
        self.texts.append(text)
        self.lengths.append(len(text))
        self.letters.append(letters_of(text))
        self.hashes.append(hash_of(text))
        return number

    def of(self, other: "Ids", numbers: np.ndarray) -> np.ndarray:
        """The numbers here of words that have these there."""
        asked, here = self._others
        if asked is not other or len(here) < len(other.hashes):
            here = np.full(len(other.hashes), -1, "i4")
        texts = other.texts
        for number in np.unique(numbers[here[numbers] < 0]).tolist():
            here[number] = self[texts[number]]
        self._others = other, here
        return here[numbers]

    def forget_from(self, number: int) -> None:
        """Those words that came last."""
        self._others = None, np.zeros(0, "i4")
        for text in self.texts[number:]:
            del self[text]
        for kept in (self.texts, self.lengths, self.letters, self.hashes):
            del kept[number:]
        counted, version, counts = self._counts
        self._counts = counted, version, counts[:number]

    def counts_in(self, words: Words) -> np.ndarray:
        """In how many names each is; only new ones are asked for, if no names came since."""
        counted, version, counts = self._counts
        if (counted, version) != (words, words.version):
            counts = counts[:0]
        known = words.count.get
        more = [known(word, 0) for word in self.texts[len(counts) :]]
        counts = np.concatenate((counts, np.array(more, "i4")))
        self._counts = words, words.version, counts
        return counts


class Column:
    """An array that grows."""

    def __init__(self, kind: str) -> None:
        self._room, self._size = np.empty(64, kind), 0

    @classmethod
    def of(cls, values: np.ndarray) -> Self:
        column = object.__new__(cls)
        column._room, column._size = values, len(values)
        return column

    def extend(self, values: Sequence | np.ndarray) -> None:
        size = self._size + len(values)
        if size > len(self._room):
            room = np.empty(max(size, len(self._room) * 5 // 4), self._room.dtype)
            room[: self._size] = self._room[: self._size]
            self._room = room
        self._room[self._size : size] = values
        self._size = size

    def __len__(self) -> int:
        return self._size

    @property
    def values(self) -> np.ndarray:
        return self._room[: self._size]


class Names:
    """Names as arrays, and the numbers of their words one after the other."""

    def __init__(self, names: Iterable[str], ids: Ids) -> None:
        self.ids = ids
        kinds = {"part_ids": "i4", "counts": "i4", "starts": "i4", "lengths": "i4"}
        kinds |= {"letters": "u8", "joined": "u8", "whole": "u8", "begin": "u8"}
        self._columns = {name: Column(kind) for name, kind in kinds.items()}
        self.add(list(names))

    def __getattr__(self, name: str) -> np.ndarray:
        try:
            return self.__dict__["_columns"][name].values
        except KeyError:
            raise AttributeError(name) from None

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        return {name: column.values for name, column in self._columns.items()}

    def unpack(self, arrays: dict[str, np.ndarray]) -> None:
        self._columns = {name: Column.of(values) for name, values in arrays.items()}

    def add(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the words of each."""
        words = words_of_each(names)
        ids, columns = self.ids, self._columns
        counts = np.array([len(each) for each in words], "i4")
        numbers = np.array([ids[word] for word in chain.from_iterable(words)], "i4")
        starts = counts.cumsum(dtype="i4") - counts
        together = ["".join(each) for each in words]
        letters, filled = np.zeros(len(words), "u8"), counts > 0
        if len(numbers):
            of_words = np.asarray(ids.letters)[numbers]
            letters[filled] = np.bitwise_or.reduceat(of_words, starts[filled])
        columns["lengths"].extend(
            np.array(list(map(len, together)), "i4") + np.maximum(counts - 1, 0)
        )
        columns["letters"].extend(letters)
        columns["joined"].extend([hash_of(text) for text in together])
        columns["whole"].extend([hash_of(whole_of(each)) for each in words])
        columns["begin"].extend([hash_of(beginning_of(each)) for each in words])
        columns["starts"].extend(starts + len(self.part_ids))
        columns["counts"].extend(counts)
        columns["part_ids"].extend(numbers)
        return words

    def take(self, other: "Names", lines: np.ndarray) -> None:
        """Those of another, by their numbers."""
        columns, counts = self._columns, other.counts[lines]
        _ranges, places = spread(other.starts[lines], counts)
        columns["starts"].extend(counts.cumsum() - counts + len(self.part_ids))
        columns["part_ids"].extend(self.ids.of(other.ids, other.part_ids[places]))
        for name in columns.keys() - {"starts", "part_ids"}:
            columns[name].extend(getattr(other, name)[lines])

    def weigh(self, words: Words) -> None:
        self.weights = Weights(self.ids, words)
        so_far = np.append(0, self.weights.values[self.part_ids].cumsum())
        weight = so_far[self.starts + self.counts] - so_far[self.starts]
        self.weight = np.maximum(weight, LEAST)  # of a name without a word, too

    @property
    def words(self) -> list[tuple[str, ...]]:
        return [tuple(text.split()) for text in self.texts(range(len(self)))]

    def texts(self, names: Sequence[int]) -> list[str]:
        """Their words."""
        texts, words = self.ids.texts, self.part_ids
        starts, ends = self.starts[names], self.starts[names] + self.counts[names]
        return [
            " ".join([texts[word] for word in words[start:end].tolist()])
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]

    def alike(self, other: "Names", mine: np.ndarray, others: np.ndarray) -> np.ndarray:
        """The share of letters that pairs have in common at most: one that only one of them has,
        or by which it is longer, is one less.
        """
        ours, theirs = self.lengths[mine], other.lengths[others]
        apart = np.bitwise_count(self.letters[mine] ^ other.letters[others])
        return 1 - np.maximum(apart, abs(ours - theirs)) / np.maximum(ours + theirs, 1)


@lru_cache(maxsize=1 << 12)
def hash_of(text: str) -> int:
    """The same in every process, for it is kept; of no text it is 0."""
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) if text else 0


def whole_of(words: tuple[str, ...]) -> str:
    """The key of a name as a whole, in whatever order its words are; it may have none."""
    return " ".join(sorted(words)) + "."


def beginning_of(words: tuple[str, ...]) -> str:
    return "".join(words)[:BEGINNING] + "…"


class Weights:
    """What words weigh and look like, by their numbers."""

    def __init__(self, ids: Ids, words: Words) -> None:
        counts = ids.counts_in(words)
        self.values = np.maximum(np.log(words.total / (counts + 1)), LEAST)
        self.texts = np.array(ids.texts, object)
        self.letters, self.lengths = np.array(ids.letters), np.array(ids.lengths)
        self.leeway = (self.lengths * (1 - NEAR / 100) + ROUNDING).astype("f4")

    def near(self, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """The places of the pairs that may be two spellings of a word."""
        apart = np.bitwise_count(self.letters[ours] ^ self.letters[theirs])
        return np.flatnonzero(apart <= self.leeway[ours] + self.leeway[theirs])

    def shares(self, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """What these words share of their letters: 1 for the same, 0 for different ones."""
        same = ours == theirs
        near = np.flatnonzero(~same & (self.lengths[ours] >= SHORT))
        shares = same.astype("f8")
        if len(near):
            shares[near] = process.cpdist(
                self.texts[ours[near]],
                self.texts[theirs[near]],
                scorer=fuzz.ratio,
                score_cutoff=NEAR,
            )
            shares[near] /= 100
        return shares


@lru_cache(maxsize=1 << 10)
def letters_of(word: str) -> int:
    """A bit for each letter in it."""
    bits = 0
    for letter in set(word):
        bits |= 1 << ord(letter) % 64
    return bits


def at_most(ours: Names, theirs: Names, mine: np.ndarray, others: np.ndarray) -> np.ndarray:
    """How much these pairs have in common at most: see ``Words.likeness``."""
    weights = ours.weights
    one, other = ours.weight[mine], theirs.weight[others]
    common = _common(ours, theirs, mine, others, weights)
    share = BOTH * np.minimum(common / (one + other), 1)
    share += ONE_SIDE * np.minimum(common / 2 / np.minimum(one, other), 1)
    share += ORDERED * ours.alike(theirs, mine, others)
    return np.where(ours.joined[mine] == theirs.joined[others], 1.0, share)


def _common(
    ours: Names, theirs: Names, mine: np.ndarray, others: np.ndarray, weights: Weights
) -> np.ndarray:
    """The weight of the words that may be one, for each pair: of each with each."""
    pairs, words = spread(ours.starts[mine], ours.counts[mine])
    again, their_words = spread(theirs.starts[others[pairs]], theirs.counts[others[pairs]])
    one, other = ours.part_ids[words[again]], theirs.part_ids[their_words]
    near = weights.near(one, other)
    one, other = one[near], other[near]
    share = weights.shares(one, other)
    weight = (weights.values[one] + weights.values[other]) * share
    return np.bincount(pairs[again[near]], weight, len(mine))


def spread(starts: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of ranges one after the other, and before, the range that each is in."""
    ranges = np.repeat(np.arange(len(counts), dtype="i4"), counts)
    offsets = starts - (counts.cumsum(dtype="i4") - counts)
    return ranges, np.arange(len(ranges), dtype="i4") + offsets[ranges]


class Keys:
    """The keys that names may be found by, as numbers, and before, whose each is."""

    def __init__(self, keys: Iterable[Sequence[str]]) -> None:
        keys = list(keys)
        self.counts = np.array([len(each) for each in keys], "i4")
        self.hashes = np.array([hash_of(key) for key in chain.from_iterable(keys)], "u8")
        self.owners = np.repeat(np.arange(len(keys), dtype="i4"), self.counts)

    @classmethod
    def of(cls, kinds: Sequence[tuple[np.ndarray, np.ndarray]], count: int) -> Self:
        """Keys of ``count`` names, each with its owner; one kind comes after the other."""
        some = cls([])
        owners, hashes = (np.concatenate(column) for column in zip(*kinds, strict=True))
        order = np.argsort(owners, kind="stable")
        some.owners, some.hashes = owners[order].astype("i4"), hashes[order]
        some.counts = np.bincount(some.owners, minlength=count)
        return some


class Run(NamedTuple):
    """Names, by their numbers, one key after the other."""

    hashes: np.ndarray  # of the keys, in order
    sizes: np.ndarray
    most: np.ndarray
    names: np.ndarray

    @classmethod
    def of(cls, hashes: np.ndarray, most: np.ndarray, names: np.ndarray) -> Self:
        order = np.argsort(hashes, kind="stable")
        hashes, first, sizes = np.unique(hashes[order], return_index=True, return_counts=True)
        return cls(hashes, sizes.astype("i4"), most[order][first].astype("i4"), names[order])

    def with_(self, other: Self) -> Self:
        both = (
            np.concatenate((np.repeat(one, self.sizes), np.repeat(two, other.sizes)))
            for one, two in ((self.hashes, other.hashes), (self.most, other.most))
        )
        return type(self).of(*both, np.concatenate((self.names, other.names)))


class Blocks:
    """Names, by their numbers, under their keys."""

    def __init__(self, keys: Keys | None = None, most: np.ndarray | None = None) -> None:
        """A key that more names have than there are at ``most``, for each of the keys, finds none:
        it is of no help.
        """
        self.runs: list[Run] = []
        if keys is not None:
            self.add(keys, most)

    def add(self, keys: Keys, most: np.ndarray) -> None:
        """Names with higher numbers. Runs are put together as they come to be alike in size, so
        that each name is sorted a few times only, however often some are added.
        """
        self.runs.append(Run.of(keys.hashes, most, keys.owners))
        while len(self.runs) > 1 and 2 * len(self.runs[-1].names) > len(self.runs[-2].names):
            last = self.runs.pop()
            self.runs.append(self.runs.pop().with_(last))

    def pairs(self, keys: Keys) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield who has a key in common, ours and theirs, a part of ours after the other.

        A pair comes as often as it has keys in common.
        """
        if not self.runs:
            return
        starts, sizes = self._places(keys.hashes)
        known = sizes.any(axis=1)
        owners, starts, sizes = keys.owners[known], starts[known], sizes[known]
        names = np.concatenate([run.names for run in self.runs])
        so_far = np.bincount(owners, sizes.sum(axis=1), len(keys.counts)).cumsum()
        parts = (so_far // AT_ONCE)[owners]
        bounds = np.flatnonzero(np.diff(parts, prepend=-1, append=-1))
        for first, end in pairwise(bounds):
            which, places = spread(starts[first:end].ravel(), sizes[first:end].ravel())
            yield owners[first:end][which // len(self.runs)], names[places]

    def _places(self, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the names of each key begin in each run, and how many they are."""
        starts, sizes = np.zeros((2, len(hashes), len(self.runs)), "i4")
        most, before = np.zeros(len(hashes), "i4"), 0
        for number, run in enumerate(self.runs):
            places = np.minimum(np.searchsorted(run.hashes, hashes), len(run.hashes) - 1)
            known = run.hashes[places] == hashes if len(run.hashes) else np.zeros(len(hashes), bool)
            starts[known, number] = (run.sizes.cumsum() - run.sizes)[places[known]] + before
            sizes[known, number] = run.sizes[places[known]]
            most[known] = run.most[places[known]]
            before += len(run.names)
        sizes[sizes.sum(axis=1) > most] = 0
        return starts, sizes
