"""The entries of one page of a list, with all that they show, in one query."""

import json
from types import SimpleNamespace

from django.db import connection

from companies.models import Company, Location
from companies.options import Options
from companies.visibility import Shown

# In the order of the model, as ``from_db`` takes them.
FIELDS = (
    "id", "slug", "name", "kind", "description_de", "description_en", "employees", "size_class",
    "verified_on", "objection_on", "is_demo",
)  # fmt: skip
PLACE_FIELDS = (
    "id", "is_primary", "label", "postcode", "city", "district_id", "district_origin", "precision",
)  # fmt: skip
CARDS = f"""
    SELECT {", ".join(f"company.{name}" for name in FIELDS)},
        ARRAY(
            SELECT cluster_id FROM companies_companycluster AS part
            WHERE part.company_id = company.id AND approved_at IS NOT NULL AND left_on IS NULL
        ),
        ARRAY(
            SELECT sector_id FROM companies_companysector AS part
            WHERE part.company_id = company.id ORDER BY is_primary DESC, id
        ),
        (
            SELECT json_agg(json_build_array({", ".join(PLACE_FIELDS)})
                ORDER BY is_primary DESC, id)
            FROM companies_location AS place WHERE place.company_id = company.id
        )::text
    FROM unnest(%s::integer[]) WITH ORDINALITY AS wanted (number, place)
    JOIN companies_searchentry AS entry USING (number)
    JOIN companies_company AS company ON company.id = entry.company_id
    WHERE company.status = 'published'
    ORDER BY wanted.place"""  # noqa: S608


def cards(numbers: list[int], options: Options) -> list[Shown]:
    """The published entries with these numbers, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(CARDS, [numbers])
        rows = cursor.fetchall()
    sectors = {sector.pk: sector for sector in options.sectors}
    areas = {area.pk: area for area in options.areas}
    found = []
    for *values, cluster_ids, sector_ids, places in rows:
        company = Company.from_db(connection.alias, FIELDS, values)
        company.public_clusters = [
            SimpleNamespace(cluster=cluster)
            for cluster in options.clusters
            if cluster.pk in cluster_ids
        ]
        company._prefetched_objects_cache = {
            "company_sectors": [
                SimpleNamespace(sector=sectors[pk]) for pk in sector_ids if pk in sectors
            ],
            "locations": [_location(place, areas) for place in json.loads(places or "[]")],
        }
        found.append(Shown(company))
    return found


def _location(values: list, areas: dict) -> Location:
    location = Location.from_db(connection.alias, PLACE_FIELDS, values)
    location.district = areas.get(location.district_id)
    return location
