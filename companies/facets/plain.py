"""The counts of ``counts.py`` in plain SQL, all in one statement.

No page asks it: the tests hold the bitmaps against it, and the benchmarks measure them with it.
"""

from collections import defaultdict
from typing import Any

from django.db import connection

from companies.filters import CompanyFilterSet
from companies.freshness import limit

# One part per facet, over the rows of {base}. A value that an objection hides is not counted.
PARTS = {
    "kind": """
        SELECT 'kind', kind, count(*) FROM {base} WHERE objection_on IS NULL GROUP BY 2""",
    "size": """
        SELECT 'size', size_class, count(*) FROM {base}
        WHERE objection_on IS NULL AND size_class <> '' GROUP BY 2""",
    "freshness": """
        SELECT 'freshness', CASE WHEN verified_on IS NULL THEN 'unverified'
            WHEN verified_on >= %(limit)s THEN 'fresh' ELSE 'stale' END, count(*)
        FROM {base} WHERE objection_on IS NULL GROUP BY 2""",
    "cluster": """
        SELECT 'cluster', part.cluster_id::text, count(*)
        FROM {base} JOIN companies_companycluster AS part ON part.company_id = {base}.id
        WHERE part.approved_at IS NOT NULL AND part.left_on IS NULL GROUP BY 2""",
    "sector": """
        SELECT 'sector', node::text, count(DISTINCT {base}.id)
        FROM {base} JOIN companies_companysector AS part ON part.company_id = {base}.id
        JOIN clusters_sector AS sector ON sector.id = part.sector_id
        CROSS JOIN LATERAL (VALUES (sector.id), (sector.parent_id)) AS nodes (node)
        WHERE node IS NOT NULL GROUP BY 2""",
    "district": """
        SELECT 'district', node::text, count(DISTINCT {base}.id)
        FROM {base} JOIN companies_location AS place ON place.company_id = {base}.id
        JOIN clusters_area AS area ON area.id = place.district_id
        CROSS JOIN LATERAL (VALUES (area.id), (area.parent_id)) AS nodes (node)
        WHERE node IS NOT NULL GROUP BY 2""",
    "network": """
        SELECT 'network', part.network_id::text, count(*)
        FROM {base} JOIN companies_membership AS part ON part.company_id = {base}.id
        WHERE part.left_on IS NULL AND {base}.objection_on IS NULL GROUP BY 2""",
    "tag": """
        SELECT 'tag', part.tag_id::text, count(*)
        FROM {base} JOIN companies_companytag AS part ON part.company_id = {base}.id
        WHERE {base}.objection_on IS NULL GROUP BY 2""",
}
COLUMNS = ("id", "kind", "size_class", "verified_on", "objection_on")


class Counts:
    """Counts per facet and value: by slug or code for closed lists, by primary key for rows."""

    def __init__(self, filterset: CompanyFilterSet, facets: tuple[str, ...] = tuple(PARTS)) -> None:
        self.total = 0
        self.values: dict[str, dict[str, int]] = defaultdict(dict)
        for facet, value, count in _rows(filterset, facets):
            if facet == "total":
                self.total = count
            else:
                self.values[facet][value] = count

    def of(self, facet: str, value: Any) -> int:
        return self.values[facet].get(str(value), 0)


def _rows(filterset: CompanyFilterSet, facets: tuple[str, ...]) -> list[tuple[str, str, int]]:
    chosen = filterset.parameters.chosen
    bases = {"matches": ""} | {f"but_{name}": name for name in facets if name in chosen}
    parameters: dict[str, Any] = {"limit": limit()}
    tables = [_table(name, filterset, left_out, parameters) for name, left_out in bases.items()]
    parts = ["SELECT 'total', '', count(*) FROM matches"]
    for facet in facets:
        base = f"but_{facet}" if facet in chosen else "matches"
        parts.append(PARTS[facet].format(base=base))
    statement = f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _table(
    name: str, filterset: CompanyFilterSet, left_out: str, parameters: dict[str, Any]
) -> str:
    """The list without one filter as a named part of the statement; fills ``parameters``."""
    rows = filterset.without(left_out).order_by().values(*COLUMNS)
    sql, values = rows.query.sql_with_params()
    names = [f"{name}_{number}" for number in range(len(values))]
    parameters.update(zip(names, values, strict=True))
    return f"{name} AS MATERIALIZED ({sql % tuple(f'%({n})s' for n in names)})"
