"""A search over all entries: which ones, the best first, and what the words were taken for.

Relevance comes in tiers: the exact name, a name that begins so, all words in the name, words in
the name or in what the entry belongs to; then the same with inflections and compounds of the words,
and at last words anywhere. Ties go by freshness, then by name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, chain, permutations
from operator import and_, or_

from django.conf import settings
from django.db import connection
from pyroaring import BitMap

from companies.facets.snapshot import NOTHING, Snapshot, array_of
from companies.freshness import Freshness
from companies.search.postings import WEIGHTS, Parts, Postings, postings
from companies.search.query import LEGAL_FORMS, Query, parse
from companies.search.vocabulary import Meaning, meanings

MOST_ORDERS = 3  # words of a name that are tried in every order
MOST_BEGINNINGS = 2000
BEGINNING = """
    SELECT array_agg(found.number) FILTER (WHERE found.name_key = beginning),
        array_agg(found.number)
    FROM unnest(%s::text[]) AS words (beginning) CROSS JOIN LATERAL (
        SELECT number, name_key FROM companies_searchentry
        WHERE is_public AND name_key >= beginning AND name_key < beginning || U&'\\+10FFFF'
        ORDER BY name_key, number LIMIT %s
    ) AS found"""
AMONG = """
    SELECT array_agg(number) FILTER (WHERE cardinality(words) = cardinality(asked)),
        array_agg(number)
    FROM companies_searchentry, string_to_array(name_key, ' ') AS words,
        CAST(%s AS text[]) AS asked
    WHERE number = ANY(%s)
        AND ARRAY(SELECT unnest(words[:cardinality(asked)]) ORDER BY 1) = asked"""


@dataclass(frozen=True)
class Hits:
    query: Query
    numbers: BitMap
    tiers: tuple[BitMap, ...] = ()  # the best first; together they are ``numbers``
    words: frozenset[str] = frozenset()  # folded, to be marked in texts
    corrections: tuple[tuple[str, str], ...] = ()  # what was typed, and the word it was taken for

    def ranked(self, numbers: BitMap, state: Snapshot) -> Iterator[BitMap]:
        """``numbers`` in groups of equal relevance and freshness, the best first."""
        by_freshness = state.by_freshness()
        for tier in self.tiers:
            rest = tier if numbers is self.numbers else tier & numbers
            for value in (Freshness.FRESH, Freshness.STALE):
                group = rest & by_freshness[value]
                rest = rest - group
                yield group
            yield rest


def hits(state: Snapshot, q: str) -> Hits:
    """The entries that ``q`` finds; it may be anything that can be typed."""
    if (known := state.memory.get(q)) is not None:
        return known
    found = _hits(state, q)
    if settings.SEARCHES_REMEMBERED:
        if len(state.memory) >= settings.SEARCHES_REMEMBERED:
            state.memory.clear()  # taking out the oldest would not be safe among threads
        state.memory[q] = found
    return found


def _hits(state: Snapshot, q: str) -> Hits:
    query = parse(q)
    if query.is_empty:
        return Hits(query, NOTHING)
    meant = meanings(state, query.words)
    excluded = meanings(state, query.excluded)
    posted = postings(
        state,
        frozenset().union(
            *((one.forms.union(one.inside) - one.gathered) | one.typed for one in meant),
            *map(_inflections, excluded),
        ),
        newer=frozenset().union(*(one.gathered for one in meant if state.changed)),
    )
    numbers, tiers = _tiers(state, query, meant, posted)
    for one in excluded:
        out = BitMap.union(BitMap(), *chain(*_parts(posted, _inflections(one)).values()))
        numbers = numbers - out
        tiers = [tier - out for tier in tiers]
    corrections = tuple((one.word.folded, one.corrected) for one in meant if one.corrected)
    words = frozenset().union(*(one.words for one in meant))
    return Hits(query, numbers, tuple(tiers), words, corrections)


def _tiers(
    state: Snapshot, query: Query, meant: list[Meaning], posted: Postings
) -> tuple[BitMap, list[BitMap]]:
    """All that is found, and the same in tiers without overlap."""
    if not meant:  # only words to leave out
        return state.everything, [state.everything]

    weighed = [_by_weight(posted, one, state.changed) for one in meant]
    typed, forms, everything = zip(*weighed, strict=True)
    everywhere = _common(everything, 1)
    named = beginning = NOTHING
    if _common(forms, 1):  # else no name has all the words, or longer ones in their place
        named, beginning = _by_name(_name(query, meant), _common(typed, 1))
    tiers: list[BitMap] = []
    better = BitMap()
    for step in (
        lambda: named & everywhere,
        lambda: beginning & everywhere,
        lambda: _common(typed, 1),
        lambda: _common(typed, 2),
        lambda: _common(forms, 1),
        lambda: _common(forms, 2),
        lambda: _common(forms, 3),
        lambda: everywhere,
    ):
        if len(better) == len(everywhere):  # nothing is left for the others
            break
        tiers.append(step() - better)
        better |= tiers[-1]
    return everywhere, tiers


def _by_weight(posted: Postings, one: Meaning, changed: BitMap) -> list[list[BitMap]]:
    """The entries with the word as typed, with its forms, with all that it stands for: each in
    names, in names or what they belong to, anywhere.
    """
    typed = _parts(posted, one.typed)
    forms = _parts(posted, one.forms - one.typed)
    inside = _parts(posted, one.inside)
    for family in one.families:
        _gather(forms, family.at_edge, changed)
        _gather(inside, family.within, changed)
    own = [_union(typed[weight]) for weight in WEIGHTS]
    edge = [_union([first, *forms[weight]]) for first, weight in zip(own, WEIGHTS, strict=True)]
    with_forms = list(accumulate(edge, or_))
    everything = _union([with_forms[-1], *chain.from_iterable(inside.values())])
    return [list(accumulate(own[:2], or_)), with_forms, [everything]]


def _gather(parts: dict[str, list[BitMap]], gathered: Parts, changed: BitMap) -> None:
    for weight, numbers in gathered:
        parts[weight].append(numbers - changed if changed else numbers)


def _union(parts: list[BitMap]) -> BitMap:
    parts = [part for part in parts if part]
    return BitMap.union(*parts) if len(parts) > 1 else parts[0] if parts else NOTHING


def _parts(posted: Postings, words: Iterable[str]) -> dict[str, list[BitMap]]:
    """What is posted of the words, by weight."""
    found: dict[str, list[BitMap]] = {weight: [] for weight in WEIGHTS}
    for word in words:
        for weight, numbers in posted.get(word, ()):
            found[weight].append(numbers)
    return found


def _common(meant: Iterable[list[BitMap]], weights: int) -> BitMap:
    """The entries that have each of the words, in one of the first ``weights`` weights."""
    return reduce(and_, (parts[weights - 1] for parts in meant))


def _inflections(one: Meaning) -> set[str]:
    """What ``-word`` leaves out: the word in any case, but no compounds."""
    length = len(one.word.folded) + 3
    stem = one.word.stem
    return {word for word in one.words if word.startswith(stem) and len(word) < length}


def _name(query: Query, meant: list[Meaning]) -> list[str]:
    """The words as those of a name, without the legal form at its end."""
    words = [one.corrected or one.word.folded for one in meant]
    if len(query.name) != len(words):  # words that say little are part of a name
        words = list(query.name)
    return [word for word in words if word not in LEGAL_FORMS] or words


def _by_name(words: list[str], having: BitMap) -> tuple[BitMap, BitMap]:
    """The entries whose name is the words, in whatever order, and those whose name begins so.

    ``having`` are those whose name has all the words: of many words there are too many orders.
    """
    with connection.cursor() as cursor:
        if len(words) > MOST_ORDERS:
            some = array_of(having)[:MOST_BEGINNINGS].tolist()
            cursor.execute(AMONG, [sorted(words), some])
        else:
            orders = [" ".join(order) for order in permutations(words)]
            cursor.execute(BEGINNING, [orders, MOST_BEGINNINGS])
        named, beginning = cursor.fetchone()
    return BitMap(named or ()), BitMap(beginning or ())
