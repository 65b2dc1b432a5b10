"""Addresses for new entries, in the order of the file: the same list gives the same addresses."""

from collections import Counter
from collections.abc import Collection, Sequence

from django.db import connection

from clusters.text import SLUG_LENGTH, slugify_german, unique_slug
from companies.models import Company, SlugHistory

from .ledger import Ledger

ROOM = SLUG_LENGTH - 7  # characters that stay of a long address before its number
# "laser-2" for "laser", by an index for prefixes
NUMBERED = """
    SELECT slug FROM unnest(%s::text[], %s::text[]) AS asked (first, end_before)
    JOIN {table} ON slug ~>=~ first AND slug ~<~ end_before WHERE slug ~ '-[0-9]+$'"""


def give_slugs(companies: Sequence[Company], ledger: Ledger) -> None:
    wanted = [slugify_german(company.name) for company in companies]
    taken = _taken(wanted, ledger)
    for company, slug in zip(companies, wanted, strict=True):
        company.slug = unique_slug(slug, taken)
        taken.add(company.slug)


def _taken(wanted: Sequence[str], ledger: Ledger) -> set[str]:
    taken = ledger.slugs_among(wanted)
    for model in (Company, SlugHistory):
        taken.update(model.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    counts = Counter(wanted)
    crowded = [slug for slug, count in counts.items() if count > 1 or slug in taken]
    return taken | _numbered(crowded) if crowded else taken


def _numbered(slugs: Collection[str]) -> set[str]:
    begins = [slug[:ROOM] for slug in slugs]
    ends = [f"{begin}{'.' if len(begin) < ROOM else '{'}" for begin in begins]
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table in ("companies_company", "companies_slughistory", "list_entries"):
            cursor.execute(NUMBERED.format(table=table), [begins, ends])
            found |= {slug for (slug,) in cursor.fetchall()}
    return found
