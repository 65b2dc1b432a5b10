"""The list as a table: the columns that were asked for, their heads and their cells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from clusters.dates import short_date
from clusters.templatetags.dates import unknown
from clusters.templatetags.numbers import grouped
from companies.choices import Kind
from companies.entries import addresses
from companies.listing import COLUMNS, Listing
from companies.visibility import Shown

# By which sort a column is in order, and which way.
SORTED = {"name": ("name", "ascending"), "employees": ("employees", "descending")}
NUMERIC = {"employees"}


@dataclass(slots=True)
class Head:
    """One column; ``url`` sorts by it, and is empty where that cannot be."""

    name: str
    label: str
    url: str = ""
    order: str = ""  # as aria-sort wants it, where the table is in this order
    css: str = ""


@dataclass(slots=True)
class Row:
    slug: str
    url: str
    name: SafeString  # what was searched for is marked in it
    is_demo: bool
    cells: list[tuple[str, Any]]  # class and text


def head(listing: Listing, name: str, label: str) -> Head:
    css = "numeric" if name in NUMERIC else ""
    sort, order = SORTED.get(name, ("", ""))
    if not sort:
        return Head(name, label, css=css)
    order = order if listing.sort == sort else ""
    return Head(name, label, listing.address(sort=sort), order, css)


def heads(listing: Listing) -> list[Head]:
    return [head(listing, name, str(COLUMNS[name])) for name in listing.columns]


def rows(listing: Listing) -> Iterator[Row]:
    columns = [("numeric" if name in NUMERIC else "", CELLS[name]) for name in listing.columns]
    nothing, address = unknown(), addresses()
    for entry in listing.entries:
        cells = [(css, text(entry) or nothing) for css, text in columns]
        name = listing.marked(entry.name)
        yield Row(entry.slug, address(entry.slug), name, entry.is_demo, cells)


def _district(entry: Shown) -> str:
    place = entry.location
    return place.district.name if place and place.district else ""


CELLS: dict[str, Callable[[Shown], str]] = {
    "kind": lambda entry: str(Kind(entry.kind).label) if entry.kind else "",
    "sectors": lambda entry: ", ".join(sector.name for sector in entry.sectors),
    "place": lambda entry: entry.location.place if entry.location else "",
    "district": _district,
    "size": lambda entry: entry.size_name,
    "employees": lambda entry: "" if entry.employees is None else grouped(entry.employees),
    "verified_on": lambda entry: short_date(entry.verified_on) if entry.verified_on else "",
}
