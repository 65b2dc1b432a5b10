"""Rows of the demo companies for each table."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import attrgetter
from random import Random

from django.db import connection
from pghistory.core import event_models

from clusters.text import sort_key
from companies.bulk import copy_rows
from companies.models import (
    Company,
    CompanyCluster,
    CompanySector,
    CompanyTag,
    Location,
    Membership,
    SlugHistory,
    Tag,
)

from .entries import Entry
from .ties import cluster_ties, network_ties
from .vocabulary import vocabulary

COMPANY_FIELDS = (
    "id", "slug", "name", "former_names", "legal_form", "kind", "parent", "wz_codes", "wz_edition",
    "website", "email", "phone", "description_de", "description_en", "founded_year", "employees",
    "employees_year", "turnover_eur", "turnover_year", "stated_size_class", "status",
    "published_at", "verified_on", "objection_on", "created_at", "updated_at",
)  # fmt: skip
ADDRESS_FIELDS = (
    "street", "postcode", "city", "locality", "district_id", "district_origin", "latitude",
    "longitude", "precision",
)  # fmt: skip
TABLES = (Company, SlugHistory, Location, CompanySector, CompanyTag, CompanyCluster, Membership)


def write(rng: Random, entries: list[Entry], today: date) -> None:
    tags = _tags(entries)
    copy_rows(Company, ("name_sort", "is_demo", *COMPANY_FIELDS), _company_rows(entries))
    copy_rows(SlugHistory, ("company", "slug"), _each(entries, lambda e: e.former_slugs))
    copy_rows(
        Location, ("company", "is_primary", "label", *ADDRESS_FIELDS), _location_rows(entries)
    )
    copy_rows(CompanySector, ("company", "sector", "is_primary"), _sector_rows(entries))
    copy_rows(CompanyTag, ("company", "tag"), _each(entries, lambda e: map(tags.get, e.tags)))
    copy_rows(
        CompanyCluster,
        ("company", "cluster", "joined_on", "left_on", "approved_at"),
        (
            (tie.entry.id, tie.cluster.pk, tie.joined_on, tie.left_on, tie.approved_at)
            for tie in cluster_ties(rng, entries, today)
        ),
    )
    copy_rows(
        Membership,
        ("company", "network", "role", "joined_on", "left_on"),
        [
            (tie.entry.id, tie.network.pk, tie.role, tie.joined_on, tie.left_on)
            for tie in network_ties(rng, entries, today)
        ],
    )


def analyse() -> None:
    """Tell the planner how many rows there are now.

    Autovacuum would within minutes; until then it takes the tables for empty, and joins of
    entries with their history go row by row.
    """
    models = [*TABLES, *(events for model in TABLES for events in event_models(tracks_model=model))]
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _company_rows(entries: list[Entry]) -> Iterator[tuple]:
    values = attrgetter(*COMPANY_FIELDS)
    return ((sort_key(entry.name), True, *values(entry)) for entry in entries)


def _location_rows(entries: list[Entry]) -> Iterator[tuple]:
    values = attrgetter(*ADDRESS_FIELDS)
    for entry in entries:
        for place, (label, address) in enumerate(entry.addresses):
            yield (entry.id, place == 0, label, *values(address))


def _sector_rows(entries: list[Entry]) -> Iterator[tuple]:
    for entry in entries:
        yield (entry.id, entry.branch.pk, True)
        if entry.second_branch:
            yield (entry.id, entry.second_branch.pk, False)


def _each(entries: list[Entry], values: Callable[[Entry], Iterable]) -> Iterator[tuple]:
    return ((entry.id, value) for entry in entries for value in values(entry))


def _tags(entries: list[Entry]) -> dict[str, int]:
    """Return the tag of each slug that occurs; one that is not there yet is made, as demo."""
    used = sorted({slug for entry in entries for slug in entry.tags})
    there = set(Tag.objects.filter(slug__in=used).values_list("slug", flat=True))
    Tag.objects.bulk_create(_demo_tag(slug) for slug in used if slug not in there)
    return dict(Tag.objects.filter(slug__in=used).values_list("slug", "pk"))


def _demo_tag(slug: str) -> Tag:
    words = vocabulary().tags[slug]
    return Tag(
        slug=slug, kind=words["kind"], name_de=words["de"], name_en=words["en"], is_demo=True
    )
