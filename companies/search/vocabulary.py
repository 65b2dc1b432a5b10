"""The directory's own words: which of them a typed word means.

A word is corrected first and expanded then: "Medzintechnik" is not in the directory, so the
nearest word is taken; "technik" is, and stands also for all words that contain it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.db import connection
from rapidfuzz.distance import OSA

from companies.facets.snapshot import Snapshot
from companies.search.families import Family, families
from companies.search.query import FILLERS, Word

MOST_FORMS = 600  # words that one typed word may stand for, the most frequent first
MOST_CORRECTIONS = 3
INFLECTIONS = frozenset(["", "e", "en", "er", "ern", "n", "s", "es", "em"])
SHORTEST_PART = 7  # letters; more of them fit a shorter word by chance
SHORT_PART = 4  # letters; so few stand in the middle of many words by chance
SIMILAR = """
    SELECT word, companies_count FROM companies_vocabulary
    WHERE (word %% %(word)s OR word = ANY(%(swapped)s))
        AND char_length(word) BETWEEN %(length)s - 2 AND %(length)s + 2"""
WITHIN = """
    SELECT word, companies_count FROM companies_vocabulary WHERE %(word)s <%% word
    ORDER BY companies_count DESC, word LIMIT 300"""
LIKENESS = "SET pg_trgm.word_similarity_threshold = 0.45"  # for "medzin" in "medizintechnik"
PARTS = """
    SELECT word FROM companies_vocabulary WHERE word = ANY(%s)"""


@dataclass(frozen=True)
class Meaning:
    """What one typed word stands for: any of the words. Those of ``families`` are among ``forms``
    and ``inside`` only where they need to be looked up.
    """

    word: Word
    typed: frozenset[str]  # the word itself, or what it was taken for
    forms: frozenset[str]  # that, its inflections and the compounds that begin or end with it
    inside: frozenset[str] = frozenset()  # words that contain it somewhere else
    corrected: str = ""  # the word it was taken for
    families: tuple[Family, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """All of them."""
        return self.forms.union(self.inside, self.gathered)

    @cached_property
    def gathered(self) -> frozenset[str]:
        """Those of the words whose entries the families have."""
        known = [one.words for one in self.families if one.is_gathered]
        return known[0] if len(known) == 1 else frozenset().union(*known)


def meanings(state: Snapshot, words: Iterable[Word]) -> list[Meaning]:
    """What each of the words stands for; unknown ones are corrected where something is near."""
    words = list(words)
    patterns = {_pattern(word) for word in words if not _is_exact(word)}
    known = families(state.base, patterns) if patterns else {}
    result = []
    for word in words:
        if _is_exact(word):
            only = frozenset([word.folded])
            result.append(Meaning(word, only, only))
        elif one := _expanded(state, word, known):
            result.append(one)
        else:
            result += _corrected(state, word)
    return result


def _is_exact(word: Word) -> bool:
    """Words that are looked up as they are: quoted, numbers, and too short to say more."""
    folded = word.folded
    return (
        word.literal
        or len(folded) < 3
        or folded in FILLERS
        or any(character.isdigit() for character in folded)
    )


def _expanded(state: Snapshot, word: Word, known: dict[str, Family]) -> Meaning | None:
    """The meaning of a word that the directory knows, by itself or in longer ones."""
    pattern = _pattern(word)
    family = known.get(pattern)
    if family and family.is_gathered and not state.changed:
        only = frozenset([word.folded, *word.same])
        return Meaning(word, frozenset([word.folded]), only, families=(family,))
    edge, inside = _containing(state, pattern, family)
    if not edge and not inside and not word.same:
        return None
    forms = edge.union(word.same, [word.folded])
    return Meaning(
        word,
        frozenset([word.folded]),
        frozenset(forms),
        frozenset(inside - forms),
        families=(family,) if family else (),
    )


def _containing(state: Snapshot, pattern: str, family: Family | None) -> tuple[set[str], set[str]]:
    """The most frequent words that contain the pattern: those that begin or end with it, and the
    others, unless it is short and fits them by chance.

    All words are one text, which is searched more quickly than any index: it ends early where
    many fit. Those of a family are known.
    """
    edge, inside = (set(family.edge), set(family.inside)) if family else (set(), set())
    part = pattern.encode()
    for text in state.words[1:] if family else state.words:
        place = text.find(part)
        while place >= 0 and len(edge) + len(inside) < MOST_FORMS:
            start, end = text.rfind(b"\n", 0, place) + 1, text.find(b"\n", place)
            word = text[start:end].decode()
            if is_at_edge(word, pattern):
                edge.add(word)
            elif len(pattern) > SHORT_PART:
                inside.add(word)
            place = text.find(part, end)
    return edge, inside


def is_at_edge(word: str, pattern: str) -> bool:
    """Whether a compound begins or ends with the pattern, but for an inflection."""
    return word.startswith(pattern) or word.rpartition(pattern)[2] in INFLECTIONS


def _pattern(word: Word) -> str:
    return pattern_of(word.folded, word.stem)


def pattern_of(folded: str, stem: str) -> str:
    """What a longer word must contain: the stem, unless hardly anything is left of it."""
    return stem if len(stem) > 4 or len(folded) < 5 else folded


def _corrected(state: Snapshot, word: Word) -> list[Meaning]:
    """The nearest words, or the two known words that it is made of; else the word itself."""
    if len(word.folded) < 4:
        return [Meaning(word, frozenset([word.folded]), frozenset([word.folded]))]
    near = _near(word.folded)
    if not near or near[0][0] > 1:
        if parts := _taken_apart(word):
            return parts
        near = _near_beginnings(word.folded) or near
    if not near:
        return [Meaning(word, frozenset([word.folded]), frozenset([word.folded]))]
    best = [form for distance, _count, form in near if distance == near[0][0]][:MOST_CORRECTIONS]
    words = [Word(form, form) for form in best]
    known = families(state.base, map(_pattern, words))
    meant = [one for word in words if (one := _expanded(state, word, known))]
    forms = frozenset(best).union(*(one.forms for one in meant))
    inside = frozenset().union(*(one.inside for one in meant))
    gathered = tuple(chain.from_iterable(one.families for one in meant))
    return [Meaning(word, frozenset(best), forms, inside, best[0], gathered)]


def _near(typed: str) -> list[tuple[int, int, str]]:
    """Known words within one slip, or two in longer words; the nearest first."""
    swapped = [typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :] for i in range(len(typed) - 1)]
    with connection.cursor() as cursor:
        cursor.execute(SIMILAR, {"word": typed, "swapped": swapped, "length": len(typed)})
        rows = cursor.fetchall()
    most = 1 if len(typed) < 6 else 2
    near = [
        (distance, -count, word)
        for word, count in rows
        if (distance := OSA.distance(typed, word, score_cutoff=most)) <= most
    ]
    return sorted(near)


def _near_beginnings(typed: str) -> list[tuple[int, int, str]]:
    """The same for the first part of longer words: "verteidigugn" in "verteidigungstechnik"."""
    if len(typed) < SHORTEST_PART:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LIKENESS)
        cursor.execute(WITHIN, {"word": typed})
        rows = cursor.fetchall()
    lengths = (len(typed), len(typed) + 1, len(typed) - 1)  # as likely as each is meant
    near = {
        (OSA.distance(typed, word[:length]), lengths.index(length), -count, word[:length])
        for word, count in rows
        for length in lengths
        if length < len(word)
    }
    return [(one[0], one[2], one[3]) for one in sorted(near) if one[0] == 1]


def _taken_apart(word: Word) -> list[Meaning]:
    """“Parkklinik” as Park and Klinik, where each of them is known."""
    folded = word.folded
    cuts = range(3, len(folded) - 2)
    parts = [(folded[:i], folded[i:]) for i in cuts]
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [[part for pair in parts for part in pair]])
        known = {row[0] for row in cursor.fetchall()}
    both = [pair for pair in parts if known.issuperset(pair)]
    if not both:
        return []
    longest = max(both, key=lambda pair: min(map(len, pair)))
    return [Meaning(Word(part, part), frozenset([part]), frozenset([part])) for part in longest]
