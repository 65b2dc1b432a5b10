"""What somebody who is still typing may mean: companies, sectors, districts and networks."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from clusters.text import clean, fold
from companies.cards import cards
from companies.facets.snapshot import Snapshot
from companies.facets.store import snapshot
from companies.listing import list_url
from companies.search.hits import hits

SHORTEST = 2
LONGEST = 80
MOST_COMPANIES = 6
MOST_VALUES = 3
FACETS = ("sector", "district", "network")


class Item(NamedTuple):
    name: str
    url: str
    count: int | None  # of the list behind it; None for a company
    detail: str = ""


class Group(NamedTuple):
    label: str
    items: list[Item]


def suggestions(q: str) -> list[Group]:
    """Groups of what ``q`` may become, without empty ones."""
    q = clean(q)[:LONGEST]
    if len(q) < SHORTEST:
        return []
    state = snapshot()
    labels = {"sector": _("Sectors"), "district": _("Districts"), "network": _("Networks")}
    groups = [Group(_("Companies"), list(_companies(state, q)))]
    groups += [Group(labels[facet], _values(state, facet, fold(q))) for facet in FACETS]
    return [group for group in groups if group.items]


def _companies(state: Snapshot, q: str) -> Iterator[Item]:
    found = hits(state, q)
    numbers: list[int] = []
    for group in found.ranked(found.numbers, state):
        numbers += state.slice(group, 0, MOST_COMPANIES - len(numbers))
        if len(numbers) == MOST_COMPANIES:
            break
    for entry in cards(numbers, state.options):
        place = entry.location
        yield Item(entry.name, entry.get_absolute_url(), None, place.place if place else "")


def _values(state: Snapshot, facet: str, key: str) -> list[Item]:
    """Values of a facet in whose name a word begins so, the largest first."""
    rows = [row for row in state.options.rows(facet) if _begins(row, key)]
    items = [
        Item(str(row.name), list_url(**{facet: row.slug}), len(state.of(facet, row.pk)))
        for row in rows
    ]
    items.sort(key=lambda item: (not fold(item.name).startswith(key), -(item.count or 0)))
    return [item for item in items if item.count][:MOST_VALUES]


def _begins(row: Any, key: str) -> bool:
    names = [row.name, *getattr(row, "synonyms", ())]
    return any(f" {key}" in _words(name) for name in names)


@lru_cache(maxsize=4096)  # the names of all values, in both languages
def _words(name: str) -> str:
    """The folded words, each after a blank."""
    return f" {fold(name).replace('-', ' ')}"
