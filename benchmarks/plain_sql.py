"""Facet counts: ours against plain SQL, over our tables and over a table made for the purpose.

That table has one narrow row per company, numbers for values and arrays for what there are
several of, all with indexes: the most that SQL is offered here.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.db import connection
from django.http import QueryDict

from benchmarks.inprocess import counts

QUERIES = {
    "unfiltered": "",
    "one filter": "cluster=gesundheit",
    "three filters": "cluster=gesundheit&district=lichtenberg&kind=company",
}
ARRAYS = ("cluster", "sector", "district", "network", "tag")
CLOSED = ("kind", "size", "freshness")
TABLE = """
    CREATE UNLOGGED TABLE bench_entry AS SELECT
        CASE WHEN open THEN array_position(%(kind)s, kind::text) END AS kind,
        CASE WHEN open THEN array_position(%(size)s, size_class::text) END AS size,
        CASE WHEN NOT open THEN NULL WHEN verified_on IS NULL THEN 3
            WHEN verified_on >= %(limit)s THEN 1 ELSE 2 END AS freshness,
        ARRAY(SELECT cluster_id::int FROM companies_companycluster WHERE company_id = company.id
            AND approved_at IS NOT NULL AND left_on IS NULL) AS cluster,
        ARRAY(SELECT DISTINCT node::int FROM companies_companysector AS part
            JOIN clusters_sector AS sector ON sector.id = part.sector_id
            CROSS JOIN LATERAL (VALUES (sector.id), (sector.parent_id)) AS nodes (node)
            WHERE part.company_id = company.id AND node IS NOT NULL) AS sector,
        ARRAY(SELECT DISTINCT node::int FROM companies_location AS place
            JOIN clusters_area AS area ON area.id = place.district_id
            CROSS JOIN LATERAL (VALUES (area.id), (area.parent_id)) AS nodes (node)
            WHERE place.company_id = company.id AND node IS NOT NULL) AS district,
        ARRAY(SELECT network_id::int FROM companies_membership
            WHERE company_id = company.id AND left_on IS NULL AND open) AS network,
        ARRAY(SELECT tag_id::int FROM companies_companytag
            WHERE company_id = company.id AND open) AS tag
    FROM companies_company AS company
    CROSS JOIN LATERAL (SELECT objection_on IS NULL AS open) AS _
    WHERE status = 'published'
"""


def prepare() -> None:
    from companies.freshness import limit

    values: dict[str, Any] = {name: list(codes) for name, codes in _codes().items()}
    with connection.cursor() as cursor:
        cursor.execute(TABLE, values | {"limit": limit()})
        for column in ARRAYS:
            cursor.execute(f"CREATE INDEX ON bench_entry USING gin ({column})")
        for column in CLOSED:
            cursor.execute(f"CREATE INDEX ON bench_entry ({column})")


def _codes() -> dict[str, list[str]]:
    from companies.choices import Kind
    from companies.freshness import Freshness
    from companies.size import SizeClass

    return {"kind": Kind.values, "size": SizeClass.values, "freshness": Freshness.values}


def narrow_counts(chosen: dict[str, list[int]]) -> dict[tuple[str, int], int]:
    """Count each value in one statement; a facet leaves its own choice out."""
    parts = ["SELECT 'total', 0, count(*) FROM bench_entry " + _where(chosen, "")]
    for facet in CLOSED:
        where = _where(chosen, facet)
        parts.append(f"SELECT '{facet}', {facet}, count(*) FROM bench_entry {where} GROUP BY 2")
    for facet in ARRAYS:
        where = _where(chosen, facet)
        rows = f"bench_entry, unnest({facet}) AS v {where}"
        parts.append(f"SELECT '{facet}', v, count(*) FROM {rows} GROUP BY 2")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {(facet, value): count for facet, value, count in cursor.fetchall()}


def _where(chosen: dict[str, list[int]], left_out: str) -> str:
    conditions = [
        f"{facet} && ARRAY{values}" if facet in ARRAYS else f"{facet} = ANY (ARRAY{values})"
        for facet, values in chosen.items()
        if facet != left_out
    ]
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _as_numbers(listing: Any) -> dict[str, list[int]]:
    """The chosen values as they stand in the narrow table."""
    return {
        facet: [_codes()[facet].index(slug) + 1 for slug in slugs]
        if facet in CLOSED
        else listing.options.keys(facet, slugs)
        for facet, slugs in listing.chosen.items()
    }


def ways(query: str) -> dict[str, Callable[[], Any]]:
    """All counts of a list, from its parameters, as a request finds them."""
    from companies.facets import plain
    from companies.filters import CompanyFilterSet
    from companies.listing import Listing

    parameters = QueryDict(query)
    chosen = _as_numbers(Listing(parameters))
    return {
        "ours": lambda: counts(Listing(parameters)),
        "SQL over our tables": lambda: plain.Counts(CompanyFilterSet(parameters)),
        "SQL over a table for it": lambda: narrow_counts(chosen),
    }


def main(rounds: int) -> dict[str, dict[str, list[float]]]:
    """Seconds per query and way; every round takes all of them in turn."""
    taken: dict[str, dict[str, list[float]]] = {}
    for number in range(rounds + 1):
        for name, query in QUERIES.items():
            for way, count in ways(query).items():
                started = time.perf_counter()
                count()
                if number:  # the first round warms up
                    seconds = taken.setdefault(name, {}).setdefault(way, [])
                    seconds.append(time.perf_counter() - started)
    return taken


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    json.dump(main(int(sys.argv[1])), sys.stdout)
