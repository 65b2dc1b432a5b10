"""Parts of companies in lists of their own, to find what needs work across entries."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.admin.base import DirectoryAdmin, DirectoryForm, ReadOnlyAdmin
from companies import publishing
from companies.models import CompanyCluster, Location, Membership, SlugHistory, SourceRecord

from .inlines import LocationFields, LocationForm
from .scope import OwnClusters, ScopedRows


class LocationListForm(LocationForm, DirectoryForm):
    pass


@admin.register(Location)
class LocationAdmin(LocationFields, ScopedRows, DirectoryAdmin):
    form = LocationListForm
    list_display = ["company", "street", "postcode", "city", "district", "district_origin"]
    list_select_related = ["company", "district"]
    list_filter = ["district_origin", "precision", "is_primary"]
    search_fields = ["company__name", "street", "=postcode", "city", "district__name"]
    autocomplete_fields = ["company", "district"]
    fieldsets = [(None, {"fields": ["company"]}), *LocationFields.fieldsets]


@admin.register(CompanyCluster)
class CompanyClusterAdmin(OwnClusters, DirectoryAdmin):
    list_display = ["company", "cluster", "joined_on", "left_on", "submitted_by", "approved_at"]
    list_select_related = ["company", "cluster", "submitted_by"]
    list_filter = [
        ("approved_at", admin.EmptyFieldListFilter),
        ("left_on", admin.EmptyFieldListFilter),
        "cluster",
    ]
    search_fields = ["company__name"]
    autocomplete_fields = ["company"]
    readonly_fields = ["submitted_by", "approved_by", "approved_at"]
    actions = ["approve"]
    fieldsets = [
        (None, {"fields": ["company", "cluster", ("joined_on", "left_on")]}),
        (
            gettext_lazy("Approval"),
            {
                "fields": ["submitted_by", ("approved_by", "approved_at")],
                "description": gettext_lazy("Only approved memberships are public."),
            },
        ),
    ]

    def save_model(self, request, obj, form, change):
        if not change or {"company", "cluster"} & set(form.changed_data):
            obj.submitted_by, obj.approved_by, obj.approved_at = request.user, None, None
        super().save_model(request, obj, form, change)

    @admin.action(description=gettext_lazy("Approve"), permissions=["change"])
    def approve(self, request, queryset):
        for membership in queryset.select_related("company", "cluster"):
            try:
                if not publishing.may_approve(request.user, membership):
                    raise ValidationError(_("You may not approve in this cluster."))
                publishing.approve(membership=membership, by=request.user)
            except ValidationError as error:
                messages.error(request, f"{membership}: {' '.join(error.messages)}")
            else:
                messages.success(request, _("Approved: %s") % membership)


@admin.register(Membership)
class MembershipAdmin(ScopedRows, DirectoryAdmin):
    list_display = ["company", "network", "role", "joined_on", "left_on"]
    list_select_related = ["company", "network"]
    list_filter = ["network", "role", ("left_on", admin.EmptyFieldListFilter)]
    search_fields = ["company__name", "network__name"]
    autocomplete_fields = ["company", "network"]


@admin.register(SourceRecord)
class SourceRecordAdmin(ScopedRows, ReadOnlyAdmin):
    list_display = ["key", "source", "company", "first_seen_on", "last_seen_on", "missing_since"]
    list_select_related = ["source", "company"]
    list_filter = ["source", ("missing_since", admin.EmptyFieldListFilter)]
    search_fields = ["=key", "company__name"]
    date_hierarchy = "last_seen_on"


@admin.register(SlugHistory)
class SlugHistoryAdmin(ScopedRows, ReadOnlyAdmin):
    list_display = ["slug", "company", "created_at"]
    list_select_related = ["company"]
    search_fields = ["slug", "company__name"]
    date_hierarchy = "created_at"
