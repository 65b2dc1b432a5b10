"""A list on its way in, in four pages: the file, its columns, what would change, what came of it.

Plain forms and links; JavaScript only saves the reader from loading the page of progress anew.
"""

from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from clusters.admin.base import ReadOnlyAdmin
from clusters.templatetags.numbers import grouped
from companies.importing import downloads, outlook, tasks
from companies.importing.errors import UnreadableFileError, WrongOptionError
from companies.importing.forms import ColumnsForm, FileForm, LayoutForm
from companies.importing.intake import Upload
from companies.importing.layout import Layout, Table
from companies.importing.mappings import remember, remembered
from companies.importing.options import Options
from companies.importing.progress import is_at_work
from companies.importing.reader import open_table
from companies.importing.report import report
from companies.importing.summary import in_words
from companies.models import ImportMapping

SAMPLE = 200  # rows
PAGE = 25
MOST_COLUMNS = 300
STEPS = (
    ("file", _("File")),
    ("columns", _("Columns")),
    ("check", _("Check")),
    ("report", _("Done")),
)
State = Upload.State


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "cluster", "user", "state", "outcome", "uploaded_at"]
    list_filter = ["state", "cluster"]
    search_fields = ["file_name"]

    def has_add_permission(self, request: HttpRequest, obj: Upload | None = None) -> bool:
        return request.user.has_perm("companies.import_company")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        return Upload.visible_to(request.user)

    @admin.display(description=_("outcome"))
    def outcome(self, upload: Upload) -> str:
        return in_words(upload.totals, write=grouped) or "–"

    @admin.display(description=_("uploaded at"), ordering="created_at")
    def uploaded_at(self, upload: Upload) -> str:
        return date_format(localtime(upload.created_at), "SHORT_DATETIME_FORMAT")

    # Addresses

    def get_urls(self) -> list[URLPattern]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(self._on_list(view))

        views = [
            ("columns", self.columns_page), ("check", self.check_page),
            ("report", self.report_page), ("progress", self.progress_page),
            ("stop", require_POST(self.stop)), ("discard", require_POST(self.discard)),
            ("go-on", require_POST(self.go_on)), ("take-back", require_POST(self.take_back)),
            ("file", self.file), ("plan", self.plan),
        ]  # fmt: skip
        own = [
            path(f"<uuid:pk>/{name}/", page(view), name=f"companies_upload_{name}")
            for name, view in views
        ]
        rest = path("<uuid:pk>/rest.<str:ending>", page(self.rest), name="companies_upload_rest")
        return [*own, rest, *super().get_urls()]

    def _on_list(self, view: Any) -> Any:
        def found(request: HttpRequest, pk: Any, **rest: Any) -> HttpResponse:
            if not self.has_add_permission(request):
                raise PermissionDenied
            upload = self.get_queryset(request).filter(pk=pk).first()
            if upload is None:
                raise Http404
            return view(request, upload, **rest)

        return found

    def change_view(self, request, object_id, form_url="", extra_context=None):
        upload = self.get_object(request, object_id)
        return _onward(upload) if upload else super().change_view(request, object_id)

    # The four pages

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = FileForm(request.POST or None, request.FILES or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            upload = Upload.objects.of_file(
                file, file.name, user=request.user, cluster=form.cleaned_data["cluster"]
            )
            return _to("columns", upload)
        return self._page(request, "file", None, gettext("Bring in a list"), {"form": form})

    def columns_page(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        if upload.state not in (State.COLUMNS, State.PLANNED):
            return _onward(upload)
        reading = LayoutForm(request.POST or None, initial=upload.layout)
        if "read" in request.POST and reading.is_valid():
            upload.layout, upload.options, upload.message = reading.layout(), {}, ""
            upload.end(State.COLUMNS)
            return _to("columns", upload)
        title = gettext("Assign the columns")
        try:
            table, sample = _begin(upload)
        except UnreadableFileError as error:
            context = {"reading": LayoutForm(initial=upload.layout), "unreadable": str(error)}
            return self._page(request, "columns", upload, title, context)
        known = _kept(request, upload, table.headings)
        try:
            options = Options.of(known) if known else Options(**upload.options)
        except WrongOptionError as error:  # kept choices can be edited by hand
            messages.error(request, f"{known}: {error}")
            options = Options(**upload.options)
        form = ColumnsForm(
            request.POST if "go" in request.POST else None,
            headings=table.headings,
            sample=sample,
            options=options,
            user=upload.user,
        )
        if "go" in request.POST and form.is_valid():
            upload.options = form.options.as_json()
            if name := form.cleaned_data["keep_as"]:
                remember(name, table.headings, form.options)
            tasks.start_planning(upload)
            return _to("progress", upload)
        context = {
            "form": form,
            "reading": LayoutForm(initial=upload.layout),
            "detected": table.detected,
            "known": known,
            "mappings": ImportMapping.objects.order_by("name"),
        }
        return self._page(request, "columns", upload, title, context)

    def check_page(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        if upload.state != State.PLANNED:
            return _onward(upload)
        if "translate" in request.POST:
            upload.options["values"] = outlook.translated(upload, request.POST)
            tasks.start_planning(upload)
            return _to("progress", upload)
        if "decide" in request.POST:
            upload.options = outlook.decided(upload, request.POST.dict())
            tasks.start_planning(upload)
            return _to("progress", upload)
        if request.method == "POST":
            tasks.start_saving(upload, good_rows="good" in request.POST)
            return _to("progress", upload)
        tabs = outlook.tabs(upload)
        chosen = next((tab for tab in tabs if tab.name == request.GET.get("show")), None)
        chosen = chosen or next((tab for tab in tabs if tab.count), tabs[0])
        pages = Paginator(outlook.rows(upload, chosen.name), PAGE)
        page = pages.get_page(request.GET.get("page"))
        outlook.name_values(page)
        context = {
            "tabs": tabs,
            "shown": chosen,
            "rows": page,
            "waits": outlook.waits(upload),
            "words": outlook.unknown_words(upload),
            "options": Options(**upload.options),
        }
        return self._page(request, "check", upload, gettext("Check before it counts"), context)

    def report_page(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        if upload.state != State.SAVED:
            return _onward(upload)
        title = gettext("The list is in")
        return self._page(request, "report", upload, title, {"report": report(upload)})

    # While a worker is at it

    def progress_page(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        if not upload.is_working:
            return _onward(upload)
        state = outlook.progress(upload, at_work=is_at_work(upload.pk))
        if request.headers.get("X-Fragment"):
            context = {"upload": upload, "progress": state}
            return render(request, "admin/companies/upload/_progress.html", context)
        titles = {State.PLANNING: gettext("The list is being compared")}
        title = titles.get(upload.state, gettext("The list is being brought in"))
        step = "columns" if upload.state == State.PLANNING else "check"
        return self._page(request, step, upload, title, {"progress": state}, "progress")

    def stop(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        Upload.objects.filter(pk=upload.pk).update(is_cancelled=True)
        if upload.is_working and not is_at_work(upload.pk):  # nobody there to notice
            before = State.COLUMNS if upload.state == State.PLANNING else State.PLANNED
            upload.end(before, gettext("Stopped. Nothing was saved."))
        return _to("progress", upload)

    def discard(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        if upload.state in (State.COLUMNS, State.PLANNED):
            upload.delete()
            messages.success(request, gettext("The list was discarded; nothing was saved."))
            return redirect("admin:companies_upload_changelist")
        return _onward(upload)

    def go_on(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        if upload.is_working and not is_at_work(upload.pk):
            tasks.work_on.enqueue(str(upload.pk))
        return _to("progress", upload)

    def take_back(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        if upload.record:
            imports = self.admin_site.get_model_admin(type(upload.record))
            imports.undo(request, upload.record, again=bool(upload.record.undone_at))
        return _to("report", upload)

    # Files

    def file(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        """As it was uploaded."""
        if upload.file_gone_at:
            messages.error(request, gettext("The file was deleted some time after its import."))
            return _onward(upload)
        parts = upload.parts.values_list("data", flat=True).iterator(chunk_size=1)
        return _download(map(bytes, parts), upload.file_name, "application/octet-stream")

    def plan(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        return _download(downloads.plan(upload), f"{_stem(upload)}-plan.csv", downloads.CSV)

    def rest(self, request: HttpRequest, upload: Upload, ending: str) -> HttpResponse:
        """The rows with a fault, with the reasons beside them."""
        if ending not in downloads.ENDINGS:
            raise Http404
        body = downloads.rest(upload, ending)
        name = f"{_stem(upload)}-{gettext('faults')}.{ending}"
        return _download([body], name, downloads.ENDINGS[ending])

    def _page(
        self,
        request: HttpRequest,
        step: str,
        upload: Upload | None,
        title: str,
        context: dict[str, Any],
        template: str = "",
    ) -> HttpResponse:
        names = [name for name, _label in STEPS]
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "subtitle": upload and upload.file_name,
            "upload": upload,
            "step": step,
            "steps": [
                {"name": name, "label": label, "is_past": names.index(name) < names.index(step)}
                for name, label in STEPS
            ],
        }
        return render(request, f"admin/companies/upload/{template or step}.html", context)


def _begin(upload: Upload) -> tuple[Table, list]:
    """The list and its first rows. Raises UnreadableFileError."""
    with upload.opened() as file:
        table = open_table(file, Layout(**upload.layout))
        if len(table.headings) > MOST_COLUMNS:
            text = gettext(
                "The list has %(count)s columns; here, at most %(most)s can be assigned. Leave out"
                " those that are not needed, or use the command line."
            )
            numbers = {"count": len(table.headings), "most": MOST_COLUMNS}
            raise UnreadableFileError(text % numbers)
        return table, list(islice(table.rows, SAMPLE))


def _kept(request: HttpRequest, upload: Upload, headings: list[str]) -> ImportMapping | None:
    """The choices that somebody asks for, or those of a list with the same headings."""
    if name := request.GET.get("mapping"):
        return ImportMapping.objects.filter(name=name).first()
    return None if upload.options or request.POST else remembered(headings)


def _to(page: str, upload: Upload) -> HttpResponse:
    return redirect(reverse(f"admin:companies_upload_{page}", args=[upload.pk]))


def _onward(upload: Upload) -> HttpResponse:
    """To the page where the list stands."""
    pages = {State.COLUMNS: "columns", State.PLANNED: "check", State.SAVED: "report"}
    return _to(pages.get(State(upload.state), "progress"), upload)


def _stem(upload: Upload) -> str:
    return upload.file_name.rpartition(".")[0] or upload.file_name


def _download(parts: Any, name: str, content_type: str) -> HttpResponse:
    response = StreamingHttpResponse(parts, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
