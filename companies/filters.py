"""The parameters of the list as queries of the database."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django_filters import MultipleChoiceFilter as AnyOf

from companies import freshness
from companies.facets.store import snapshot
from companies.models import Company
from companies.options import Options
from companies.parameters import LABELS, Parameters
from companies.search.hits import hits
from companies.visibility import NO_OBJECTION, open_to_all

NO_NUMBER = -1


class CompanyFilterSet(django_filters.FilterSet):
    """What the list is without the bitmaps: the oracle of its counts, and rows to go on with.

    Values of one filter are alternatives (OR); different filters narrow (AND). Fields that an
    objection hides are not asked: such an entry is found by name, address and branch only.
    """

    q = django_filters.CharFilter(label=LABELS["q"], method="with_words")
    cluster = AnyOf(label=LABELS["cluster"], method="in_cluster")
    sector = AnyOf(label=LABELS["sector"], method="in_sector")
    district = AnyOf(label=LABELS["district"], method="in_district")
    kind = AnyOf(label=LABELS["kind"], method="of_kind")
    size = AnyOf(label=LABELS["size"], method="of_size")
    network = AnyOf(label=LABELS["network"], method="in_network")
    tag = AnyOf(label=LABELS["tag"], method="with_tag")
    freshness = AnyOf(label=LABELS["freshness"], method="as_fresh")
    letter = AnyOf(label=LABELS["letter"], method="beginning_with")

    class Meta:
        model = Company
        fields: list[str] = []

    def __init__(self, data: QueryDict, options: Options | None = None) -> None:
        super().__init__(data, Company.objects.published())
        self.parameters = Parameters(data, options or Options())

    def without(self, left_out: str) -> QuerySet[Company]:
        """The list as it would be without the filter ``left_out``: what a facet counts in."""
        rows = self.queryset.all()
        for name, value in self.parameters.chosen.items():
            if name != left_out:
                rows = self.filters[name].filter(rows, value)
        return rows

    @property
    def qs(self) -> QuerySet[Company]:
        return self.without("")

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
