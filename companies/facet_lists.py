"""The counts as lists that a visitor can choose from, in the order and the trees of the data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from companies.choices import Kind
from companies.freshness import Freshness
from companies.listing import Listing
from companies.options import LETTERS
from companies.size import SizeClass


@dataclass
class Value:
    slug: str
    name: str
    count: int
    chosen: bool
    url: str  # the list with only this value of the facet: it has ``count`` entries
    depth: int = 0


@dataclass
class Group:
    """Values under one heading that opens and closes; without a name they stand open."""

    values: list[Value]
    name: str = ""
    key: str = ""
    accent: str = ""

    @property
    def is_open(self) -> bool:
        return any(value.chosen for value in self.values)


@dataclass
class Facet:
    name: str
    label: str
    groups: list[Group] = field(default_factory=list)
    is_open: bool = True

    @property
    def chosen(self) -> bool:
        return any(group.is_open for group in self.groups)


class FacetLists:
    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.options = listing.filterset.options

    def __iter__(self) -> Iterator[Facet]:
        yield self._facet("cluster", [Group(self._rows("cluster", self.options.clusters))])
        yield self._facet("sector", list(self._sectors()))
        yield self._facet("district", list(self._districts()))
        yield self._facet("kind", [Group(self._choices("kind", Kind))])
        yield self._facet("size", [Group(self._choices("size", SizeClass))])
        yield self._facet("network", [Group(self._rows("network", self.options.networks))])
        if tags := self._tags():
            yield self._facet("tag", [Group(tags)])
        yield self._facet("freshness", [Group(self._choices("freshness", Freshness))])

    def letters(self) -> list[Value]:
        chosen = self.listing.chosen.get("letter", [])
        return [
            Value(letter, letter.upper(), 0, letter in chosen, self._only("letter", letter))
            for letter in LETTERS
        ]

    def _facet(self, name: str, groups: list[Group]) -> Facet:
        return Facet(name, str(self.listing.filterset.form.fields[name].label), groups)

    def _only(self, facet: str, slug: str) -> str:
        return self.listing.address(**{facet: [slug]})

    def _value(self, facet: str, slug: str, name: Any, key: Any, depth: int = 0) -> Value:
        chosen = slug in self.listing.chosen.get(facet, [])
        count = self.listing.counts.of(facet, key)
        return Value(slug, str(name), count, chosen, self._only(facet, slug), depth)

    def _rows(self, facet: str, rows: Iterable[Any], depth: int = 0) -> list[Value]:
        return [self._value(facet, row.slug, row.name, row.pk, depth) for row in rows]

    def _choices(self, facet: str, choices: Any) -> list[Value]:
        return [self._value(facet, value, label, value) for value, label in choices.choices]

    def _sectors(self) -> Iterator[Group]:
        for cluster in self.options.clusters:
            values = []
            for top in self.options.top_sectors(cluster):
                values += self._rows("sector", [top])
                values += self._rows("sector", self.options.sectors_below(top), depth=1)
            yield Group(values, cluster.name, cluster.slug, cluster.accent)

    def _districts(self) -> Iterator[Group]:
        for state in self.options.states:
            values = self._rows("district", [state])
            values[0].name = gettext("All of %s") % state.name
            values += self._rows("district", self.options.districts_of(state), depth=1)
            yield Group(values, state.name, state.slug)

    def _tags(self) -> list[Value]:
        """The keywords that say most here, and those already chosen."""
        values = self._rows("tag", self.options.tags)
        values.sort(key=lambda value: (not value.chosen, -value.count, value.name))
        chosen = sum(value.chosen for value in values)
        return values[: max(12, chosen)]
