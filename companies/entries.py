"""Entries of a list, ready to be shown: every text is made once, and templates only place it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from clusters.dates import short_date
from companies.choices import Kind
from companies.freshness import Freshness
from companies.listing import Listing
from companies.visibility import Shown


@dataclass(slots=True)
class Entry:
    slug: str
    url: str
    name: SafeString  # what was searched for is marked in it
    snippet: SafeString
    is_demo: bool
    what: str
    where: str
    clusters: list[Any]
    freshness: str  # a value of Freshness, or empty
    verified: str


def entries(listing: Listing) -> Iterator[Entry]:
    address = addresses()
    for entry in listing.entries:
        freshness = entry.freshness or ""
        yield Entry(
            slug=entry.slug,
            url=address(entry.slug),
            name=listing.marked(entry.name),
            snippet=listing.snippet(entry),
            is_demo=entry.is_demo,
            what=_what(entry),
            where=_where(entry),
            clusters=entry.clusters,
            freshness=freshness,
            verified=_verified(freshness, entry.verified_on),
        )


def addresses() -> Callable[[str], str]:
    """From slug to address; Django's own way takes as long as all else of an entry."""
    before, _, after = reverse("companies:company_detail", args=["SLUG"]).rpartition("SLUG")
    return lambda slug: f"{before}{slug}{after}"


def _what(entry: Shown) -> str:
    kind = str(Kind(entry.kind).label) if entry.kind else ""
    return " · ".join(filter(None, [kind, *(sector.name for sector in entry.sectors)]))


def _where(entry: Shown) -> str:
    place = entry.location
    if place is None:
        return ""
    parts = [place.place]
    if place.district and place.district.name != place.city:
        parts.append(place.district.name)
    words = ", ".join(filter(None, parts))
    if not entry.other_locations:
        return words
    return words + " · " + ngettext("one more location", "more locations", entry.other_locations)


def _verified(freshness: str, day: date | None) -> str:
    if day is None:
        return gettext("not verified yet") if freshness else ""
    stale = freshness == Freshness.STALE
    words = gettext("last verified on %(date)s") if stale else gettext("verified on %(date)s")
    return words % {"date": short_date(day)}
