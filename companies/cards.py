"""The entries of one page of a list, with all that they show, in one query.

Light rows instead of models, which took longer to make than the query: the policy of what is shown
(``Shown``) reads both alike.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.urls import reverse

from clusters.translated import InCurrentLanguage
from companies.meanwhile import asked
from companies.options import Options
from companies.visibility import Shown, ShownLocation

FIELDS = (
    "slug", "name", "kind", "description_de", "description_en", "employees", "size_class",
    "verified_on", "objection_on", "is_demo",
)  # fmt: skip
PLACE_FIELDS = (
    "is_primary", "label", "postcode", "city", "district_id", "district_origin", "precision",
)  # fmt: skip
Place = namedtuple("Place", [*PLACE_FIELDS, "district"])
DISTRICT = PLACE_FIELDS.index("district_id")
CARDS = f"""
    SELECT number, {", ".join(f"company.{name}" for name in FIELDS)},
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


class Card(namedtuple("Card", ["number", *FIELDS])):
    description = InCurrentLanguage("description")

    def get_absolute_url(self) -> str:
        return reverse("companies:company_detail", args=[self.slug])


def cards(numbers: list[int], options: Options) -> list[Shown]:
    """The published entries with these numbers, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(CARDS, [numbers])
        return _shown(cursor.fetchall(), options)


@contextmanager
def cards_ahead(numbers: list[int], options: Options) -> Iterator[Callable[[], list[Shown]]]:
    """The same, read while the block runs, which gets them by calling."""
    with asked(CARDS, [numbers]) as rows:
        yield lambda: _shown(rows(), options)


def _shown(rows: list[tuple], options: Options) -> list[Shown]:
    clusters, sectors = (options.by_key(name) for name in ("cluster", "sector"))
    areas = options.by_key("district")
    found = []
    for *values, cluster_ids, sector_ids, places in rows:
        shown = Shown(Card(*values))
        shown.clusters = [clusters[key] for key in clusters if key in cluster_ids]
        shown.sectors = [sectors[key] for key in sector_ids if key in sectors]
        shown.locations = [_location(place, areas) for place in json.loads(places or "[]")]
        found.append(shown)
    return found


def _location(values: list, areas: dict) -> ShownLocation:
    return ShownLocation(Place(*values, areas.get(values[DISTRICT])))
