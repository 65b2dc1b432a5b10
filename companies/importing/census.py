"""How many entries a cluster has, by district and sector: to compare before and after."""

from typing import Any

from django.db import connection

from clusters.models import Cluster

COUNTED = """
    WITH entry AS (
        SELECT company.id, company.status FROM companies_companycluster AS part
        JOIN companies_company AS company ON company.id = part.company_id
        WHERE part.cluster_id = %s AND part.left_on IS NULL AND company.status <> 'archived'
    )
    SELECT 'status', status, count(*) FROM entry GROUP BY status
    UNION ALL
    SELECT 'district', coalesce(district_id::text, ''), count(DISTINCT entry.id) FROM entry
        LEFT JOIN companies_location AS place ON place.company_id = entry.id AND place.is_primary
        GROUP BY district_id
    UNION ALL
    SELECT 'sector', coalesce(sector_id::text, ''), count(DISTINCT entry.id) FROM entry
        LEFT JOIN companies_companysector AS part ON part.company_id = entry.id
        GROUP BY sector_id"""


def census(cluster: Cluster) -> dict[str, dict[str, int]]:
    """Entries by ``status``, by the key of their ``district`` and ``sector``; "" where unknown."""
    found: dict[str, dict[str, Any]] = {"status": {}, "district": {}, "sector": {}}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [cluster.pk])
        for what, key, count in cursor.fetchall():
            found[what][key] = count
    return found
