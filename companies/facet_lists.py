"""The counts as lists that a visitor can choose from, in the order and the trees of the data.

The order never depends on what is chosen, and a value without entries keeps its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape

from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from companies.facet_outline import Branch, Item, outline
from companies.facet_rows import row
from companies.facets.snapshot import Snapshot
from companies.listing import Listing
from companies.parameters import LABELS

FACETS = ("cluster", "sector", "district", "kind", "size", "network", "tag", "freshness")
COMMON_TAGS = 12
LONG = 12  # more values than that can be searched by typing
PLACEHOLDER = "~"  # no value of a facet holds it


@dataclass(slots=True)
class Value:
    item: Item
    count: int
    chosen: bool
    url: str  # the list with only this value of the facet: it has ``count`` entries

    @property
    def slug(self) -> str:
        return self.item.slug

    @property
    def name(self) -> str:
        return self.item.name

    @property
    def depth(self) -> int:
        return self.item.depth


@dataclass
class Group:
    values: list[Value]
    name: str = ""
    key: str = ""

    @property
    def is_open(self) -> bool:
        return any(value.chosen for value in self.values)

    @property
    def rows(self) -> SafeString:
        comma = str(get_format("THOUSAND_SEPARATOR"))
        lines = [row(v.item.row, v.count, v.chosen, escape(v.url), comma) for v in self.values]
        return mark_safe("".join(lines))  # noqa: S308  # each part was escaped


@dataclass
class Facet:
    name: str
    label: str
    groups: list[Group]
    clear_url: str = ""  # the list without this facet, where something of it is chosen

    @cached_property
    def is_long(self) -> bool:
        return sum(len(group.values) for group in self.groups) > LONG


class FacetLists:
    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        options = listing.options
        self.outline = outline(options, _common_tags(listing.state), get_language())

    def __iter__(self) -> Iterator[Facet]:
        for name in FACETS:
            facet = self._facet(name)
            if any(group.values for group in facet.groups):
                yield facet

    def letters(self) -> Facet:
        return self._facet("letter")

    def _facet(self, name: str) -> Facet:
        label = str(LABELS[name])
        clear = self.listing.address(**{name: ""}) if name in self.listing.chosen else ""
        before, _, after = self.listing.address(**{name: [PLACEHOLDER]}).rpartition(PLACEHOLDER)
        groups = [self._group(name, branch, before, after) for branch in self.outline[name]]
        return Facet(name, label, groups, clear)

    def _group(self, facet: str, branch: Branch, before: str, after: str) -> Group:
        chosen, count = self.listing.chosen.get(facet, ()), self.listing.counts.of
        values = [
            Value(item, count(facet, item.key), item.slug in chosen, before + item.quoted + after)
            for item in branch.items
        ]
        return Group(values, branch.name, branch.key)


def _common_tags(state: Snapshot) -> frozenset[int]:
    """Those that most entries carry, whatever is chosen: a short list that stays as it is."""
    keys = [tag.pk for tag in state.options.tags]
    keys.sort(key=lambda key: len(state.of("tag", key)), reverse=True)
    return frozenset(keys[:COMMON_TAGS])
