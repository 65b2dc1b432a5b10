"""Many names at once, as arrays: which of them can be one, and how alike two are at most.

What is ruled out here would have been ruled out by a close look as well.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
from rapidfuzz import fuzz, process

from .names import BOTH, LEAST, NEAR, ONE_SIDE, ORDERED, SHORT, Words, words_of

ROUNDING = 1e-6
AT_ONCE = 1 << 15  # pairs, of some words each


class Ids(dict[str, int]):
    """Numbers for texts, as numbers are compared by the thousand; -1 for none."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self) if text else -1
        return number

    def of(self, texts: Iterable[str]) -> np.ndarray:
        return np.array([self[text] for text in texts], "i4")


class Texts:
    """Texts as arrays: what is compared of them at first sight."""

    def __init__(self, lengths: np.ndarray, letters: np.ndarray) -> None:
        self.lengths = lengths
        self.letters = letters
        self.leeway = (lengths * (1 - NEAR / 100) + ROUNDING).astype("f4")

    def alike(self, other: "Texts", mine: np.ndarray, others: np.ndarray) -> np.ndarray:
        """The share of letters that pairs have in common at most: one that only one of them has,
        or by which it is longer, is one less.
        """
        ours, theirs = self.lengths[mine], other.lengths[others]
        apart = np.bitwise_count(self.letters[mine] ^ other.letters[others])
        return 1 - np.maximum(apart, abs(ours - theirs)) / np.maximum(ours + theirs, 1)

    def near(self, other: "Texts", mine: np.ndarray, others: np.ndarray) -> np.ndarray:
        """The places of the pairs that may be two spellings of a word."""
        apart = np.bitwise_count(self.letters[mine] ^ other.letters[others])
        return np.flatnonzero(apart <= self.leeway[mine] + other.leeway[others])


class Names:
    """Names as arrays, and their words one after the other."""

    def __init__(self, names: Iterable[str], ids: Ids) -> None:
        self.words = [words_of(name) for name in names]
        self.joined = np.array([hash("".join(each)) for each in self.words], "i8")
        self.counts = np.array([len(each) for each in self.words], "i4")
        self.starts = self.counts.cumsum(dtype="i4") - self.counts
        self.owners = np.repeat(np.arange(len(self.words), dtype="i4"), self.counts)
        self.part_texts = np.array(list(chain.from_iterable(self.words)), object)
        self.part_ids = ids.of(self.part_texts)
        lengths = np.array([len(word) for word in self.part_texts], "i4")
        letters = np.array([letters_of(word) for word in self.part_texts], "u8")
        self.parts = Texts(lengths, letters)
        self.texts = [" ".join(each) for each in self.words]
        together = np.array([len(text) for text in self.texts], "i4")
        self.wholes = Texts(together, np.zeros(len(self.words), "u8"))
        np.bitwise_or.at(self.wholes.letters, self.owners, letters)

    def weigh(self, words: Words) -> None:
        weights = {word: words.weight(word) for word in set(self.part_texts)}
        self.part_weights = np.array([weights[word] for word in self.part_texts], "f8")
        weight = np.bincount(self.owners, self.part_weights, len(self.words))
        self.weights = np.maximum(weight, LEAST)  # of a name without a word, too


@lru_cache(maxsize=1 << 14)
def letters_of(word: str) -> int:
    """A bit for each letter in it."""
    bits = 0
    for letter in set(word):
        bits |= 1 << ord(letter) % 64
    return bits


def at_most(ours: Names, theirs: Names, mine: np.ndarray, others: np.ndarray) -> np.ndarray:
    """How much these pairs have in common at most: see ``Words.likeness``."""
    one, other = ours.weights[mine], theirs.weights[others]
    common = _common(ours, theirs, mine, others)
    share = BOTH * np.minimum(common / (one + other), 1)
    share += ONE_SIDE * np.minimum(common / 2 / np.minimum(one, other), 1)
    share += ORDERED * ours.wholes.alike(theirs.wholes, mine, others)
    return np.where(ours.joined[mine] == theirs.joined[others], 1.0, share)


def _common(ours: Names, theirs: Names, mine: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The weight of the words that may be one, for each pair: of each with each."""
    pairs, words = spread(ours.starts[mine], ours.counts[mine])
    again, their_words = spread(theirs.starts[others[pairs]], theirs.counts[others[pairs]])
    our_words = words[again]
    near = ours.parts.near(theirs.parts, our_words, their_words)
    our_words, their_words = our_words[near], their_words[near]
    share = _shares(ours, theirs, our_words, their_words)
    weight = (ours.part_weights[our_words] + theirs.part_weights[their_words]) * share
    return np.bincount(pairs[again[near]], weight, len(mine))


def _shares(ours: Names, theirs: Names, mine: np.ndarray, others: np.ndarray) -> np.ndarray:
    """What these pairs of words share of their letters: 1 for the same, 0 for different ones."""
    same = ours.part_ids[mine] == theirs.part_ids[others]
    near = np.flatnonzero(~same & (ours.parts.lengths[mine] >= SHORT))
    shares = same.astype("f8")
    if len(near):
        shares[near] = process.cpdist(
            ours.part_texts[mine[near]],
            theirs.part_texts[others[near]],
            scorer=fuzz.ratio,
            score_cutoff=NEAR,
        )
        shares[near] /= 100
    return shares


def spread(starts: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of ranges one after the other, and before, the range that each is in."""
    ranges = np.repeat(np.arange(len(counts), dtype="i4"), counts)
    offsets = starts - (counts.cumsum(dtype="i4") - counts)
    return ranges, np.arange(len(ranges), dtype="i4") + offsets[ranges]


class Keys:
    """The keys that names may be found by, as numbers, and before, whose each is."""

    def __init__(self, keys: Iterable[Sequence[str]]) -> None:
        hashes, counts = array("q"), array("i")
        for each in keys:
            hashes.extend(map(hash, each))
            counts.append(len(each))
        self.hashes, self.counts = np.asarray(hashes), np.asarray(counts)
        self.owners = np.repeat(np.arange(len(counts), dtype="i4"), self.counts)


class Blocks:
    """Names, by their numbers, under their keys."""

    def __init__(self, keys: Keys, most: np.ndarray) -> None:
        """A key that more names have than there are at ``most``, for each of the keys, finds none:
        it is of no help.
        """
        self.names = keys.owners[np.argsort(keys.hashes, kind="stable")]
        self.hashes, first, sizes = np.unique(keys.hashes, return_index=True, return_counts=True)
        self.starts = (sizes.cumsum() - sizes).astype("i4")
        self.sizes = np.where(sizes > most[first], 0, sizes).astype("i4")

    def pairs(self, keys: Keys) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield who has a key in common, ours and theirs, a part of ours after the other.

        A pair comes as often as it has keys in common.
        """
        places = np.searchsorted(self.hashes, keys.hashes)
        known = np.append(self.hashes, 0)[places] == keys.hashes
        known &= places < len(self.hashes)
        owners, places = keys.owners[known], places[known]
        so_far = np.bincount(owners, self.sizes[places], len(keys.counts)).cumsum()
        parts = (so_far // AT_ONCE)[owners]
        bounds = np.flatnonzero(np.diff(parts, prepend=-1, append=-1))
        for first, end in pairwise(bounds):
            here = places[first:end]
            which, names = spread(self.starts[here], self.sizes[here])
            yield owners[first:end][which], self.names[names]
