from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import DirectoryAdmin, ReadOnlyAdmin
from clusters.models import User
from clusters.templatetags.numbers import grouped
from companies.importing.errors import WrongOptionError
from companies.importing.summary import in_words
from companies.importing.undo import undo
from companies.models import Import, ImportMapping, Upload

from .scope import OwnClusters

SHOWN = 10  # entries that are named one by one


@admin.register(Import)
class ImportAdmin(OwnClusters, ReadOnlyAdmin):
    list_display = ["file_name", "cluster", "source", "user", "outcome", "started_at"]
    list_select_related = ["cluster", "source", "user"]
    list_filter = ["cluster", ("source", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["file_name", "source__title", "=file_hash"]
    date_hierarchy = "started_at"
    fieldsets = [
        (None, {"fields": ["file_name", "cluster", "source", "user"]}),
        (
            _("Outcome"),
            {"fields": ["outcome", "report", ("started_at", "finished_at"), "undone_at"]},
        ),
        (_("Details"), {"fields": ["options", "totals", "file_hash"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["outcome", "report"]
    actions = ["take_back", "carry_out_again"]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("companies.import_company")

    @admin.action(description=_("Take back"), permissions=["import"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Import]) -> None:
        for record in queryset.order_by("-pk"):  # the latest first
            self.undo(request, record, again=False)

    @admin.action(description=_("Carry out again"), permissions=["import"])
    def carry_out_again(self, request: HttpRequest, queryset: QuerySet[Import]) -> None:
        for record in queryset.order_by("pk"):
            self.undo(request, record, again=True)

    def undo(self, request: HttpRequest, record: Import, *, again: bool) -> None:
        try:
            if not _may_undo(request.user, record):
                raise WrongOptionError(gettext("You may take back only what you brought in."))
            done = undo(record, again=again)
        except WrongOptionError as error:
            self.message_user(request, f"{record}: {error}", messages.ERROR)
            return
        self.message_user(request, f"{record}: {done}", messages.SUCCESS)
        if done.kept:
            named = "; ".join(map(str, done.kept[:SHOWN])) + (" …" if done.kept[SHOWN:] else "")
            stay = gettext("These stay, as they were edited since: %s") % named
            self.message_user(request, stay, messages.WARNING)

    @admin.display(description=_("outcome"))
    def outcome(self, run):
        words = in_words(run.totals, write=grouped) or "–"
        return gettext("%s, taken back") % words if run.undone_at else words

    @admin.display(description=_("report"))
    def report(self, run):
        """Before and after, the file and its plan, where the list was uploaded here."""
        upload = Upload.objects.filter(record=run).first()
        if upload is None:
            return gettext("none: it came on the command line")
        url = reverse("admin:companies_upload_report", args=[upload.pk])
        return format_html('<a href="{}">{}</a>', url, gettext("Before and after, files"))


def _may_undo(user: User, record: Import) -> bool:
    """An import can have touched entries of other clusters, so managers answer for their own."""
    return user.has_perm("companies.curate_company") or record.user_id == user.pk


@admin.register(ImportMapping)
class ImportMappingAdmin(DirectoryAdmin):
    list_display = ["name", "source", "key_column", "column_count"]
    list_select_related = ["source"]
    search_fields = ["name", "source__title"]
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": ["name", "source", "key_column"]}),
        (_("Columns"), {"fields": ["columns", "constants", "only", "values"]}),
    ]

    @admin.display(description=_("columns"))
    def column_count(self, mapping):
        return len(mapping.columns)
