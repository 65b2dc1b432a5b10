"""The query string of list, map, export, feed and API, read: ``?q=laser&district=mitte``.

A form would say the same, and take longer to make than all counts of the page.
"""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clusters.text import clean
from companies.options import Options

LONGEST_QUERY = 200
LOADED = ("cluster", "sector", "district", "network", "tag")  # their values are rows
LABELS = {
    "q": _("Search text"),
    "cluster": _("Cluster"),
    "sector": _("Sector"),
    "district": pgettext_lazy("filter", "District"),
    "kind": _("Kind"),
    "size": _("Size"),
    "network": _("Network"),
    "tag": _("Keyword"),
    "freshness": _("Verification"),
    "letter": _("First letter"),
}


class Parameters:
    """``chosen``: the known values of each parameter that narrows the list; ``problems``: name and
    message for each that was not understood and left out.
    """

    def __init__(self, data: QueryDict, options: Options) -> None:
        self.chosen: dict[str, Any] = {}
        self.problems: list[tuple[str, str]] = []
        self._read_text(clean(data.get("q") or ""))
        for name in LABELS:
            if name != "q" and (values := list(_given(data, name))):
                self._read_values(name, values, {value for value, _name in options.named(name)})

    def _read_text(self, text: str) -> None:
        if len(text) > LONGEST_QUERY:
            message = gettext("The search text was cut to %s characters.") % LONGEST_QUERY
            self.problems.append(("q", message))
        if text := text[:LONGEST_QUERY].strip():
            self.chosen["q"] = text

    def _read_values(self, name: str, values: list[str], known: set[str]) -> None:
        if chosen := [value for value in values if value in known]:
            self.chosen[name] = chosen
        if unknown := [value for value in values if value not in known]:
            self.problems.append((name, _unknown_values(str(LABELS[name]), unknown)))


def _given(data: QueryDict, name: str) -> Iterator[str]:
    """Each value once."""
    yield from dict.fromkeys(item.strip().lower() for item in data.getlist(name) if item.strip())


def _unknown_values(label: str, values: list[str]) -> str:
    shown = ", ".join(value[:40] for value in values[:3])
    text = ngettext(
        "%(label)s: “%(values)s” is not known and was left out.",
        "%(label)s: “%(values)s” are not known and were left out.",
        len(values),
    )
    return text % {"label": label, "values": shown}
