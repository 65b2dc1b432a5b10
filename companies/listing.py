"""The list of companies as one object: parameters in; rows, counts, words and parameters out."""

from functools import cached_property
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Case, F, OrderBy, QuerySet, Value, When
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clusters.text import sort_key
from companies.facets import Counts
from companies.filters import CompanyFilterSet
from companies.models import Company
from companies.visibility import NO_OBJECTION, Shown

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


class PageMissingError(Exception):
    """A page beyond the last one."""


class Listing:
    def __init__(self, parameters: QueryDict, companies: QuerySet[Company] | None = None) -> None:
        self.parameters = parameters
        self.filterset = CompanyFilterSet(parameters, companies)
        self.chosen = self.filterset.chosen()
        self.problems = self.filterset.problems()
        self.usual = {"sort": "relevance" if self.q else "name", "view": "list", "per_page": "20"}
        self.sort = self._one_of("sort", SORTS)
        if self.sort == "relevance" and not self.q:
            self.sort = "name"  # without words everything matches alike
        self.view = self._one_of("view", VIEWS)
        self.per_page = self._one_of("per_page", PAGE_SIZES)
        self.columns = self._columns()

    @property
    def q(self) -> str:
        return self.chosen.get("q", "")

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
        return Counts(self.filterset)

    @property
    def total(self) -> int:
        return self.counts.total

    @cached_property
    def rows(self) -> QuerySet[Company]:
        return self.filterset.qs.order_by(*_order(self.sort, self.q), "name_sort", "id")

    @cached_property
    def paginator(self) -> Paginator:
        paginator = Paginator(self.rows.for_cards(), int(self.per_page))
        paginator.count = self.total  # known from the counts: one query less
        return paginator

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
        return [Shown(company) for company in self.page]

    def address(self, **changes: Any) -> str:
        """This list with changed parameters, from its first page; an empty value removes one."""
        return list_url(**{**self.chosen, **self.settings, **changes})

    @property
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
    address = reverse("companies:company_list")
    return f"{address}?{query}" if query else address


def _order(sort: str, q: str) -> list[OrderBy | Case]:
    """What comes before the name; values that an objection hides sort as unknown."""
    if sort == "relevance":
        key = sort_key(q)
        tiers = [When(name_sort=key, then=0), When(name_sort__startswith=key, then=1)]
        return [Case(*tiers, When(name_sort__contains=key, then=2), default=Value(3))]
    field = {"newest": "published_at", "employees": "employees"}.get(sort)
    if field is None:
        return []
    return [Case(When(NO_OBJECTION, then=F(field))).desc(nulls_last=True)]
