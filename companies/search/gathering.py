"""Makes what ``families`` reads, when a base is made."""

from collections.abc import Iterable, Iterator

from django.db import connection
from pyroaring import BitMap

from companies.bulk import copy_rows
from companies.search.models import Base, BasePart, Family
from companies.search.postings import WEIGHTS, WORDS, kept
from companies.search.vocabulary import MOST_FORMS, SHORT_PART, is_at_edge, pattern_of

FEW = 30  # words; so many are looked up quickly enough when somebody asks
AT_ONCE = 100  # families whose postings are in memory together
FIELDS = ("base", "pattern", "edge", "inside", "numbers")
Words = tuple[list[str], list[str]]  # that contain a pattern: at an edge, further inside


def keep(base: Base) -> None:
    """Store which words contain each pattern, and what is posted for those where they are many."""
    words = bytes(BasePart.objects.get(base=base, name=WORDS).data).decode().split()
    found = _containing(_patterns(), words)
    large = [pattern for pattern, words in found.items() if sum(map(len, words)) > FEW]
    few = ((base.pk, p, *map(" ".join, found[p]), []) for p in found.keys() - set(large))
    copy_rows(Family, FIELDS, few)
    for start in range(0, len(large), AT_ONCE):
        part = [(pattern, found[pattern]) for pattern in large[start : start + AT_ONCE]]
        copy_rows(Family, FIELDS, list(_rows(base, part)))


def _patterns() -> set[str]:
    """What is looked for where somebody types a word of the directory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT word, lexeme FROM companies_vocabulary")
        return {pattern for word, stem in cursor if len(pattern := pattern_of(word, stem)) > 2}


def _containing(patterns: set[str], words: Iterable[str]) -> dict[str, Words]:
    """For each pattern what ``vocabulary`` would find: ``words`` come the most frequent first."""
    found: dict[str, Words] = {}
    for word in words:
        for pattern in patterns.intersection(_pieces(word)):
            edge, inside = found.setdefault(pattern, ([], []))
            if len(edge) + len(inside) >= MOST_FORMS:
                continue
            if is_at_edge(word, pattern):
                edge.append(word)
            elif len(pattern) > SHORT_PART:
                inside.append(word)
    return found


def _pieces(word: str) -> Iterator[str]:
    for start in range(len(word) - 2):
        for end in range(start + 3, len(word) + 1):
            yield word[start:end]


def _rows(base: Base, part: list[tuple[str, Words]]) -> Iterator[tuple]:
    wanted = {word for _pattern, found in part for words in found for word in words}
    posted = kept(base.pk, list(wanted))
    for pattern, found in part:
        numbers = []
        for words in found:
            for weight in WEIGHTS:
                parts = [n for word in words for w, n in posted.get(word, ()) if w == weight]
                together = BitMap.union(BitMap(), *parts)
                together.run_optimize()
                numbers.append(together.serialize())
        edge, inside = map(" ".join, found)
        yield base.pk, pattern, edge, inside, numbers
