"""The parts of a company in its form."""

from django import forms
from django.contrib.admin.options import InlineModelAdmin
from django.utils.translation import gettext_lazy as _

from clusters.admin.inlines import NamedFormSet, ReadOnlyInline, StackedInline, TabularInline
from companies.choices import DistrictOrigin
from companies.models import (
    CompanyCluster,
    CompanySector,
    CompanyTag,
    Location,
    Membership,
    SlugHistory,
    SourceRecord,
)

from .scope import ScopedChoices, clusters_of


class LocationForm(forms.ModelForm):
    """A district that somebody chooses counts as set by hand."""

    def clean(self):
        data = super().clean()
        if "district" in self.changed_data:
            chosen = data.get("district")
            self.instance.district_origin = (
                DistrictOrigin.MANUAL if chosen else DistrictOrigin.UNKNOWN
            )
        return data


class LocationFields:
    form = LocationForm
    autocomplete_fields = ["district"]
    readonly_fields = ["district_origin"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("is_primary", "label"),
                    "street",
                    ("postcode", "city", "locality"),
                    ("district", "district_origin"),
                    ("latitude", "longitude"),
                    "precision",
                ]
            },
        )
    ]


class LocationInline(LocationFields, StackedInline):
    model = Location

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1


class CompanyClusterFormSet(NamedFormSet):
    """Who puts a company into a cluster proposes it; a change of the cluster asks anew."""

    user = None

    def save_new(self, form, commit=True):
        form.instance.submitted_by = self.user
        return super().save_new(form, commit)

    def save_existing(self, form, obj, commit=True):
        if "cluster" in form.changed_data:
            obj.submitted_by, obj.approved_by, obj.approved_at = self.user, None, None
        return super().save_existing(form, obj, commit)


class CompanyClusterInline(ScopedChoices, TabularInline):
    model = CompanyCluster
    formset = CompanyClusterFormSet
    fields = ["cluster", "joined_on", "left_on", "submitted_by", "approved_by", "approved_at"]
    readonly_fields = ["submitted_by", "approved_by", "approved_at"]

    def get_queryset(self, request):
        """Managers work on the memberships in their own clusters only."""
        rows = super().get_queryset(request).select_related("cluster")
        return rows.filter(cluster__in=clusters_of(request.user))

    def get_formset(self, request, obj=None, **kwargs):
        if obj is None and not request.user.has_perm("companies.curate_company"):
            kwargs |= {"min_num": 1, "validate_min": True}  # else nobody but curators would see it
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset


class SectorInline(TabularInline):
    model = CompanySector
    autocomplete_fields = ["sector"]


class TagInline(TabularInline):
    model = CompanyTag
    autocomplete_fields = ["tag"]


class MembershipInline(TabularInline):
    model = Membership
    autocomplete_fields = ["network"]


class SourceRecordInline(ReadOnlyInline):
    model = SourceRecord
    fields = ["source", "key", "first_seen_on", "last_seen_on", "missing_since"]
    verbose_name_plural = _("where the entry came from")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class SlugHistoryInline(ReadOnlyInline):
    model = SlugHistory
    fields = ["slug", "created_at"]


INLINES: list[type[InlineModelAdmin]] = [
    LocationInline,
    CompanyClusterInline,
    SectorInline,
    TagInline,
    MembershipInline,
    SourceRecordInline,
    SlugHistoryInline,
]
