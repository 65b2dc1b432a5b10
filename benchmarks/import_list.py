"""The list that is imported: the bench's invented companies as a CSV file, with a key per row."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.utils import timezone

from benchmarks import companies
from benchmarks.companies import Entry
from clusters.models import Cluster, Sector
from companies.importing.formulas import escape
from companies.models import Tag

KEY = "Nr"
SEPARATOR = "|"
OWN = (
    "name", "legal_form", "kind", "description_de", "website", "founded_year", "employees",
    "employees_year",
)  # fmt: skip
ADDRESS = ("street", "postcode", "city", "locality", "latitude", "longitude")
LINKS = ("sectors", "clusters", "tags")
HEADINGS = (KEY, *OWN, *ADDRESS, "location_precision", *LINKS)
EVERY = 10  # row is another one in the changed list
FIRST, OTHER = companies.SEED, companies.SEED + 1  # the other list has no company of the first


def write(path: Path, count: int, *, seed: int = FIRST, changed: bool = False) -> None:
    """One row after the other, so that memory does not grow."""
    around = companies.world(timezone.localdate())
    slugs = {
        name: dict(model.objects.values_list("pk", "slug"))
        for name, model in zip(LINKS, (Sector, Cluster, Tag), strict=True)
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number, entry in enumerate(companies.entries(count, around, seed), 1):
            if entry.website:  # the generator's host names are too long for some
                entry.website = f"https://www{number}.example.org"
            if changed and number % EVERY == 0:
                entry = _later(entry)
            writer.writerow([f"{seed}-{number}", *_cells(entry, slugs)])


def _later(entry: Entry) -> Entry:
    """A year on: more people, another description, and every second time another street."""
    employees = (entry.employees or 0) + 1
    place = entry.addresses[0]
    if employees % 2:
        place = replace(place, street=f"Neue {place.street}")
    return replace(
        entry,
        employees=employees,
        employees_year=entry.employees_year or entry.founded_year,
        description_de=f"{entry.description_de} Neu im Verbund.",
        addresses=[place, *entry.addresses[1:]],
    )


def _cells(entry: Entry, slugs: dict[str, dict[int, str]]) -> Iterator[str]:
    place = entry.addresses[0]
    for value in (
        *(getattr(entry, name) for name in OWN),
        *(getattr(place, name) for name in ADDRESS),
        place.precision,
    ):
        yield "" if value is None else escape(str(value))
    for name in LINKS:
        yield SEPARATOR.join(slugs[name][pk] for pk in getattr(entry, name))
