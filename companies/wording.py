"""The chosen filters in words: one sentence, and one removable chip per value."""

from typing import NamedTuple

from django.utils.translation import gettext, npgettext, pgettext

from companies.filters import CompanyFilterSet
from companies.listing import Listing


class Chip(NamedTuple):
    label: str
    value: str
    url: str  # the list without this value


def names(filterset: CompanyFilterSet, parameter: str) -> list[str]:
    """What the chosen values of ``parameter`` are called."""
    chosen = filterset.chosen().get(parameter, [])
    labels = dict(filterset.form.fields[parameter].choices)
    return [str(labels[value]) for value in chosen]


def chips(listing: Listing) -> list[Chip]:
    found = []
    for parameter, chosen in listing.chosen.items():
        label = str(listing.filterset.form.fields[parameter].label)
        if parameter == "q":
            found.append(Chip(label, listing.q, listing.address(q="")))
            continue
        for value, name in zip(chosen, names(listing.filterset, parameter), strict=True):
            rest = [other for other in chosen if other != value]
            found.append(Chip(label, name, listing.address(**{parameter: rest})))
    return found


def sentence(listing: Listing) -> str:
    """What the list holds, to stand after its number: “companies, in Lichtenberg or Mitte”."""
    parts = [npgettext("sentence", "company", "companies", listing.total)]
    for parameter, words in _phrases().items():
        if parameter in listing.chosen:
            parts.append(words % _either(names(listing.filterset, parameter)))
    if listing.q:
        parts.append(gettext("with “%s”") % listing.q)
    return ", ".join(parts)


def _phrases() -> dict[str, str]:
    return {
        "cluster": pgettext("companies", "in the cluster %s"),
        "sector": pgettext("companies", "active in %s"),
        "district": pgettext("companies", "located in %s"),
        "kind": pgettext("companies", "kind: %s"),
        "size": pgettext("companies", "size: %s"),
        "network": pgettext("companies", "in the network %s"),
        "tag": pgettext("companies", "with the keyword %s"),
        "freshness": pgettext("companies", "verification: %s"),
        "letter": pgettext("companies", "beginning with %s"),
    }


def _either(values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    return gettext("%(most)s or %(last)s") % {"most": ", ".join(values[:-1]), "last": values[-1]}
