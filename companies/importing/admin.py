"""Import and export in the admin's list of companies, for the company's ModelAdmin to mix in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin

from clusters.text import slugify_german
from companies.resources import CompanyResource

from .blank import blank_csv, blank_xlsx
from .formats import SafeCSV, SafeXLSX
from .stamp import stamp

BLANKS = {
    "csv": (blank_csv, "text/csv; charset=utf-8"),
    "xlsx": (blank_xlsx, SafeXLSX().get_content_type()),
}


class CompanyImportExportMixin(ExportMixin):
    """Put before ModelAdmin. Who may: ``companies.import_company`` and ``export_company``."""

    resource_classes = [CompanyResource]
    export_formats = [SafeCSV, SafeXLSX]
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    def get_urls(self) -> list[URLPattern]:
        names = "{}_{}_".format(*self.get_model_info())
        own = [
            ("import/", self.bring_in, "import"),
            ("import/blank.<str:ending>", self.blank_list, "blank"),
        ]
        urls = [
            path(address, self.admin_site.admin_view(view), name=names + name)
            for address, view, name in own
        ]
        return [*urls, *super().get_urls()]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("companies.import_company")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def bring_in(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:companies_upload_add")

    def blank_list(self, request: HttpRequest, ending: str) -> HttpResponse:
        """An empty list to fill in, as CSV or XLSX."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if ending not in BLANKS:
            raise Http404
        make, content_type = BLANKS[ending]
        name = f"{slugify_german(_('Companies'))}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(make(), content_type=content_type, headers=headers)

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        """With the time, as it tells what has changed when the file comes back."""
        return f"clusteratlas-{stamp(timezone.now())}.{file_format.get_extension()}"
