"""What somebody typed, taken apart: words, words in quotes, words to leave out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

MOST_WORDS = 12
QUOTED = re.compile(r'(?P<minus>(?<!\S)-)?["„“”«»](?P<inside>[^"„“”«»]*)["“”«»]')
EXCLUDED = re.compile(r"(?<!\S)-(?P<word>\w\S*)")
VAT_ID = re.compile(r"\b(DE) ?(\d{3}) ?(\d{3}) ?(\d{3})\b", re.IGNORECASE)
# They say nothing where other words do. "oder" is not among them: think of Frankfurt (Oder).
FILLERS = frozenset(
    (
        "am", "an", "and", "at", "auf", "aus", "bei", "by", "das", "dem", "den", "der", "des",
        "die", "ein", "eine", "einer", "for", "fur", "im", "in", "mit", "nach", "of", "on", "the",
        "to", "und", "vom", "von", "with", "zu", "zum", "zur",
    )
)  # fmt: skip
# As companies_name_key leaves them out at the end of a name.
LEGAL_FORMS = frozenset(
    (
        "ag", "co", "efk", "eg", "egbr", "ek", "ev", "gag", "gbr", "ggmbh", "gmbh", "gug",
        "haftungsbeschrankt", "inc", "kg", "kgaa", "limited", "llp", "ltd", "mbb", "mbh", "ohg",
        "partg", "partgmbb", "se", "ug",
    )
)  # fmt: skip
FOLDED = """
    SELECT part.place, folded.word, stem, ARRAY(
        SELECT word FROM companies_vocabulary AS known
        WHERE known.lexeme = stem OR known.word = folded.word
    )
    FROM unnest(%s::text[]) WITH ORDINALITY AS part (text, place),
        regexp_split_to_table(companies_words(part.text), ' ') AS folded (word),
        coalesce((ts_lexize('companies_german', folded.word))[1], folded.word) AS stem
    WHERE folded.word <> '' ORDER BY part.place"""


@dataclass(frozen=True)
class Word:
    """A word of the query, folded as the index is."""

    folded: str
    stem: str
    same: tuple[str, ...] = ()  # the directory's own words with that stem
    literal: bool = False  # in quotes: neither corrected nor expanded
    excluded: bool = False

    @property
    def says_little(self) -> bool:
        return self.folded in FILLERS or self.folded in LEGAL_FORMS


@dataclass(frozen=True)
class Query:
    words: tuple[Word, ...]  # that an entry must have, each once
    excluded: tuple[Word, ...]
    name: tuple[str, ...]  # all words in their order, to compare with names
    was_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.excluded


def parse(q: str) -> Query:
    """Read the search box. Words that say little count only where there are no others."""
    parts = list(_parts(q))[: 2 * MOST_WORDS]
    with connection.cursor() as cursor:
        cursor.execute(FOLDED, [[text for text, _literal, _excluded in parts]])
        rows = cursor.fetchall()
    words: dict[tuple, Word] = {}
    for place, folded, stem, same in rows:
        _text, literal, excluded = parts[place - 1]
        word = Word(folded, stem, tuple(same), literal, excluded)
        words.setdefault((folded, excluded), word)
    wanted = [word for word in words.values() if not word.excluded]
    telling = [word for word in wanted if word.literal or not word.says_little] or wanted
    return Query(
        tuple(telling[:MOST_WORDS]),
        tuple(word for word in words.values() if word.excluded)[:MOST_WORDS],
        tuple(word.folded for word in wanted),
        len(telling) > MOST_WORDS,
    )


def _parts(q: str) -> Iterator[tuple[str, bool, bool]]:
    """Text, whether in quotes, whether to leave out."""
    end = 0
    for match in QUOTED.finditer(q):
        yield from _plain(q[end : match.start()])
        yield match["inside"], True, bool(match["minus"])
        end = match.end()
    yield from _plain(q[end:])


def _plain(text: str) -> Iterator[tuple[str, bool, bool]]:
    yield VAT_ID.sub(r"\1\2\3\4", EXCLUDED.sub(" ", text)), False, False
    for match in EXCLUDED.finditer(text):
        yield match["word"], False, True


def literal(q: str) -> str:
    """The same search with each word in quotes, so that it is taken as it was typed."""
    return " ".join(
        f'{"-" * excluded}"{word}"'
        for text, _literal, excluded in _parts(q)
        for word in text.split()
    )
