"""The same data in SQLite, in the shape that Datasette is quickest with.

``companies`` gives the same answers as our pages: what a company has several of is a JSON array,
Datasette's own way for it, with facets over arrays. ``companies_first`` holds only the first
value of each, in indexed columns: the quickest that Datasette can be, though its counts fall
short. Both are as narrow as the list needs; the texts are in the index for full text alone.
Numbers are ranks in name order, so that the order of the list costs no sorting and a page at any
depth is reached by its number.
"""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from companies.freshness import limit

MANY = ("cluster", "sector", "district", "tag", "network")
ONE = ("kind", "size", "freshness")
SHOWN = ("name", "city", "employees")
TEXTS = ("name", "sectors", "tags", "places", "description")
ROWS = """
    SELECT company.name, place.city, place.districts,
        CASE WHEN open THEN employees END, CASE WHEN open THEN company.kind END,
        CASE WHEN open THEN nullif(size_class, '') END,
        CASE WHEN NOT open THEN NULL WHEN verified_on IS NULL THEN 'unverified'
            WHEN verified_on >= %(limit)s THEN 'fresh' ELSE 'stale' END,
        (SELECT array_agg(slug ORDER BY part.id) FROM companies_companycluster AS part
            JOIN clusters_cluster AS row ON row.id = cluster_id WHERE company_id = company.id),
        sector.slugs, sector.names,
        CASE WHEN open THEN tag.slugs END, CASE WHEN open THEN tag.names END,
        CASE WHEN open THEN (SELECT array_agg(slug) FROM companies_membership AS part
            JOIN networks_network AS row ON row.id = network_id WHERE company_id = company.id) END,
        place.words, CASE WHEN open THEN description_de END
    FROM companies_company AS company
    CROSS JOIN LATERAL (SELECT objection_on IS NULL AS open) AS _
    CROSS JOIN LATERAL (SELECT array_agg(DISTINCT slug) AS districts,
        min(city) FILTER (WHERE is_primary) AS city,
        string_agg(concat_ws(' ', postcode, city, locality, row.name), ' ') AS words
        FROM companies_location AS part
        JOIN clusters_area AS row ON row.id = district_id WHERE company_id = company.id) AS place
    CROSS JOIN LATERAL (SELECT array_agg(slug ORDER BY part.id) AS slugs,
        string_agg(name_de, ' ') AS names FROM companies_companysector AS part
        JOIN clusters_sector AS row ON row.id = sector_id WHERE company_id = company.id) AS sector
    CROSS JOIN LATERAL (SELECT array_agg(slug ORDER BY part.id) AS slugs,
        string_agg(name_de, ' ') AS names FROM companies_companytag AS part
        JOIN companies_tag AS row ON row.id = tag_id WHERE company_id = company.id) AS tag
    WHERE status = 'published'
    ORDER BY name_sort, company.id
"""


def file() -> Path:
    return settings.BENCH_DATA / f"bench-{settings.BENCH_SIZE}.db"


def is_there(stamp: str) -> bool:
    if not file().exists():
        return False
    with sqlite3.connect(file()) as database:
        return database.execute("SELECT text FROM stamp").fetchone() == (stamp,)


def build(stamp: str) -> None:
    """Write a new file, and put it in its place when it is complete."""
    draft = file().with_suffix(".new")
    draft.unlink(missing_ok=True)
    with sqlite3.connect(draft) as database:
        database.execute("PRAGMA journal_mode = off")
        database.execute("PRAGMA synchronous = off")
        columns = ", ".join((*SHOWN, *ONE, *MANY))
        for table in ("companies", "companies_first"):
            database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {columns})")
        database.execute(f"CREATE VIRTUAL TABLE companies_fts USING fts5({', '.join(TEXTS)})")
        for number, row in enumerate(_rows(), start=1):
            _insert(database, number, row)
        _make_indexes(database)
        database.execute("CREATE TABLE stamp (text)")
        database.execute("INSERT INTO stamp VALUES (?)", [stamp])
        database.execute("ANALYZE")
    database.close()
    draft.rename(file())


def _rows() -> Iterator[tuple]:
    """One company after the other, by a cursor that stays on the server."""
    connection.ensure_connection()
    with connection.connection.transaction(), connection.connection.cursor("companies") as cursor:
        cursor.itersize = 5_000
        yield from cursor.execute(ROWS, {"limit": limit()})


def _insert(database: sqlite3.Connection, number: int, row: tuple) -> None:
    (name, city, districts, employees, kind, size, freshness, clusters,
        sectors, sector_names, tags, tag_names, networks, places, text) = row  # fmt: skip
    shown = (number, name, city, employees, kind, size, freshness)
    many = [values or [] for values in (clusters, sectors, districts, tags, networks)]
    marks = ", ".join("?" * (len(shown) + len(many)))
    arrays = [json.dumps(values, separators=(",", ":")) for values in many]
    firsts = [values[0] if values else None for values in many]
    database.execute(f"INSERT INTO companies VALUES ({marks})", [*shown, *arrays])
    database.execute(f"INSERT INTO companies_first VALUES ({marks})", [*shown, *firsts])
    texts = [name, sector_names, tag_names, places, text]
    statement = "INSERT INTO companies_fts (rowid, name, sectors, tags, places, description)"
    database.execute(f"{statement} VALUES (?, ?, ?, ?, ?, ?)", [number, *texts])


def _make_indexes(database: sqlite3.Connection) -> None:
    """On each column that facets or filters ask; an array has no use for one."""
    for table, columns in (("companies", ONE), ("companies_first", (*ONE, *MANY))):
        for column in columns:
            database.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    database.execute("INSERT INTO companies_fts(companies_fts) VALUES ('optimize')")
