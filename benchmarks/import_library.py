"""The same list by django-import-export, in its quickest configuration: bulk, without diffs.

The library writes no relations in bulk, and neither looks for districts nor makes slugs. What a
project would add for that is here, and in its favour: relations are compared and written for all
rows at once, cells are read by our own widgets, the key of a row is made into the entry's id, and
no row is recognised by anything else. Before it comes its dry run, which is its plan: without
relations, and without the differences as HTML, which take the longest.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import pghistory
from django.db import models, transaction
from django.utils import timezone
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.widgets import Widget
from tablib import Dataset

from benchmarks.import_list import ADDRESS, KEY, LINKS, OWN
from benchmarks.import_ways import cluster
from clusters.models import User
from clusters.places import Gazetteer
from clusters.text import slugify_german, unique_slug
from companies.importing.vocabulary import Vocabulary
from companies.models import Company, CompanyCluster, CompanySector, CompanyTag, Location
from companies.resources import CompanyResource
from companies.search.index import index_later

BATCH = 1000
OURS = CompanyResource.fields
PLACE = {**{name: name for name in ADDRESS}, "location_precision": "precision"}
MODELS = {
    "sectors": (CompanySector, "sector_id"),
    "clusters": (CompanyCluster, "cluster_id"),
    "tags": (CompanyTag, "tag_id"),
}


class EntryId(Widget):
    def clean(self, value: str, *args: Any, **kwargs: Any) -> UUID:
        return uuid5(NAMESPACE_OID, value)


class OurField(Field):
    """A column of ours; an empty cell keeps what is there."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        value = self.clean(row, **kwargs)
        if value is not None:
            setattr(instance, self.attribute, value)


class New(resources.ModelResource):
    """For entries that are all new: none is looked for."""

    id = Field("id", KEY, EntryId())
    locals().update({name: OurField(OURS[name].attribute, name, OURS[name].widget) for name in OWN})

    class Meta:
        model = Company
        fields = ("id", *OWN)
        use_bulk = True
        batch_size = BATCH
        force_init_instance = True
        skip_diff = True
        skip_html_diff = True
        report_skipped = False

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        self.cluster, self.publisher = cluster(), User.objects.get()
        self.vocabulary = Vocabulary(self.cluster)
        self.gazetteer = Gazetteer.load()
        self.now = timezone.now()
        self.taken = set(Company.objects.values_list("slug", flat=True))
        self.places: dict[Any, dict[str, Any]] = {}
        self.links: dict[str, dict[Any, list[int]]] = {name: {} for name in LINKS}

    def before_import_row(self, row: dict[str, str], **kwargs: Any) -> None:
        read = lambda name: OURS[name].widget.clean(row[name], vocabulary=self.vocabulary)  # noqa: E731
        self.place = {
            attribute: value
            for name, attribute in PLACE.items()
            if (value := read(name)) is not None
        }
        self.linked = {name: [thing.pk for thing in read(name) or []] for name in LINKS}
        if self.cluster.pk not in self.linked["clusters"]:
            self.linked["clusters"].append(self.cluster.pk)

    def before_save_instance(self, instance: Company, row: Any, **kwargs: Any) -> None:
        if not instance.slug:
            instance.slug = unique_slug(slugify_german(instance.name), self.taken)
            self.taken.add(instance.slug)
            instance.status, instance.published_at = "published", self.now
            instance.published_by = self.publisher

    def save_m2m(self, instance: Company, row: Any, **kwargs: Any) -> None:
        """Keep what belongs to the entry for later: in bulk it has not been saved yet."""
        self.places[instance.pk] = self.place
        for name in LINKS:
            self.links[name][instance.pk] = self.linked[name]

    def after_import(self, dataset: Dataset, result: Any, **kwargs: Any) -> None:
        if kwargs["dry_run"]:
            return
        self._write_places()
        for name, (model, key) in MODELS.items():
            self._write_links(model, key, self.links[name])

    def _write_places(self) -> None:
        known = {
            place.company_id: place
            for place in Location.objects.filter(is_primary=True, company__in=self.places)
        }
        new, changed = [], []
        for company, values in self.places.items():
            place = known.get(company) or Location(company_id=company)
            (changed if company in known else new).append(place)
            for attribute, value in values.items():
                setattr(place, attribute, value)
            found = self.gazetteer.find_district(
                postcode=place.postcode, locality=place.locality, city=place.city
            )
            place.district, place.district_origin = found.district, found.origin
        Location.objects.bulk_create(new, BATCH)
        fields = [*PLACE.values(), "district", "district_origin"]
        Location.objects.bulk_update(changed, fields, BATCH)

    def _write_links(
        self, model: type[models.Model], key: str, wanted: dict[Any, list[int]]
    ) -> None:
        known = defaultdict(dict)
        rows = model.objects.filter(company__in=wanted).values_list("company_id", key, "pk")
        for company, thing, pk in rows:
            known[company][thing] = pk
        gone, new = [], []
        for company, things in wanted.items():
            if model is not CompanyCluster:  # a list takes nobody out of a cluster
                gone += [pk for thing, pk in known[company].items() if thing not in things]
            for place, thing in enumerate(things):
                if thing not in known[company]:
                    rest = self._rest(model, place == 0 and not known[company])
                    new.append(model(company_id=company, **{key: thing}, **rest))
        model.objects.filter(pk__in=gone).delete()
        model.objects.bulk_create(new, BATCH)

    def _rest(self, model: type[models.Model], is_first: bool) -> dict[str, Any]:
        if model is CompanySector:
            return {"is_primary": is_first}
        if model is CompanyCluster:
            return {"approved_at": self.now, "approved_by": self.publisher}
        return {}


class Again(New):
    """For a list that came before: unchanged entries, relations included, are passed over."""

    class Meta:
        instance_loader_class = CachedInstanceLoader
        force_init_instance = False
        skip_diff = False  # else nothing counts as unchanged
        skip_unchanged = True

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.known_places = {
            company: dict(zip(PLACE.values(), rest, strict=True))
            for company, *rest in Location.objects.primary().values_list(
                "company_id", *PLACE.values()
            )
        }
        self.known_links = {name: defaultdict(set) for name in LINKS}
        for name, (model, key) in MODELS.items():
            for company, thing in model.objects.values_list("company_id", key):
                self.known_links[name][company].add(thing)

    def skip_row(self, instance: Company, original: Company, *args: Any) -> bool:
        known = self.known_places.get(instance.pk, {})
        return (
            super().skip_row(instance, original, *args)
            and all(known.get(name) == value for name, value in self.place.items())
            and all(set(self.linked[name]) == self.known_links[name][instance.pk] for name in LINKS)
        )


class OnlyLookedAtError(Exception):
    """Nothing of it shall stay."""


def look_at(path: Path, resource: type[New]) -> None:
    """What would happen, by the library's dry run: it writes the rows and takes them back."""
    with suppress(OnlyLookedAtError), transaction.atomic(), index_later():
        _run(path, resource, dry_run=True)
        raise OnlyLookedAtError


def bring_in(path: Path, resource: type[New], index: Callable[[], Any] = index_later) -> None:
    """``index`` says when the search index is refreshed; by triggers after each statement, if by
    nothing.
    """
    with transaction.atomic(), index(), pghistory.context(reason="import", file=path.name):
        _run(path, resource)


def _run(path: Path, resource: type[New], *, dry_run: bool = False) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        dataset = Dataset().load(file, format="csv")
    result = resource().import_data(dataset, dry_run=dry_run, raise_errors=True)
    if result.has_validation_errors():
        raise RuntimeError(str(result.invalid_rows[0].error))
