"""The values a visitor can choose from, loaded once per state of the data: names and trees."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from clusters.models import Area, Cluster, Sector
from companies.choices import Kind
from companies.freshness import Freshness
from companies.models import Tag
from companies.size import SizeClass
from networks.models import Network

LETTERS = "abcdefghijklmnopqrstuvwxyz#"
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "kind": Kind.choices,
    "size": SizeClass.choices,
    "freshness": Freshness.choices,
    "letter": [(letter, letter.upper()) for letter in LETTERS],
}


class Options:
    """Each list is one query, and none where it is not needed."""

    def __init__(self) -> None:
        self._named: dict[tuple[str, str | None], list[tuple[str, str]]] = {}
        self._by_key: dict[str, dict[int, Any]] = {}
        self._names: dict[str | None, dict[Any, str]] = {}

    @cached_property
    def clusters(self) -> list[Cluster]:
        return list(Cluster.objects.all())

    @cached_property
    def sectors(self) -> list[Sector]:
        return list(Sector.objects.select_related("cluster", "parent"))

    @cached_property
    def areas(self) -> list[Area]:
        """Länder and districts with their outlines; the boundary is too large to carry along."""
        rows = Area.objects.filter(level__in=[Area.Level.STATE, Area.Level.DISTRICT])
        return list(rows.defer("boundary"))

    @property
    def states(self) -> list[Area]:
        return [area for area in self.areas if area.level == Area.Level.STATE]

    @property
    def districts(self) -> list[Area]:
        return [area for area in self.areas if area.level == Area.Level.DISTRICT]

    @cached_property
    def networks(self) -> list[Network]:
        return list(Network.objects.all())

    @cached_property
    def tags(self) -> list[Tag]:
        return list(Tag.objects.accepted())

    def rows(self, name: str) -> list[Any]:
        """The values of the parameter ``name``."""
        return getattr(self, {"district": "areas"}.get(name, f"{name}s"))

    def by_key(self, name: str) -> dict[int, Any]:
        """The same by primary key."""
        if name not in self._by_key:
            self._by_key[name] = {row.pk: row for row in self.rows(name)}
        return self._by_key[name]

    def named(self, name: str) -> list[tuple[str, Any]]:
        """Slug and name of each value of the parameter ``name``, in the current language."""
        if name in CHOICES:
            return CHOICES[name]
        key = (name, get_language())
        if key not in self._named:
            self._named[key] = [(row.slug, row.name) for row in self.rows(name)]
        return self._named[key]

    def names(self) -> dict[Any, str]:
        """Names of all clusters, sectors and areas by row, in the current language; a list asks for
        a hundred of them, and a row for its language each time.
        """
        language = get_language()
        if language not in self._names:
            rows = (*self.clusters, *self.sectors, *self.areas)
            self._names[language] = {row: row.name for row in rows}
        return self._names[language]

    def keys(self, name: str, slugs: list[str]) -> list[int]:
        """Primary keys of the values with these slugs."""
        return [row.pk for row in self.rows(name) if row.slug in slugs]

    def top_sectors(self, cluster: Cluster) -> Iterator[Sector]:
        return (s for s in self.sectors if s.cluster_id == cluster.pk and s.parent_id is None)

    def sectors_below(self, parent: Sector) -> Iterator[Sector]:
        return (s for s in self.sectors if s.parent_id == parent.pk)

    def districts_of(self, state: Area) -> Iterator[Area]:
        return (area for area in self.districts if area.parent_id == state.pk)
