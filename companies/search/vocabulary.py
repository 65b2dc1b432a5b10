"""The directory's own words: which of them a typed word means.

A word is corrected first and expanded then: "Medzintechnik" is not in the directory, so the
nearest word is taken; "technik" is, and stands also for all words that contain it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from rapidfuzz.distance import OSA

from companies.facets.snapshot import Snapshot
from companies.search.query import FILLERS, Word

MOST_FORMS = 600  # words that one typed word may stand for, the most frequent first
MOST_CORRECTIONS = 3
INFLECTIONS = frozenset([b"", b"e", b"en", b"er", b"ern", b"n", b"s", b"es", b"em"])
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
    """What one typed word stands for: any of the alternatives, each of which is one or more
    words that an entry must have together.
    """

    word: Word
    typed: frozenset[str]  # the word itself, or what it was taken for
    forms: frozenset[str]  # that, its inflections and the compounds that begin or end with it
    inside: frozenset[str] = frozenset()  # words that contain it somewhere else
    corrected: str = ""  # the word it was taken for


def meanings(state: Snapshot, words: Iterable[Word]) -> list[Meaning]:
    """What each of the words stands for; unknown ones are corrected where something is near."""
    result = []
    for word in words:
        if _is_exact(word):
            only = frozenset([word.folded])
            result.append(Meaning(word, only, only))
        elif known := _expanded(state, word):
            result.append(known)
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


def _expanded(state: Snapshot, word: Word) -> Meaning | None:
    """The meaning of a word that the directory knows, by itself or in longer ones."""
    edge, inside = _containing(state, _pattern(word))
    if not edge and not inside and not word.same:
        return None
    forms = edge.union(word.same, [word.folded])
    return Meaning(word, frozenset([word.folded]), frozenset(forms), frozenset(inside - forms))


def _containing(state: Snapshot, pattern: str) -> tuple[set[str], set[str]]:
    """The most frequent words that contain the pattern: those that begin or end with it, but for
    an inflection, and the others, unless it is short and fits them by chance.

    All words are one text, which is searched more quickly than any index: it ends early where
    many fit.
    """
    edge: set[str] = set()
    inside: set[str] = set()
    part = pattern.encode()
    for text in state.words:
        place = text.find(part)
        while place >= 0 and len(edge) + len(inside) < MOST_FORMS:
            start, end = text.rfind(b"\n", 0, place) + 1, text.find(b"\n", place)
            if start == place or text[place + len(part) : end].rpartition(part)[2] in INFLECTIONS:
                edge.add(text[start:end].decode())
            elif len(pattern) > SHORT_PART:
                inside.add(text[start:end].decode())
            place = text.find(part, end)
    return edge, inside


def _pattern(word: Word) -> str:
    """What a longer word must contain: the stem, unless hardly anything is left of it."""
    return word.stem if len(word.stem) > 4 or len(word.folded) < 5 else word.folded


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
    known = [one for form in best if (one := _expanded(state, Word(form, form)))]
    forms = frozenset(best).union(*(meaning.forms for meaning in known))
    inside = frozenset().union(*(meaning.inside for meaning in known))
    return [Meaning(word, frozenset(best), forms, inside, best[0])]


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
