"""Addresses for new entries, in the order of the file: the same list gives the same addresses."""

from collections import Counter
from collections.abc import Sequence

from django.db import connection

from clusters.text import SLUG_LENGTH, slugify_german, unique_slug
from companies.models import Company

ROOM = SLUG_LENGTH - 7  # characters that stay of a long address before its number
# The list itself has some, too: see ``ledger``.
TABLES = ("companies_company", "companies_slughistory", "list_entries")
# Each by itself, by an index, as long as the table may be: while a list is being written, nobody
# knows how long it is. A list of texts takes ten times as long to hand over as one text.
TAKEN = " UNION ".join(
    "SELECT found.slug FROM unnest(string_to_array(%(slugs)s, '|')) AS wanted"  # noqa: S608
    f" CROSS JOIN LATERAL (SELECT slug FROM {table} WHERE slug = wanted OFFSET 0) AS found"
    for table in TABLES
)
# "laser-2" for "laser", by an index for prefixes.
NUMBERED = " UNION ".join(
    "SELECT found.slug FROM"  # noqa: S608
    " unnest(string_to_array(%(first)s, '|'), string_to_array(%(end)s, '|')) AS asked (first, last)"
    f" CROSS JOIN LATERAL (SELECT slug FROM {table} WHERE slug ~>=~ first"
    " AND slug ~<~ last AND slug ~ '-[0-9]+$' OFFSET 0) AS found"
    for table in TABLES
)


def give_slugs(companies: Sequence[Company]) -> None:
    if not companies:
        return
    wanted = [slugify_german(company.name) for company in companies]
    taken = _taken(wanted)
    for company, slug in zip(companies, wanted, strict=True):
        company.slug = unique_slug(slug, taken) if slug in taken else slug
        taken.add(company.slug)


def _taken(wanted: Sequence[str]) -> set[str]:
    taken = _slugs(TAKEN, {"slugs": "|".join(wanted)})
    counts = Counter(wanted)
    crowded = [slug[:ROOM] for slug, count in counts.items() if count > 1 or slug in taken]
    if not crowded:
        return taken
    ends = [f"{begin}{'.' if len(begin) < ROOM else '{'}" for begin in crowded]
    return taken | _slugs(NUMBERED, {"first": "|".join(crowded), "end": "|".join(ends)})


def _slugs(statement: str, values: dict[str, str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {slug for (slug,) in cursor.fetchall()}
