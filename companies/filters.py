"""Which parameters narrow the list; the same on page, export, feed and interface."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clusters.text import clean
from companies import freshness
from companies.facets.store import snapshot
from companies.models import Company
from companies.options import Options
from companies.search.hits import hits
from companies.visibility import NO_OBJECTION, open_to_all

LONGEST_QUERY = 200
NO_NUMBER = -1
LOADED = ("cluster", "sector", "district", "network", "tag")


class KnownValuesField(forms.MultipleChoiceField):
    """Keeps the values it knows; the others are in ``unknown`` and do no harm."""

    unknown: list[str] = []

    def clean(self, value: list[str] | None) -> list[str]:
        values = list(dict.fromkeys(item.strip().lower() for item in value or [] if item.strip()))
        known = {key for key, _name in self.choices}
        self.unknown = [item for item in values if item not in known]
        return [item for item in values if item in known]


class QueryField(forms.CharField):
    """Free text: no invisible control characters, and no longer than people type."""

    was_cut = False

    def to_python(self, value: Any) -> str:
        text = clean(value or "")
        self.was_cut = len(text) > LONGEST_QUERY
        return text[:LONGEST_QUERY].strip()


class AnyOfFilter(django_filters.MultipleChoiceFilter):
    field_class = KnownValuesField


class QueryFilter(django_filters.CharFilter):
    field_class = QueryField


class CompanyFilterSet(django_filters.FilterSet):
    """Query string of list, map, export, feed and API: ``?q=laser&district=mitte&size=small``.

    Values of one filter are alternatives (OR); different filters narrow (AND). Fields that an
    objection hides are not asked: such an entry is found by name, address and branch only.
    """

    q = QueryFilter(label=_("Search text"), method="with_words")
    cluster = AnyOfFilter(label=_("Cluster"), method="in_cluster")
    sector = AnyOfFilter(label=_("Sector"), method="in_sector")
    district = AnyOfFilter(label=pgettext_lazy("filter", "District"), method="in_district")
    kind = AnyOfFilter(label=_("Kind"), method="of_kind")
    size = AnyOfFilter(label=_("Size"), method="of_size")
    network = AnyOfFilter(label=_("Network"), method="in_network")
    tag = AnyOfFilter(label=_("Keyword"), method="with_tag")
    freshness = AnyOfFilter(label=_("Verification"), method="as_fresh")
    letter = AnyOfFilter(label=_("First letter"), method="beginning_with")

    class Meta:
        model = Company
        fields: list[str] = []

    def __init__(self, data: QueryDict, options: Options | None = None) -> None:
        super().__init__(data, Company.objects.published())
        self.options = options or Options()

    @property
    def form(self) -> forms.Form:
        """The parameters as fields; their choices are those of the state, and not copied."""
        if not hasattr(self, "_form"):
            for name, field in super().form.fields.items():
                if isinstance(field, KnownValuesField):
                    field._choices = self.options.named(name)
        return self._form

    def chosen(self) -> dict[str, Any]:
        """The known values of each parameter that narrows the list."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def without(self, left_out: str) -> QuerySet[Company]:
        """The list as it would be without the filter ``left_out``: what a facet counts in."""
        rows = self.queryset.all()
        for name, value in self.chosen().items():
            if name != left_out:
                rows = self.filters[name].filter(rows, value)
        return rows

    @property
    def qs(self) -> QuerySet[Company]:
        return self.without("")

    def problems(self) -> list[tuple[str, str]]:
        """Name and message for each parameter that was not understood and left out."""
        self.form.is_valid()
        found = []
        for name, field in self.form.fields.items():
            if unknown := getattr(field, "unknown", None):
                found.append((name, _unknown_values(field.label, unknown)))
            if getattr(field, "was_cut", False):
                message = gettext("The search text was cut to %s characters.") % LONGEST_QUERY
                found.append((name, message))
        return found

    def with_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        found = hits(snapshot(), value)
        numbers = found.numbers or [NO_NUMBER]  # Django makes no statement of an empty list
        return rows if found.query.is_empty else rows.filter(search_entry__in=numbers)

    def in_cluster(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        return rows.in_cluster(*value)

    def in_sector(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        return rows.in_sector(*value)

    def in_district(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        return rows.in_district(*value)

    def of_kind(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        return rows.filter(NO_OBJECTION, kind__in=value)

    def of_size(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        return rows.filter(NO_OBJECTION, size_class__in=value)

    def in_network(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        return open_to_all(rows).in_network(*value)

    def with_tag(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        tagged = Company.tags.through.objects.filter(tag__slug__in=value)
        return rows.filter(NO_OBJECTION, pk__in=tagged.values("company"))

    def as_fresh(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        wanted = Q()
        for one in value:
            wanted |= freshness.condition(one)
        return rows.filter(NO_OBJECTION, wanted)

    def beginning_with(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        wanted = Q()
        for letter in value:
            wanted |= starts_with(letter)
        return rows.filter(wanted)


def starts_with(letter: str) -> Q:
    """Names under ``letter`` in the sort order; ``#`` is all that begins with no letter."""
    if letter == "#":
        return ~Q(name_sort__gte="a", name_sort__lt="{")  # "{" follows "z"
    return Q(name_sort__startswith=letter)


def _unknown_values(label: str, values: list[str]) -> str:
    shown = ", ".join(value[:40] for value in values[:3])
    text = ngettext(
        "%(label)s: “%(values)s” is not known and was left out.",
        "%(label)s: “%(values)s” are not known and were left out.",
        len(values),
    )
    return text % {"label": label, "values": shown}
