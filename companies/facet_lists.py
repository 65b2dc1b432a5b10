"""The counts as lists that a visitor can choose from, in the order and the trees of the data.

The order never depends on what is chosen, and a value without entries keeps its place.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import NamedTuple

from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from companies.facet_outline import Branch, outline
from companies.facet_rows import row
from companies.listing import Listing
from companies.parameters import LABELS

FACETS = ("cluster", "sector", "district", "kind", "size", "network", "tag", "freshness")
LONG = 12  # more values than that can be searched by typing
PLACEHOLDER = "~"  # no value of a facet holds it


class Value(NamedTuple):
    slug: str
    name: str
    depth: int
    count: int
    chosen: bool
    url: str  # the list with only this value of the facet: it has ``count`` entries


@dataclass(slots=True)
class Group:
    branch: Branch
    counts: list[int]
    chosen: Collection[str]
    url: tuple[str, str]  # address of the list before and after the value

    @property
    def name(self) -> str:
        return self.branch.name

    @property
    def key(self) -> str:
        return self.branch.key

    @property
    def is_open(self) -> bool:
        return any(item.slug in self.chosen for item in self.branch.items)

    @property
    def values(self) -> list[Value]:
        before, after = self.url
        return [
            Value(
                item.slug, item.name, item.depth, count, item.slug in self.chosen,
                before + item.quoted + after,
            )
            for item, count in zip(self.branch.items, self.counts, strict=True)
        ]  # fmt: skip

    @property
    def rows(self) -> SafeString:
        """The values as HTML; not made of ``values``, which would take as long again."""
        comma, chosen = str(get_format("THOUSAND_SEPARATOR")), self.chosen
        before, after = map(escape, self.url)
        lines = [
            row(item.row, count, item.slug in chosen, before + item.quoted + after, comma)
            for item, count in zip(self.branch.items, self.counts, strict=True)
        ]
        return mark_safe("".join(lines))  # noqa: S308  # each part was escaped


@dataclass
class Facet:
    name: str
    label: str
    groups: list[Group]
    clear_url: str = ""  # the list without this facet, where something of it is chosen

    @cached_property
    def is_long(self) -> bool:
        return sum(len(group.counts) for group in self.groups) > LONG


class FacetLists:
    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        options = listing.options
        self.outline = outline(options, listing.state.common_tags, get_language())

    def __iter__(self) -> Iterator[Facet]:
        for name in FACETS:
            facet = self._facet(name)
            if any(group.counts for group in facet.groups):
                yield facet

    def letters(self) -> Facet:
        return self._facet("letter")

    def _facet(self, name: str) -> Facet:
        label = str(LABELS[name])
        clear = self.listing.address(**{name: ""}) if name in self.listing.chosen else ""
        before, _, after = self.listing.address(**{name: [PLACEHOLDER]}).rpartition(PLACEHOLDER)
        chosen = self.listing.chosen.get(name, ())
        groups = [
            Group(branch, self._counts(name, branch), chosen, (before, after))
            for branch in self.outline[name]
        ]
        return Facet(name, label, groups, clear)

    def _counts(self, facet: str, branch: Branch) -> list[int]:
        return self.listing.counts.of_each(facet, [item.key for item in branch.items])
