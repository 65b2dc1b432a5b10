"""The search in words: one sentence, a title, and one removable chip per chosen value."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, pgettext, pgettext_lazy

from clusters.models import Area
from clusters.templatetags.numbers import grouped
from companies.freshness import Freshness
from companies.listing import Listing
from companies.nouns import both, either, noun_phrase
from companies.parameters import LABELS

MOST_NAMES = 4  # of one filter; a sentence bears no more
LONGEST_QUERY = 60  # characters of the search text in a title
PHRASES = {
    "cluster": pgettext_lazy("companies", "in the cluster %s"),
    "sector": pgettext_lazy("companies", "in the sector %s"),
    "district": pgettext_lazy("companies", "in %s"),
    "network": pgettext_lazy("companies", "in the network %s"),
    "tag": pgettext_lazy("companies", "with the keyword %s"),
    "letter": pgettext_lazy("companies", "beginning with %s"),
}
FRESHNESS = {
    Freshness.FRESH: pgettext_lazy("companies", "verified within a year"),
    Freshness.STALE: pgettext_lazy("companies", "verified longer ago"),
    Freshness.UNVERIFIED: pgettext_lazy("companies", "not verified yet"),
}


class Chip(NamedTuple):
    label: str
    value: str
    url: str  # the list without this value


def names(listing: Listing, parameter: str) -> dict[str, str]:
    """The chosen values of ``parameter`` and what they are called, in the order of the lists."""
    chosen = set(listing.chosen.get(parameter, []))
    named = listing.options.named(parameter)
    return {value: str(name) for value, name in named if value in chosen}


def chips(listing: Listing) -> list[Chip]:
    found = []
    for parameter, chosen in listing.chosen.items():
        label = str(LABELS[parameter])
        if parameter == "q":
            found.append(Chip(label, listing.q, listing.address(q="")))
            continue
        for value, name in names(listing, parameter).items():
            rest = [other for other in chosen if other != value]
            found.append(Chip(label, name, listing.address(**{parameter: rest})))
    return found


def sentence(listing: Listing, number: int | None = None) -> str:
    """What the list holds, to stand after its number: “hospitals and pharmacies in Mitte”.

    With ``number`` as if it held so many.
    """
    number = listing.total if number is None else number
    chosen = {name: names(listing, name) for name in listing.chosen if name != "q"}
    noun = noun_phrase([*chosen.get("kind", ())], [*chosen.get("size", ())], number)
    words = " ".join([noun, *_phrases(listing, chosen, number)])
    if "freshness" in chosen:
        words += ", " + either([str(FRESHNESS[Freshness(f)]) for f in chosen["freshness"]])
    return words


def title(listing: Listing) -> str:
    """The same as the title of a page, with the number and the page: “Hospitals in Mitte (9)”."""
    words = f"{capfirst(sentence(listing, number=2))} ({grouped(listing.total)})"
    return f"{words}, {_page(listing)}" if listing.page.number > 1 else words


def announcement(listing: Listing) -> str:
    """What is said when the list has changed without a new page."""
    words = f"{grouped(listing.total)} {sentence(listing)}"
    in_pages = listing.view != "map" and listing.page.has_other_pages()
    return f"{words}, {_page(listing)}" if in_pages else words


def _page(listing: Listing) -> str:
    numbers = {
        "number": grouped(listing.page.number),
        "last": grouped(listing.paginator.num_pages),
    }
    return gettext("page %(number)s of %(last)s") % numbers


def _phrases(listing: Listing, chosen: dict[str, dict[str, str]], number: int) -> Iterator[str]:
    """What stands after the noun of ``number`` entries."""
    for parameter, phrase in PHRASES.items():
        if parameter == "district" and "district" in chosen:
            yield _located(listing, chosen["district"], number)
        elif parameter in chosen:
            label = LABELS[parameter]
            # a network's name may begin with the word that stands before it already
            called = [name.removeprefix(f"{label} ") for name in chosen[parameter].values()]
            yield str(phrase) % either(_first(called))
    if listing.q:
        query = listing.correction.corrected if listing.correction else listing.q
        yield pgettext("companies", "for “%s”") % Truncator(query).chars(LONGEST_QUERY)


def _located(listing: Listing, districts: dict[str, str], number: int) -> str:
    """Where: “in Mitte and Pankow”. German puts an article before a Kreis, not before a city."""
    join = either if number == 1 else both
    areas = {area.slug: area for area in listing.options.areas}
    if all(areas[slug].kind != Area.Kind.KREIS for slug in districts):
        return str(PHRASES["district"]) % join(_first(districts.values()))
    return join(_first(_in_area(areas[slug]) for slug in districts))


def _in_area(area: Area) -> str:
    if area.kind != Area.Kind.KREIS:
        return str(PHRASES["district"]) % area.name
    if area.name.startswith("Kreis "):
        return pgettext("companies, a name that begins with Kreis", "in %s") % area.name
    return pgettext("companies, name of a Kreis", "in %s") % area.name


def _first(words: Iterable[str]) -> list[str]:
    """The words, or the first few and that there are others."""
    words = list(words)
    if len(words) <= MOST_NAMES:
        return words
    return [*words[: MOST_NAMES - 1], pgettext("names", "others")]
