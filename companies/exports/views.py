"""Downloads of the list: the same query string, another end of the address."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from clusters.text import slugify_german
from companies import wording
from companies.importing.stamp import stamp
from companies.listing import Listing
from companies.models import Company

from .delimited import csv_parts, excel_csv_parts
from .rows import SLICE, with_columns
from .sheets import xlsx_parts

SITE = "Clusteratlas"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What each file is called on the page, and whom it is for.
DOWNLOADS = {
    "export_xlsx": ("Excel (XLSX)", gettext_lazy("codes and postcodes stay as they are")),
    "export_excel_csv": (
        gettext_lazy("CSV for Excel"),
        gettext_lazy("semicolon, decimal comma, German dates"),
    ),
    "export_csv": ("CSV", gettext_lazy("for programs: comma, decimal point, ISO dates")),
}


@csrf_exempt  # nothing is changed here: a POST learns that it is not allowed, not that it is forged
@require_safe
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    listing = Listing(request.GET)
    return _file(request, listing, ".csv", CSV, csv_parts(_slices(listing)))


@csrf_exempt
@require_safe
def export_excel_csv(request: HttpRequest) -> StreamingHttpResponse:
    listing = Listing(request.GET)
    return _file(request, listing, "-excel.csv", CSV, excel_csv_parts(_slices(listing)))


@csrf_exempt
@require_safe
def export_xlsx(request: HttpRequest) -> StreamingHttpResponse:
    listing = Listing(request.GET)
    origin = _origin(request, listing)
    return _file(request, listing, ".xlsx", XLSX, xlsx_parts(_slices(listing), origin))


def downloads(listing: Listing) -> list[dict[str, str]]:
    """The files of ``listing``, for the page that shows it."""
    query = _address(listing).partition("?")[2]
    return [
        {
            "name": name,
            "purpose": purpose,
            "url": f"{reverse(f'companies:{view}')}?{query}".removesuffix("?"),
        }
        for view, (name, purpose) in DOWNLOADS.items()
    ]


def file_name(listing: Listing, now: datetime) -> str:
    """Source, time and query, without an ending: clusteratlas-2026-11-21-143005-charite-mitte.

    The time tells what has changed since, when the file is edited and brought in again.
    """
    chosen = [name for name in listing.chosen if name != "q"]
    words = [name for each in chosen for name in wording.names(listing, each).values()]
    query = slugify_german(" ".join([listing.q, *words]), fallback="")
    return f"{SITE.lower()}-{stamp(now)}-{query}".removesuffix("-")


def _slices(listing: Listing) -> Iterator[list[Company]]:
    return listing.slices(SLICE, with_columns(Company.objects.published()))


def _address(listing: Listing) -> str:
    """The list as far as a file holds it: its entries and their order."""
    return listing.address(view="", per_page="", columns="")


def _origin(request: HttpRequest, listing: Listing) -> dict[str, str]:
    return {
        gettext("Directory"): SITE,
        gettext("Retrieved on"): date_format(timezone.localdate(), "SHORT_DATE_FORMAT"),
        gettext("List"): capfirst(wording.sentence(listing)),
        gettext("Address of the list"): request.build_absolute_uri(_address(listing)),
    }


def _file(
    request: HttpRequest, listing: Listing, ending: str, content_type: str, parts: Iterable[bytes]
) -> StreamingHttpResponse:
    name = file_name(listing, timezone.now()) + ending
    headers = {
        "Content-Disposition": f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}",
        # An objection counts at once, and no proxy has to keep a large file for every query.
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
    }
    content = [] if request.method == "HEAD" else parts
    return StreamingHttpResponse(content, content_type=content_type, headers=headers)
