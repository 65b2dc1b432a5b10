"""Pages of the directory: find, ask, render."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from companies import wording
from companies.facet_lists import FacetLists
from companies.listing import COLUMNS, PAGE_SIZES, SORTS, VIEWS, Listing, PageMissingError, list_url
from companies.models import Company, SlugHistory
from companies.visibility import Shown

__all__ = ["company_detail", "company_list", "company_preview"]


@require_safe
@vary_on_headers("X-Fragment")
def company_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(request.GET)
    try:
        page = listing.page
    except PageMissingError:
        return _page_missing(request, listing)
    context = _list_context(listing) | {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }
    is_fragment = request.headers.get("X-Fragment") == "results"
    template = "companies/_results.html" if is_fragment else "companies/company_list.html"
    return render(request, template, context)


def _list_context(listing: Listing) -> dict[str, object]:
    facets = FacetLists(listing)
    return {
        "listing": listing,
        "facets": list(facets),
        "letters": facets.letters(),
        "chips": wording.chips(listing),
        "sentence": wording.sentence(listing),
        "all_url": list_url(),
        "sorts": SORTS,
        "views": VIEWS,
        "page_sizes": PAGE_SIZES,
        "columns": {name: COLUMNS[name] for name in listing.columns},
    }


def _page_missing(request: HttpRequest, listing: Listing) -> HttpResponse:
    last = listing.paginator.num_pages
    context = {"listing": listing, "last": last, "last_url": listing.address(page=last)}
    return render(request, "companies/page_missing.html", context, status=404)


@require_safe
def company_detail(request: HttpRequest, slug: str) -> HttpResponse:
    company = Company.objects.published().for_detail().filter(slug=slug).first()
    if company is None:
        return _moved_or_missing(slug)
    return render(request, "companies/company_detail.html", _detail_context(company))


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
    context = _detail_context(company) | {"is_preview": True}
    response = render(request, "companies/company_detail.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
