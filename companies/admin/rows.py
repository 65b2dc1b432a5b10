"""Which entries a search finds, and what the list shows of each beyond its own fields."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from clusters.text import sort_key
from companies.models import Company, CompanyCluster, Location

IDENTIFIERS = ("slug", "email", "vat_id", "lei", "register_number")


def with_columns(companies: QuerySet[Company]) -> QuerySet[Company]:
    """Annotate ``place`` (district, else town) and ``cluster_names``."""
    primary = Location.objects.filter(company=OuterRef("pk"), is_primary=True).order_by()
    place = Coalesce(F("district__name"), NullIf(F("city"), Value("")))
    memberships = CompanyCluster.objects.filter(company=OuterRef("pk"), left_on=None).order_by()
    names = StringAgg("cluster__name_de", ", ", order_by="cluster__position")
    return companies.annotate(
        place=Subquery(primary.values(shown=place)[:1]),
        cluster_names=Subquery(memberships.values("company").annotate(names=names).values("names")),
    )


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
