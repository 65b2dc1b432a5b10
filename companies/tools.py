"""What stands around the rows of the list: pages, sort orders, ways to show it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import ngettext

from companies.exports.views import downloads
from companies.listing import COLUMNS, PAGE_SIZES, SORTS, VIEWS, Listing


def pages_of(listing: Listing) -> dict[str, Any]:
    """The page with the addresses of those around it. Raises PageMissingError beyond the end."""
    page = listing.page
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(n, listing.address(page=n) if isinstance(n, int) else "") for n in numbers]
    before = page.previous_page_number() if page.has_previous() else None
    after = page.next_page_number() if page.has_next() else None
    return {
        "page": page,
        "pages": [(number, _first(listing) if number == 1 else url) for number, url in links],
        "previous_url": before
        and (_first(listing) if before == 1 else listing.address(page=before)),
        "next_url": after and listing.address(page=after),
    }


def _first(listing: Listing) -> str:
    return listing.address()


def tools_of(listing: Listing) -> dict[str, Any]:
    views = [
        {
            "value": value,
            "name": name,
            "url": listing.address(view=value),
            "chosen": value == listing.view,
        }
        for value, name in VIEWS.items()
    ]
    return {
        "sorts": {name: label for name, label in SORTS.items() if name != "relevance" or listing.q},
        "page_sizes": PAGE_SIZES,
        "views": views,
        "downloads": downloads(listing),
        "noun": ngettext("entry", "entries", listing.total),
        "columns": COLUMNS,
        "carried": list(_carried(listing)),
    }


def _carried(listing: Listing) -> Iterator[tuple[str, str]]:
    """Settings that the form sends along, as the page has no control for them."""
    offered = {"sort"} if listing.total else set()
    if listing.total and listing.view != "map":
        offered.add("per_page")
    if listing.total and listing.view == "table":
        offered.add("columns")
    for name, value in listing.settings.items():
        if name not in offered:
            yield from ((name, one) for one in ([value] if isinstance(value, str) else value))
