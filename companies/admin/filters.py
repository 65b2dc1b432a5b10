"""Filters of the list of companies; subqueries, so that an entry in two clusters stands once."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from clusters.models import Area
from companies.choices import DistrictOrigin
from companies.freshness import Freshness, condition
from companies.models import CompanyCluster, Location, SourceRecord
from companies.size import SizeClass

from .scope import clusters_of


class ClosedChoices(admin.ChoicesFieldListFilter):
    template = "admin/long_filter.html"


class SizeFilter(admin.SimpleListFilter):
    title = _("size class")
    parameter_name = "size"
    template = "admin/long_filter.html"

    def lookups(self, request, model_admin):
        return [*SizeClass.choices, ("unknown", _("Unknown"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(size_class="" if self.value() == "unknown" else self.value())


class ClusterFilter(admin.SimpleListFilter):
    title = _("cluster")
    parameter_name = "cluster"

    def lookups(self, request, model_admin):
        return [(cluster.slug, cluster.name) for cluster in clusters_of(request.user)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        rows = CompanyCluster.objects.filter(cluster__slug=self.value(), left_on=None)
        return queryset.filter(Exists(rows.filter(company=OuterRef("pk"))))


class DistrictFilter(admin.SimpleListFilter):
    title = _("district")
    parameter_name = "district"
    template = "admin/long_filter.html"

    def lookups(self, request, model_admin):
        return Area.objects.districts().order_by("name").values_list("slug", "name")

    def queryset(self, request, queryset):
        return queryset.in_district(self.value()) if self.value() else queryset


class FreshnessFilter(admin.SimpleListFilter):
    title = _("verification")
    parameter_name = "freshness"

    def lookups(self, request, model_admin):
        return Freshness.choices

    def queryset(self, request, queryset):
        if self.value() not in Freshness.values:
            return queryset
        return queryset.filter(condition(self.value()))


class ToDoFilter(admin.SimpleListFilter):
    """What somebody still has to look at."""

    title = _("to do")
    parameter_name = "todo"

    def lookups(self, request, model_admin):
        return [
            ("membership", _("Cluster to be approved")),
            ("guess", _("District is a guess")),
            ("district", _("Without a district")),
            ("cluster", _("Without a cluster")),
            ("gone", _("No longer in its list")),
        ]

    def queryset(self, request, queryset):
        todo = TO_DO.get(self.value())
        return queryset.filter(todo()) if todo else queryset


def _any(rows) -> Exists:
    return Exists(rows.filter(company=OuterRef("pk")))


TO_DO = {
    "membership": lambda: _any(CompanyCluster.objects.filter(approved_at=None, left_on=None)),
    "guess": lambda: _any(Location.objects.filter(district_origin=DistrictOrigin.GUESS)),
    "district": lambda: ~_any(Location.objects.exclude(district=None)),
    "cluster": lambda: ~_any(CompanyCluster.objects.filter(left_on=None)),
    "gone": lambda: _any(SourceRecord.objects.exclude(missing_since=None)),
}
