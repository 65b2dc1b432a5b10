"""The parts of a company in its form."""

from django import forms
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clusters.admin.inlines import NamedFormSet, ReadOnlyInline, StackedInline, TabularInline
from clusters.places import Finding, Gazetteer
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

ADDRESS = ("postcode", "locality", "city", "latitude", "longitude")


class OnePrimaryForm(forms.ModelForm):
    """A row of a formset in which one row is the main one.

    Compared with the database alone, the main one could not change: the formset compares the rows.
    """

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"company"}


class OnePrimaryFormSet(NamedFormSet):
    def clean(self):
        super().clean()
        if sum(bool(row.cleaned_data.get("is_primary")) for row in self.rows) > 1:
            raise ValidationError(_("Mark one as the main one, and take the mark from the other."))


class SectorFormSet(OnePrimaryFormSet):
    def clean(self):
        super().clean()
        self.refuse_twice(row.cleaned_data.get("sector") for row in self.rows)


class LocationForm(forms.ModelForm):
    """A district that somebody chooses counts as set by hand; else the address tells it."""

    def clean(self):
        data = super().clean()
        changed = set(self.changed_data)
        by_hand = self.instance.district_origin == DistrictOrigin.MANUAL
        if data.get("district") and "district" in changed:
            self.instance.district_origin = DistrictOrigin.MANUAL
        elif not data.get("district") or (changed.intersection(ADDRESS) and not by_hand):
            finding = _find({name: data.get(name) for name in ADDRESS})
            data["district"] = finding.district if finding else None
            self.instance.district_origin = finding.origin if finding else DistrictOrigin.UNKNOWN
        return data


def _find(address: dict) -> Finding | None:
    known = {name: value for name, value in address.items() if value}
    return Gazetteer.load().find_district(**known) if known else None


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


class LocationInlineForm(LocationForm, OnePrimaryForm):
    pass


class LocationInline(LocationFields, StackedInline):
    model = Location
    form = LocationInlineForm
    formset = OnePrimaryFormSet

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1


class OnceAtATimeFormSet(NamedFormSet):
    once = ""

    def clean(self):
        super().clean()
        current = (row.cleaned_data for row in self.rows if not row.cleaned_data.get("left_on"))
        self.refuse_twice(data.get(self.once) for data in current)


class MembershipFormSet(OnceAtATimeFormSet):
    once = "network"


class CompanyClusterFormSet(OnceAtATimeFormSet):
    """Who puts a company into a cluster proposes it; a change of the cluster asks anew."""

    once = "cluster"
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
    form = OnePrimaryForm
    formset = SectorFormSet
    autocomplete_fields = ["sector"]


class TagInline(TabularInline):
    model = CompanyTag
    autocomplete_fields = ["tag"]


class MembershipInline(TabularInline):
    model = Membership
    formset = MembershipFormSet
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
