from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import DirectoryAdmin, ReadOnlyAdmin
from companies.models import Import, ImportMapping

from .scope import OwnClusters


@admin.register(Import)
class ImportAdmin(OwnClusters, ReadOnlyAdmin):
    list_display = ["file_name", "cluster", "source", "user", "outcome", "started_at"]
    list_select_related = ["cluster", "source", "user"]
    list_filter = ["cluster", ("source", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["file_name", "source__title", "=file_hash"]
    date_hierarchy = "started_at"
    fieldsets = [
        (None, {"fields": ["file_name", "cluster", "source", "user"]}),
        (_("Outcome"), {"fields": ["outcome", ("started_at", "finished_at")]}),
        (_("Details"), {"fields": ["options", "totals", "file_hash"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["outcome"]

    @admin.display(description=_("outcome"))
    def outcome(self, run):
        return ", ".join(f"{name}: {number}" for name, number in run.totals.items()) or "–"


@admin.register(ImportMapping)
class ImportMappingAdmin(DirectoryAdmin):
    list_display = ["name", "source", "key_column", "column_count"]
    list_select_related = ["source"]
    search_fields = ["name", "source__title"]
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": ["name", "source", "key_column"]}),
        (_("Columns"), {"fields": ["columns", "constants", "only"]}),
    ]

    @admin.display(description=_("columns"))
    def column_count(self, mapping):
        return len(mapping.columns)
