"""Import and export in the admin's list of companies, for the company's ModelAdmin to mix in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.results import Result

from clusters.models import Cluster
from clusters.text import slugify_german

from .actor import Actor
from .blank import blank_csv, blank_xlsx
from .errors import UnreadableFileError
from .formats import SafeCSV, SafeXLSX
from .library import PlannedResource
from .stamp import stamp

BLANKS = {
    "csv": (blank_csv, "text/csv; charset=utf-8"),
    "xlsx": (blank_xlsx, SafeXLSX().get_content_type()),
}


class CompanyImportForm(ImportForm):
    cluster = forms.ModelChoiceField(
        Cluster.objects.all(),
        label=gettext_lazy("Cluster"),
        help_text=gettext_lazy("All rows of the list join it."),
    )
    field_order = ["resource", "cluster", "import_file", "format"]


class CompanyConfirmForm(ConfirmImportForm):
    cluster = forms.ModelChoiceField(Cluster.objects.all(), widget=forms.HiddenInput())


class CompanyImportExportMixin(ImportExportMixin):
    """Put before ModelAdmin. Who may: ``companies.import_company`` and ``export_company``."""

    resource_classes = [PlannedResource]
    import_formats = [SafeCSV, SafeXLSX]
    export_formats = [SafeCSV, SafeXLSX]
    import_form_class = CompanyImportForm
    confirm_form_class = CompanyConfirmForm
    import_template_name = "admin/companies/company/import.html"

    def get_urls(self) -> list[URLPattern]:
        name = "{}_{}_blank".format(*self.get_model_info())
        view = self.admin_site.admin_view(self.blank_list)
        return [path("import/blank.<str:ending>", view, name=name), *super().get_urls()]

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

    def create_import_form(self, request: HttpRequest) -> forms.Form:
        return _within_reach(super().create_import_form(request), request)

    def create_confirm_form(self, request: HttpRequest, import_form: Any = None) -> forms.Form:
        return _within_reach(super().create_confirm_form(request, import_form), request)

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form is not None:
            initial["cluster"] = import_form.cleaned_data["cluster"].pk
        return initial

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        cleaned = getattr(form, "cleaned_data", {})
        return {"cluster": cleaned.get("cluster")}

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {}

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        """With the time, as it tells what has changed when the file comes back."""
        return f"clusteratlas-{stamp(timezone.now())}.{file_format.get_extension()}"

    def add_data_read_fail_error_to_form(self, form: forms.Form, error: Exception) -> None:
        if not isinstance(error, UnreadableFileError):
            raise error
        form.add_error("import_file", str(error))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Carry out what was previewed; the file may be gone by then."""
        try:
            return super().process_import(request, **kwargs)
        except (OSError, UnreadableFileError):
            messages.error(request, _("The uploaded file is gone. Please choose it again."))
            return self._back(request)

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        if result.has_errors() or result.has_validation_errors():
            text = _("The directory has changed since the preview; nothing was saved.")
            messages.error(request, text)
            return self._back(request)
        return super().process_result(result, request)

    def _back(self, request: HttpRequest) -> HttpResponse:
        return redirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))


def _within_reach(form: forms.Form, request: HttpRequest) -> forms.Form:
    """Offer the clusters that the user manages, all of them to curators."""
    own = Actor.staff(request.user).clusters
    if own is not None:
        form.fields["cluster"].queryset = Cluster.objects.filter(pk__in=own)
    return form
