"""The chosen filters in words: one sentence, and one removable chip per value."""

from typing import NamedTuple

from django.utils.translation import gettext, npgettext, pgettext, pgettext_lazy

from companies.filters import CompanyFilterSet
from companies.listing import Listing

PHRASES = {
    "cluster": (" ", pgettext_lazy("companies", "in the cluster %s")),
    "district": (" ", pgettext_lazy("companies", "located in %s")),
    "network": (" ", pgettext_lazy("companies", "in the network %s")),
    "sector": (", ", pgettext_lazy("companies", "active in %s")),
    "kind": (", ", pgettext_lazy("companies", "kind: %s")),
    "size": (", ", pgettext_lazy("companies", "size: %s")),
    "tag": (", ", pgettext_lazy("companies", "with the keyword %s")),
    "freshness": (", ", pgettext_lazy("companies", "verification: %s")),
    "letter": (", ", pgettext_lazy("companies", "beginning with %s")),
}


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
    """What the list holds, to stand after its number: “companies located in Mitte, kind: …”."""
    words = npgettext("sentence", "company", "companies", listing.total)
    if listing.q:
        words += " " + pgettext("companies", "for “%s”") % listing.q
    for parameter, (joint, phrase) in PHRASES.items():
        if parameter in listing.chosen:
            words += joint + str(phrase) % _either(names(listing.filterset, parameter))
    return words


def _either(values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    return gettext("%(most)s or %(last)s") % {"most": ", ".join(values[:-1]), "last": values[-1]}
