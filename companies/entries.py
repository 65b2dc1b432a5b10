"""Entries of a list, ready to be shown: every text is made once, and templates only place it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

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
    address, kinds, verified = addresses(), _kinds(get_language()), _verified()
    for entry in listing.entries:
        freshness = entry.freshness or ""
        name = listing.marked(entry.name)
        yield Entry(
            slug=entry.slug,
            url=address(entry.slug),
            name=name,
            snippet="" if "<mark>" in name else listing.snippet(entry),  # the name says it already
            is_demo=entry.is_demo,
            what=" · ".join([*kinds.get(entry.kind, ()), *(row.name for row in entry.sectors)]),
            where=_where(entry),
            clusters=entry.clusters,
            freshness=freshness,
            verified=verified(freshness, entry.verified_on),
        )


def addresses() -> Callable[[str], str]:
    """From slug to address; Django's own way takes as long as all else of an entry."""
    before, _, after = reverse("companies:company_detail", args=["SLUG"]).rpartition("SLUG")
    return lambda slug: f"{before}{slug}{after}"


@cache
def _kinds(language: str | None) -> dict[str, list[str]]:
    return {kind.value: [str(kind.label)] for kind in Kind}


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


def _verified() -> Callable[[str, date | None], str]:
    """From freshness and day to words, in the current language."""
    words = {
        "": "",
        Freshness.UNVERIFIED: gettext("not verified yet"),
        Freshness.STALE: gettext("last verified on %(date)s"),
        Freshness.FRESH: gettext("verified on %(date)s"),
    }
    return lambda freshness, day: words[freshness] % {"date": day and short_date(day)}
