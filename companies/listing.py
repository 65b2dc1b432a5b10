"""The list of companies as one object: parameters in; rows, counts, words and parameters out."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clusters.models import Version
from clusters.text import fold
from companies.cards import cards, cards_ahead
from companies.facets.counts import Counts
from companies.facets.store import snapshot
from companies.models import Company
from companies.parameters import LOADED, Parameters
from companies.search.hits import Hits, hits
from companies.search.marks import marked, snippet, spelling
from companies.search.query import MOST_WORDS, literal
from companies.visibility import Shown

SORTS = {
    "relevance": _("Best match"),
    "name": _("Name"),
    "newest": _("Newest first"),
    "employees": _("Most employees"),
}
VIEWS = {"list": _("List"), "table": _("Table"), "map": _("Map")}
PAGE_SIZES = {"20": "20", "50": "50", "100": "100"}
COLUMNS = {
    "kind": _("Kind"),
    "sectors": _("Sectors"),
    "place": _("Place"),
    "district": pgettext_lazy("filter", "District"),
    "size": _("Size"),
    "employees": _("Employees"),
    "verified_on": _("Verified on"),
}


class Correction(NamedTuple):
    typed: str
    corrected: str
    literal_url: str  # the list for exactly what was typed


class PageMissingError(Exception):
    """A page beyond the last one."""


class Ordered(Sequence[int]):
    """The numbers of the entries in the order of the list; only the slices asked for are sorted."""

    def __init__(self, listing: "Listing") -> None:
        self.listing = listing
        self.numbers = listing.counts.numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, place: Any) -> Any:
        start, stop, _step = place.indices(len(self))
        state, sort = self.listing.state, self.listing.sort
        if sort != "relevance":
            return state.slice(self.numbers, start, stop, sort)
        found: list[int] = []
        before = 0
        for group in self.listing.hits.ranked(self.numbers, state):
            first, last = max(0, start - before), max(0, stop - before)
            found += state.slice(group, first, last)
            before += len(group)
            if before >= stop:
                break
        return found


class Listing:
    def __init__(self, parameters: QueryDict, version: Version | None = None) -> None:
        """``version`` of the data, where it is known already."""
        self.parameters = parameters
        self.state = snapshot(version)
        self.options = self.state.options
        read = Parameters(parameters, self.options)
        self.chosen, self.problems = read.chosen, read.problems
        self.hits = self._hits()
        self.usual = {"sort": "relevance" if self.q else "name", "view": "list", "per_page": "20"}
        self.sort = self._one_of("sort", SORTS)
        if self.sort == "relevance" and not self.q:
            self.sort = "name"  # without words everything matches alike
        self.view = self._one_of("view", VIEWS)
        self.per_page = self._one_of("per_page", PAGE_SIZES)
        self.columns = self._columns()
        self._asked: tuple[list[int], list[Shown]] = ([], [])

    @property
    def q(self) -> str:
        return self.chosen.get("q", "")

    def _hits(self) -> Hits | None:
        """What the words find; a text without any word is left out."""
        if not self.q:
            return None
        found = hits(self.state, self.q)
        if found.query.is_empty:
            message = gettext("“%s” holds no word to search for and was left out.")
            self.problems.append(("q", message % self.chosen.pop("q")[:40]))
            return None
        if found.query.was_cut:
            message = gettext("Only the first %s words were searched for.") % MOST_WORDS
            self.problems.append(("q", message))
        return found

    def _one_of(self, name: str, known: dict[str, Any]) -> str:
        value = self.parameters.get(name) or self.usual[name]
        if value not in known:
            self._complain(name, value)
            return self.usual[name]
        return value

    def _columns(self) -> list[str]:
        asked = [c for c in self.parameters.getlist("columns") if c]
        for column in asked:
            if column not in COLUMNS:
                self._complain("columns", column)
        return [c for c in COLUMNS if c in asked] or list(COLUMNS)

    def _complain(self, name: str, value: str) -> None:
        message = gettext("%(name)s: “%(value)s” is not known and was left out.")
        self.problems.append((name, message % {"name": name, "value": value[:40]}))

    @cached_property
    def counts(self) -> Counts:
        keys = {
            name: self.options.keys(name, values) if name in LOADED else values
            for name, values in self.chosen.items()
            if name != "q"
        }
        return Counts(self.state, keys, self.hits.numbers if self.hits else None)

    @property
    def total(self) -> int:
        return self.counts.total

    @cached_property
    def numbers(self) -> Ordered:
        return Ordered(self)

    @cached_property
    def paginator(self) -> Paginator:
        return Paginator(self.numbers, int(self.per_page))

    @cached_property
    def page(self) -> Page:
        """The page asked for; a number that is none gives the first, with a message.

        Raises PageMissingError beyond the last page.
        """
        try:
            return self.paginator.page(self._page_number())
        except EmptyPage as error:
            raise PageMissingError from error

    def _page_number(self) -> int:
        asked = self.parameters.get("page") or "1"
        if asked.isascii() and asked.isdigit() and int(asked[:9]) > 0:
            return int(asked[:9])
        message = gettext("“%s” is not a page number; this is the first page.") % asked[:40]
        self.problems.append(("page", message))
        return 1

    @cached_property
    def entries(self) -> list[Shown]:
        return self.cards(list(self.page))

    def cards(self, numbers: list[int]) -> list[Shown]:
        asked, found = self._asked
        return found if numbers == asked else cards(numbers, self.options)

    @contextmanager
    def asking(self, numbers: list[int]) -> Iterator[None]:
        """Have the database read these entries while the block runs; then ``cards`` has them."""
        if not numbers:
            yield
            return
        with cards_ahead(numbers, self.options) as read:
            yield
            self._asked = (numbers, read())

    def slices(
        self, size: int = 500, rows: QuerySet[Company] | None = None
    ) -> Iterator[list[Company]]:
        """The whole list in its order, ``size`` entries at a time."""
        rows = Company.objects.for_cards() if rows is None else rows
        rows = rows.published().annotate(number=F("search_entry"))
        for start in range(0, self.total, size):
            wanted = self.numbers[start : start + size]
            found = {row.number: row for row in rows.filter(search_entry__in=wanted)}
            yield [found[number] for number in wanted if number in found]

    @cached_property
    def correction(self) -> "Correction | None":
        """What the words were taken for where they are not known, and the way to the others."""
        if not self.hits or not self.hits.corrections:
            return None
        words = dict(self.hits.corrections)
        corrected = re.sub(
            r"\w+", lambda m: self._as_written(words.get(fold(m[0]), "")) or m[0], self.q
        )
        return Correction(self.q, corrected, self.address(q=literal(self.q)))

    def _as_written(self, folded: str) -> str:
        """A word of the index as the entries of this page spell it."""
        if not folded:
            return ""
        for entry in self.entries:
            texts = [entry.name, entry.description or "", *(row.name for row in entry.sectors)]
            if word := spelling(" ".join(texts), folded):
                return word
        return folded.capitalize()

    def marked(self, text: str) -> str:
        """``text`` as HTML, with the words marked that were searched for."""
        return marked(text, self.hits.words) if self.hits else escape(text)

    def snippet(self, description: str) -> str:
        """The part of it that was found, marked."""
        return snippet(description, self.hits.words) if self.hits else ""

    def address(self, **changes: Any) -> str:
        """This list with changed parameters, from its first page; an empty value removes one."""
        return list_url(**{**self.chosen, **self.settings, **changes})

    @cached_property
    def settings(self) -> dict[str, Any]:
        """How the list is shown, as far as that differs from the usual."""
        now = {"sort": self.sort, "view": self.view, "per_page": self.per_page}
        unusual = {name: value for name, value in now.items() if value != self.usual[name]}
        if len(self.columns) < len(COLUMNS):
            unusual["columns"] = self.columns
        return unusual


def list_url(**parameters: Any) -> str:
    """Address of the list with these parameters; empty ones are left out."""
    query = urlencode({name: value for name, value in parameters.items() if value}, doseq=True)
    address = _address(get_language())
    return f"{address}?{query}" if query else address


@cache
def _address(language: str | None) -> str:
    return reverse("companies:company_list")
