"""Entries of a list, ready to be shown: every text is made once, and templates only place it."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from clusters.dates import short_date
from companies.choices import Kind
from companies.freshness import Freshness, limit
from companies.listing import Listing
from companies.visibility import Shown


class Entry(NamedTuple):
    slug: str
    url: str
    name: str
    description: str
    is_demo: bool
    what: str
    where: str
    clusters: list[tuple[str, str]]  # accent and name
    freshness: str  # a value of Freshness, or empty
    verified: str


class Row(NamedTuple):
    entry: Entry
    name: SafeString  # what was searched for is marked in it
    snippet: SafeString | str


def rows(listing: Listing) -> Iterator[Row]:
    for entry in entries(listing):
        name = listing.marked(entry.name)
        # a mark in the name says already why the entry was found
        snippet = "" if "<mark>" in name else listing.snippet(entry.description)
        yield Row(entry, name, snippet)


def entries(listing: Listing) -> list[Entry]:
    """Those of the page. A worker keeps the latest while data, day and language stay the same."""
    kept, language, day = listing.state.shown, get_language(), limit()
    found = _known(listing)
    if missing := _missing(found):
        made = _made(listing, missing)
        found |= made
        if len(kept) + len(made) > settings.ENTRIES_REMEMBERED:
            kept.clear()
        if len(made) <= settings.ENTRIES_REMEMBERED:
            kept.update({(number, language, day): entry for number, entry in made.items()})
    return [entry for entry in found.values() if entry is not None]


def unread(listing: Listing) -> list[int]:
    """The numbers of the page whose entries have to be read."""
    return _missing(_known(listing))


def _missing(found: dict[int, Entry | None]) -> list[int]:
    return [number for number, entry in found.items() if entry is None]


def _known(listing: Listing) -> dict[int, Entry | None]:
    kept, language, day = listing.state.shown, get_language(), limit()
    return {number: kept.get((number, language, day)) for number in listing.page}


def _made(listing: Listing, numbers: list[int]) -> dict[int, Entry]:
    address, kinds, verified = addresses(), _kinds(get_language()), _verified()
    names = listing.options.names()
    made = {}
    for card in listing.cards(numbers):
        freshness = card.freshness or ""
        made[card.company.number] = Entry(
            slug=card.slug,
            url=address(card.slug),
            name=card.name,
            description=card.description or "",
            is_demo=card.is_demo,
            what=" · ".join([*kinds.get(card.kind, ()), *(names[row] for row in card.sectors)]),
            where=_where(card, names),
            clusters=[(cluster.accent, names[cluster]) for cluster in card.clusters],
            freshness=freshness,
            verified=verified(freshness, card.verified_on),
        )
    return made


def addresses() -> Callable[[str], str]:
    """From slug to address; Django's own way takes as long as all else of an entry."""
    before, _, after = reverse("companies:company_detail", args=["SLUG"]).rpartition("SLUG")
    return lambda slug: f"{before}{slug}{after}"


@cache
def _kinds(language: str | None) -> dict[str, list[str]]:
    return {kind.value: [str(kind.label)] for kind in Kind}


def _where(entry: Shown, names: dict[Any, str]) -> str:
    place = entry.location
    if place is None:
        return ""
    parts = [place.place]
    if place.district and names[place.district] != place.city:
        parts.append(names[place.district])
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
