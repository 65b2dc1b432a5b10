"""What visitors can choose from, without the counts: names, trees and order of all values.

It is the same for everybody until the data change, so it is made once per language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext, override

from clusters.text import sort_key
from companies.facet_rows import RowTemplate, row_template
from companies.options import CHOICES, Options


@dataclass(frozen=True, slots=True)
class Item:
    slug: str
    name: str
    key: Any  # what ``Counts.of`` knows it by
    depth: int
    quoted: str  # the slug, as addresses want it
    row: RowTemplate


@dataclass(frozen=True, slots=True)
class Branch:
    """Values under one heading that opens and closes; without a name they stand open."""

    items: list[Item]
    name: str = ""
    key: str = ""


@lru_cache(maxsize=8)  # the present state and the one before, in each language
def outline(options: Options, common: frozenset[int], language: str) -> dict[str, list[Branch]]:
    """``common``: the tags that stand before the others."""
    with override(language):
        return {
            "cluster": [Branch(_rows("cluster", options.clusters))],
            "sector": list(_sectors(options)),
            "district": list(_districts(options)),
            "kind": [Branch(_choices("kind"))],
            "size": [Branch(_choices("size"))],
            "network": [Branch(_rows("network", options.networks))],
            "tag": list(_tags(options, common)),
            "freshness": [Branch(_choices("freshness"))],
            "letter": [Branch(_choices("letter"))],
        }


def _item(facet: str, slug: str, name: str, key: Any, depth: int = 0) -> Item:
    return Item(slug, name, key, depth, quote(slug), row_template(facet, slug, name, depth))


def _rows(facet: str, rows: Iterable[Any], depth: int = 0) -> list[Item]:
    return [_item(facet, row.slug, row.name, row.pk, depth) for row in rows]


def _choices(facet: str) -> list[Item]:
    return [_item(facet, value, str(name), value) for value, name in CHOICES[facet]]


def _sectors(options: Options) -> Iterator[Branch]:
    for cluster in options.clusters:
        items = []
        for top in options.top_sectors(cluster):
            items += _rows("sector", [top])
            items += _rows("sector", options.sectors_below(top), depth=1)
        yield Branch(items, cluster.name, cluster.slug)


def _districts(options: Options) -> Iterator[Branch]:
    for state in options.states:
        whole = _item("district", state.slug, gettext("All of %s") % state.name, state.pk)
        parts = _rows("district", options.districts_of(state), depth=1)
        yield Branch([whole, *parts], state.name, state.slug)


def _tags(options: Options, common: frozenset[int]) -> Iterator[Branch]:
    """The most common ones, and behind them all others; each part in the order of a list."""
    tags = sorted(options.tags, key=lambda tag: sort_key(tag.name))
    yield Branch(_rows("tag", (tag for tag in tags if tag.pk in common)))
    if others := [tag for tag in tags if tag.pk not in common]:
        yield Branch(_rows("tag", others), gettext("More keywords"), "more")
