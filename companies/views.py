"""Pages of the directory: find, ask, render."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from clusters.models import Source
from companies import entries, table, wording
from companies.district_map import district_map
from companies.facet_lists import FacetLists
from companies.listing import Listing, PageMissingError, list_url
from companies.models import Company, SlugHistory
from companies.search import suggest
from companies.tools import pages_of, tools_of
from companies.visibility import Shown


@require_safe
@vary_on_headers("X-Fragment")
def company_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(request.GET, getattr(request, "data_version", None))
    try:
        pages = pages_of(listing)
    except PageMissingError:
        return _page_missing(request, listing)
    with listing.asking(_unread(listing)):
        facets = FacetLists(listing)
        counted = {"facets": list(facets), "letters": facets.letters()}
    context = {
        "listing": listing,
        **counted,
        "clear": pgettext("filter", "Clear"),
        "chips": wording.chips(listing),
        "sentence": wording.sentence(listing),
        "title": wording.title(listing),
        "announcement": wording.announcement(listing),
        "correction": listing.correction,
        "here": listing.address(),
        "all_url": list_url(),
        "clear_url": listing.address(**dict.fromkeys(listing.chosen, "")),
        **pages,
        **tools_of(listing),
        **_shown_as(listing),
    }
    results = render_to_string("companies/_results.jinja", context, using="jinja2")
    if request.headers.get("X-Fragment") == "results":
        return HttpResponse(results)
    context["results"] = mark_safe(results)  # noqa: S308  # escaped there
    return render(request, "companies/company_list.html", context)


def _unread(listing: Listing) -> list[int]:
    """The entries that the page needs from the database."""
    if listing.view == "list":
        return entries.unread(listing)
    return list(listing.page) if listing.view == "table" else []


def _shown_as(listing: Listing) -> dict[str, object]:
    if listing.view == "map":
        return {"map": _map(listing)}
    if listing.view == "table":
        name = table.head(listing, "name", gettext("Name"))
        return {"heads": [name, *table.heads(listing)], "rows": table.rows(listing)}
    return {"rows": entries.rows(listing)}


def _map(listing: Listing) -> str:
    """The map, also of the region around where the list itself is empty."""
    shown = district_map(listing)
    if not listing.total and not shown.has_companies:
        return ""
    return render_to_string("companies/_map.html", {"listing": listing, "district_map": shown})


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    groups = suggest.suggestions(request.GET.get("q", ""))
    number = sum(len(group.items) for group in groups)
    summary = ngettext("%s suggestion", "%s suggestions", number) % number
    context = {"groups": groups, "summary": summary}
    return render(request, "companies/_suggestions.html", context)


def _page_missing(request: HttpRequest, listing: Listing) -> HttpResponse:
    last = listing.paginator.num_pages
    urls = {"last_url": listing.address(page=last), "first_url": listing.address()}
    context = {"listing": listing, "last": last, **urls}
    return render(request, "companies/page_missing.html", context, status=404)


@require_safe
def company_detail(request: HttpRequest, slug: str) -> HttpResponse:
    company = Company.objects.published().for_detail().filter(slug=slug).first()
    if company is None:
        return _moved_or_missing(slug)
    return render(request, "companies/company_detail.html", _detail_context(request, company))


def _moved_or_missing(slug: str) -> HttpResponse:
    published = Company.objects.published()
    former = get_object_or_404(SlugHistory, slug=slug, company__in=published)
    return HttpResponsePermanentRedirect(former.company.get_absolute_url())


@require_safe
def company_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """An entry before it is published, for those who work on it; nobody else learns of it."""
    company = Company.objects.visible_to(request.user).for_detail().filter(slug=slug).first()
    if company is None:
        raise Http404
    context = _detail_context(request, company) | {"is_preview": True}
    response = render(request, "companies/company_detail.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _detail_context(request: HttpRequest, company: Company) -> dict[str, object]:
    entry = Shown(company)
    amounts = (entry.turnover_eur, entry.balance_sheet_eur)
    return {
        "entry": entry,
        "sectors": _lists("sector", entry.sectors),
        "tags": _lists("tag", entry.tags),
        "networks": _lists("network", [row.network for row in entry.memberships]),
        "alike": _alike(entry),
        "by_headcount": entry.employees is not None and amounts == (None, None),
        "origins": _origins(company, entry),
    }


def _lists(parameter: str, rows: list) -> list[dict[str, str]]:
    return [{"name": row.name, "url": list_url(**{parameter: row.slug})} for row in rows]


def _alike(entry: Shown) -> list[dict[str, str]]:
    """Lists of the same sector in the same district, in which this entry stands too."""
    district = entry.location.district if entry.location else None
    if district is None:
        return []
    return [
        {
            "name": f"{sector.name} · {district.name}",
            "url": list_url(sector=sector.slug, district=district.slug),
        }
        for sector in entry.sectors
    ]


def _origins(company: Company, entry: Shown) -> list[Source]:
    rows = Source.objects.filter(records__company=company).distinct()
    return [] if entry.objected else list(rows)
