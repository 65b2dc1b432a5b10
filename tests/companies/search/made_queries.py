"""Queries made from the names themselves by a seeded script, with the answers that the names give.

300 queries, 50 of each kind:

- **typo**: one letter of a word of five or more letters is replaced by its neighbour on the
  keyboard, left out, followed by a neighbour, or swapped with the next. Digits never. What comes
  out is part of no name of the corpus: otherwise it would be another good search.
- **umlaut**: ä, ö, ü and ß as ae, oe, ue and ss, or as the bare letter; or the reverse, where
  another name of the corpus has that spelling (Straße for Strasse, Müller for Mueller).
- **compound**: a part, from a list of common German ones, that a compound begins or ends with. A
  word counts as a compound if its other part, too, is a word of the corpus.
- **plural**: a word with the ending of its plural instead of its singular, or the reverse.
- **word order**: two or three words of a name, the last first.
- **hyphen**: Park-Klinik as Parkklinik or Park Klinik; Max Delbrück as Max-Delbrück; Radiopharma
  as Radio-Pharma or Radio Pharma.

A query is made of the rarest words of a name (legal forms aside), since nobody looks for a company
by "und Service". Where the changed word alone fits more than ten entries, the rarest other word of
the name joins it; in a typo every second time in any case.

What a query means is what was written before it was changed. An entry is **relevant** if its name
contains all of that, compared without case, accents, umlauts and everything that is neither letter
nor digit (``squeezed``); of a pair of words apart, each for itself. No search takes part in that.
An entry that a former name or a place would betray, but not the name, is not relevant. Recall in
the first ten results counts the relevant ones among them, out of as many as could be there::

    recall@10 = relevant among the first 10 / min(10, all relevant)

**Exact names** are asked as they stand in the lists; the first result must have that name. Left
out: names longer than the search box takes, and names with a word behind " -", which excludes it.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from random import Random

from clusters.text import fold

from .names import EMPTY, Names, spelled_out

SEED = 1897
OF_EACH_KIND = 50
EXACT_NAMES = 200
LONGEST_EXACT = 200
HYPHENATED = re.compile(r"(?<![\w-])([^\W\d_]{3,})-([^\W\d_]{3,})(?![\w-])")
ADJACENT = re.compile(r"(?<![\w-])([^\W\d_]{4,}) ([^\W\d_]{4,})(?![\w-])")
BARE = str.maketrans("äöüÄÖÜ", "aouAOU") | {ord("ß"): "ss"}
WORDS = tomllib.loads((Path(__file__).parent / "german.toml").read_text(encoding="utf-8"))
KEYBOARD = ("qwertzuiopü", "asdfghjklöä", "yxcvbnm")
PARTS = tuple(WORDS["parts"])
ENDINGS = tuple(map(tuple, WORDS["endings"]))


@dataclass(frozen=True)
class Made:
    kind: str
    q: str
    name: str  # that it was made from
    relevant: frozenset[str]  # names
    relevant_count: int  # entries, of which several may share a name


def made_queries(groups: list[list[str]]) -> list[Made]:
    """The 300 queries; each group of names gives as many, as long as it has them."""
    names = Names(chain(*groups))
    return [
        made
        for kind, maker in MAKERS.items()
        for made in _of_one_kind(kind, maker, names, groups, Random(f"{SEED} {kind}"))
    ]


def exact_names(groups: list[list[str]]) -> list[str]:
    rng = Random(f"{SEED} exact names")
    fit = (
        name
        for name in _in_turn(groups, rng)
        if len(name) <= LONGEST_EXACT and not re.search(r"(?:^|\s)-\w", name)
    )
    return [name for _, name in zip(range(EXACT_NAMES), fit, strict=False)]


def _of_one_kind(
    kind: str, maker: Callable, names: Names, groups: list[list[str]], rng: Random
) -> list[Made]:
    made: dict[str, Made] = {}
    for name in _in_turn(groups, rng):
        if not (found := maker(rng, names, name)):
            continue
        q, relevant = found
        if q.lower() not in made and name in relevant:
            made[q.lower()] = Made(kind, q, name, relevant, names.count(relevant))
        if len(made) == OF_EACH_KIND:
            break
    return list(made.values())


def _in_turn(groups: list[list[str]], rng: Random) -> Iterator[str]:
    """Names of all groups, shuffled, from each in turn."""
    shuffled = [rng.sample(unique, len(unique)) for unique in map(_unique, groups)]
    return (name for turn in zip_longest(*shuffled) for name in turn if name)


def _unique(names: list[str]) -> list[str]:
    return sorted(set(names))


def _alone_or_with(
    names: Names, name: str, typed: str, *meant: str, always: bool = False
) -> tuple[str, frozenset[str]] | None:
    """The query ``typed``, with a further word of the name where ``meant`` fits too many."""
    relevant = names.holding(*meant)
    if always or names.count(relevant) > 10:
        if not (others := names.rare(name, 4, besides="".join(meant))):
            return None
        typed, relevant = f"{typed} {others[0]}", names.holding(*meant, others[0])
    return typed, relevant


def typo(rng: Random, names: Names, name: str) -> tuple[str, frozenset[str]] | None:
    if not (words := names.rare(name, 5)):
        return None
    typed = _one_letter_off(rng, words[0])
    if fold(typed) == fold(words[0]) or names.holding(typed):
        return None
    return _alone_or_with(names, name, typed, words[0], always=rng.random() < 0.5)


def _one_letter_off(rng: Random, word: str) -> str:
    at = rng.randrange(len(word))
    before, letter, after = word[:at], word[at], word[at + 1 :]
    match rng.choice(("replace", "leave out", "insert", "swap")):
        case "replace":
            return before + _neighbour(rng, letter) + after
        case "leave out":
            return before + after
        case "insert":
            return before + letter + _neighbour(rng, letter) + after
    return before + after[:1] + letter + after[1:]


def _neighbour(rng: Random, letter: str) -> str:
    for row in KEYBOARD:
        if (at := row.find(letter.lower())) >= 0:
            return rng.choice(row[max(at - 1, 0) : at] + row[at + 1 : at + 2])
    return letter


def umlaut(rng: Random, names: Names, name: str) -> tuple[str, frozenset[str]] | None:
    for word in names.rare(name, 4):
        others = names.spellings[spelled_out(word.lower())] - {word.lower()}
        ways = {spelled_out(word), word.translate(BARE), *others} - {word}
        if ways:
            return _alone_or_with(names, name, rng.choice(sorted(ways)), word)
    return None


def compound(rng: Random, names: Names, name: str) -> tuple[str, frozenset[str]] | None:
    for word in names.rare(name, 7):
        if parts := _parts(names, word):
            part = rng.choice([part for part in parts if part.lower() in PARTS])
            return _alone_or_with(names, name, part, part)
    return None


def _parts(names: Names, word: str) -> tuple[str, str] | None:
    """The two parts of a compound, one of them from the list, the other a word of the corpus."""
    small = word.lower()
    for part in PARTS:
        rest = small.removeprefix(part) if small.startswith(part) else small.removesuffix(part)
        if len(rest) < 3 or rest == small or not names.knows(rest):
            continue
        at = len(part) if small.startswith(part) else len(rest)
        return word[:at], word[at:].capitalize()
    return None


def plural(rng: Random, names: Names, name: str) -> tuple[str, frozenset[str]] | None:
    for word in names.rare(name, 4):
        for pair in ENDINGS:
            for had, gets in (pair, pair[::-1]):
                if not word.lower().endswith(had):
                    continue
                if len(word) > len(had) or rng.random() < 0.2:  # else half would be pharmacies
                    return _other_number(names, name, word, had, gets)
    return None


def _other_number(
    names: Names, name: str, word: str, had: str, gets: str
) -> tuple[str, frozenset[str]] | None:
    typed = word[: len(word) - len(had)] + gets
    typed = typed.capitalize() if word[0].isupper() else typed
    relevant = names.holding(word) | names.holding(typed)
    if names.count(relevant) > 10:
        if not (others := names.rare(name, 4, besides=word)):
            return None
        typed, relevant = f"{typed} {others[0]}", relevant & names.holding(others[0])
    return typed, relevant


def word_order(rng: Random, names: Names, name: str) -> tuple[str, frozenset[str]] | None:
    rarest = names.rare(name, 3)[: rng.choice((2, 3))]
    if len(rarest) < 2:
        return None
    backwards = sorted(rarest, key=names.words[name].index, reverse=True)
    return " ".join(backwards), names.holding(*backwards)


def hyphen(rng: Random, names: Names, name: str) -> tuple[str, frozenset[str]] | None:
    pattern, between = rng.choice(
        ((HYPHENATED, ""), (HYPHENATED, " "), (ADJACENT, "-"), (None, "-"), (None, " "))
    )
    if pattern:
        found = pattern.search(name)
        whole, pair = (found[0], found.groups()) if found else ("", None)
    else:
        compounds = ((word, _parts(names, word)) for word in names.rare(name, 7))
        whole, pair = next((found for found in compounds if found[1]), ("", None))
    if not pair or EMPTY & set(map(fold, pair)):
        return None
    typed = between.join(pair) if between else pair[0] + pair[1].lower()
    return _alone_or_with(names, name, typed, *(pair if between == " " else (whole,)))


MAKERS = {
    "typo": typo,
    "umlaut": umlaut,
    "compound": compound,
    "plural": plural,
    "word order": word_order,
    "hyphen": hyphen,
}
