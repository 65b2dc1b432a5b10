from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import DirectoryAdmin, DirectoryForm
from companies.choices import Status
from companies.importing.admin import CompanyImportExportMixin
from companies.models import Company

from . import filters, steps
from .inlines import INLINES
from .rows import CompanyList, clusters, found_by, place
from .scope import ScopedChoices

# the counts of other lists lead here
LINKED = {
    "company_sectors__sector",
    "company_tags__tag",
    "memberships__network",
    "memberships__left_on__isnull",
}


class CompanyForm(DirectoryForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "parent" in self.fields and self.instance.parent_id:
            # a manager may keep an operator that belongs to another cluster
            own = Company.objects.filter(pk=self.instance.parent_id)
            self.fields["parent"].queryset |= own


@admin.register(Company)
class CompanyAdmin(CompanyImportExportMixin, ScopedChoices, DirectoryAdmin):
    form = CompanyForm
    inlines = INLINES
    list_display = ["name", "kind", "place", "cluster_names", "status", "checked", "changed"]
    list_filter = [
        "status",
        filters.ToDoFilter,
        filters.FreshnessFilter,
        filters.ClusterFilter,
        filters.DistrictFilter,
        ("kind", filters.ClosedChoices),
        filters.SizeFilter,
        ("objection_on", admin.EmptyFieldListFilter),
        "is_demo",
    ]
    search_fields = ["name"]  # see get_search_results
    search_help_text = _("Name, former name, postcode, register number, VAT id, LEI or email.")
    autocomplete_fields = ["parent"]
    readonly_fields = [
        "size_class",
        "all_clusters",
        "status",
        "submitted_by",
        "published_by",
        "published_at",
        "verified_on",
        "verified_by",
        "created_at",
        "updated_at",
    ]
    actions = steps.ACTIONS
    fieldsets = [
        (None, {"fields": ["name", "slug", "former_names", ("legal_form", "kind"), "parent"]}),
        (
            _("Publication"),
            {
                "fields": [
                    ("status", "all_clusters"),
                    ("submitted_by", "published_by", "published_at"),
                    ("verified_on", "verified_by"),
                ],
                "description": _("These change by the buttons at the end of the form."),
            },
        ),
        (_("Contact"), {"fields": ["website", ("email", "phone")]}),
        (_("Description"), {"fields": ["description_de", "description_en", "founded_year"]}),
        (
            _("Size"),
            {
                "fields": [
                    ("employees", "employees_year"),
                    ("turnover_eur", "turnover_year"),
                    "balance_sheet_eur",
                    ("stated_size_class", "size_class"),
                ],
                "description": _("Leave empty what is unknown: 0 would be a statement."),
            },
        ),
        (
            _("Register and identifiers"),
            {
                "fields": [
                    ("register_court", "register_type", "register_number"),
                    ("vat_id", "lei", "business_id"),
                ]
            },
        ),
        (_("Economic activity"), {"fields": [("wz_codes", "wz_edition")]}),
        (_("Objection"), {"fields": ["objection_on"]}),
        (_("Internal"), {"fields": ["note", ("created_at", "updated_at")]}),
    ]

    # Rows

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_changelist(self, request, **kwargs):
        return CompanyList

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        return (queryset.filter(found_by(term)) if term else queryset), False

    def lookup_allowed(self, lookup, value, request):
        return lookup in LINKED or super().lookup_allowed(lookup, value, request)

    # Form

    def change_view(self, request, object_id, form_url="", extra_context=None):
        company = self.get_object(request, object_id)
        context = {"company": company, **(extra_context or {})}
        if company and self.has_change_permission(request, company):
            context["steps"] = steps.offered(request.user, company)
        return super().change_view(request, object_id, form_url, context)

    def response_change(self, request, obj):
        step = steps.BY_NAME.get(request.POST.get("_step", ""))
        if step is None:
            return super().response_change(request, obj)
        steps.take(request, step, [obj])
        return HttpResponseRedirect(request.path)

    def view_on_site(self, company):
        """The public page of a published entry, else its preview."""
        name = "detail" if company.status == Status.PUBLISHED else "preview"
        try:
            return reverse(f"companies:company_{name}", args=[company.slug])
        except NoReverseMatch:
            return None

    # Columns and fields

    @admin.display(description=_("place"))
    def place(self, company):
        return place(company)

    @admin.display(description=_("clusters"))
    def cluster_names(self, company):
        return clusters(company)

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, company):
        return date_format(localtime(company.updated_at), "SHORT_DATE_FORMAT")

    @admin.display(description=_("verified on"), ordering="verified_on", empty_value="–")
    def checked(self, company):
        return company.verified_on and date_format(company.verified_on, "SHORT_DATE_FORMAT")

    @admin.display(description=_("clusters"))
    def all_clusters(self, company):
        rows = company.company_clusters.filter(left_on=None).select_related("cluster")
        return ", ".join(str(row.cluster) for row in rows) or "–"
