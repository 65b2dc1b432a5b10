"""Which entries a search finds, and what the list shows of each beyond its own fields."""

from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Prefetch, Q

from clusters.text import sort_key
from companies.models import Company, CompanyCluster, Location

IDENTIFIERS = ("slug", "email", "vat_id", "lei", "register_number")


class CompanyList(ChangeList):
    """The columns are fetched for the rows of one page: as subqueries they would be computed for
    every row before it as well."""

    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters)
        current = CompanyCluster.objects.filter(left_on=None).order_by("cluster__position")
        return rows.prefetch_related(
            Prefetch("locations", Location.objects.primary().select_related("district")),
            Prefetch("company_clusters", current.select_related("cluster")),
        )


def place(company: Company) -> str:
    """The district of the primary location, else its town."""
    location = company.primary_location
    return str(location.district or location.city) if location else ""


def clusters(company: Company) -> str:
    return ", ".join(str(row.cluster) for row in company.company_clusters.all())


def found_by(term: str) -> Q:
    """Entries by name, former name or postcode, and by identifiers in full.

    Names are compared by their sort key, so that Müller and Mueller are one.
    """
    found = Q(name_sort__contains=sort_key(term)) | Q(former_names__icontains=term)
    for field in IDENTIFIERS:
        found |= Q(**{f"{field}__iexact": term})
    if term.isdecimal():
        found |= Exists(Location.objects.filter(company=OuterRef("pk"), postcode=term))
    return found
