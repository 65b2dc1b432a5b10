"""What the rows of a list have brought so far, kept in the database for as long as it is read.

Only a part of the rows is in memory at a time; the others are asked for here.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, Self
from uuid import UUID

from django.db import connection

from companies.bulk import copying

from .columns import Columns
from .directory import Before, Entry, name_key
from .layout import Row
from .spool import Spool

TABLES = """
    CREATE TEMP TABLE list_keys (key text, row int);
    CREATE TEMP TABLE list_names (letters text, row int);
    CREATE TEMP TABLE list_entries (
        id uuid, row int, key text, said text, has_parent boolean, is_new boolean,
        letters text, slug text, name text, parent_id uuid, register text, vat_id text, lei text,
        postcode text, street text, city text, website text, former_names text[]);"""
INDEXES = """
    CREATE INDEX ON list_entries (id);
    CREATE INDEX ON list_entries (letters, postcode) WHERE letters <> '';
    CREATE INDEX ON list_entries (slug text_pattern_ops) WHERE slug IS NOT NULL;
    CREATE INDEX ON list_entries (vat_id) WHERE vat_id <> '';
    CREATE INDEX ON list_entries (lei) WHERE lei <> '';
    CREATE INDEX ON list_entries (register) WHERE register <> ''"""
REPEATED = "CREATE INDEX ON list_entries (key)"
AHEAD = """
    CREATE INDEX ON list_keys (key); ANALYZE list_keys;
    CREATE INDEX ON list_names (letters); ANALYZE list_names"""
DROP = "DROP TABLE list_keys, list_names, list_entries"
OWN = (
    "slug", "name", "parent_id", "register", "vat_id", "lei", "postcode", "street", "city",
    "website", "former_names",
)  # fmt: skip
FIELDS = ("id", "row", "key", "said", "has_parent", "is_new", "letters", *OWN)
ASK = f"SELECT {', '.join(FIELDS)} FROM list_entries"  # noqa: S608
# Each by itself, as nobody knows how long the list is while it is being read. Texts that cannot
# have a bar in them go as one: a list takes ten times as long.
EACH = "SELECT found.* FROM {asked} CROSS JOIN LATERAL ({ask} WHERE {condition} OFFSET 0) AS found"
ASKED = {
    column: EACH.format(asked=f"unnest({asked}) AS asked", ask=ASK, condition=condition)
    for column, asked, condition in (
        ("id", "string_to_array(%s, '|')::uuid[]", "id = asked"),
        ("letters", "string_to_array(%s, '|')", "letters <> '' AND letters = asked"),
        ("register", "%s::text[]", "register <> '' AND register = asked"),
        ("vat_id", "%s::text[]", "vat_id <> '' AND vat_id = asked"),
        ("lei", "%s::text[]", "lei <> '' AND lei = asked"),
    )
} | {
    "names": EACH.format(
        asked="unnest(string_to_array(%s, '|'), string_to_array(%s, '|')) AS asked (called, place)",
        ask=ASK,
        condition="letters <> '' AND letters = called AND postcode = place",
    )
}
ABOUT = EACH.format(
    asked="unnest(%s::uuid[]) AS asked",
    ask="SELECT id FROM list_entries",
    condition="id = asked AND row IS NOT NULL",
)
# Each by itself: while the list is being written, nobody knows yet how many keys it has.
LISTED = """
    SELECT record.company_id, bool_or(again.is_there IS TRUE)
    FROM unnest(%s::uuid[]) AS asked
    CROSS JOIN LATERAL (
        SELECT * FROM companies_sourcerecord WHERE company_id = asked OFFSET 0
    ) AS record
    JOIN clusters_source AS source ON source.id = record.source_id AND source.slug = %s
    LEFT JOIN LATERAL (
        SELECT true AS is_there FROM list_keys WHERE list_keys.key = record.key LIMIT 1
    ) AS again ON true
    GROUP BY 1"""
ANYWHERE = "*"  # in the place of a postcode
UNKNOWN = (None,) * (len(OWN) + 1)  # of an entry of the directory, which says it itself


class Ledger:
    def __init__(self, columns: Columns) -> None:
        self.has_keys = columns.key is not None
        self.has_parents = columns.name_operators
        self.repeated: set[str] = set()  # keys of several rows

    @classmethod
    @contextmanager
    def opened(cls, columns: Columns) -> Iterator[Self]:
        """In a transaction, which takes everything away again if anything goes wrong."""
        with connection.cursor() as cursor:
            cursor.execute(TABLES + INDEXES)
            yield cls(columns)
            cursor.execute(DROP)

    def look_ahead(self, columns: Columns, spool: Spool) -> None:
        """Note what an earlier row has to know of a later one: its key, and its name."""
        with connection.cursor() as cursor:
            if self.has_keys:
                rows = ((columns.key_of(row), row.number) for row in _rows(spool))
                _copy(cursor, "list_keys", ("key", "row"), rows)
                cursor.execute("SELECT key FROM list_keys GROUP BY key HAVING count(*) > 1")
                self.repeated = {key for (key,) in cursor.fetchall()}
                if self.repeated:
                    cursor.execute(REPEATED)
            if self.has_parents:
                named = ((name_key(_name(columns, row)), row.number) for row in _rows(spool))
                _copy(cursor, "list_names", ("letters", "row"), named)
            if self.has_keys or self.has_parents:
                cursor.execute(AHEAD)

    def once_below(self, letters: Collection[str], row: int) -> set[str]:
        """The names that one row has below that one, and no more."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT letters FROM list_names WHERE letters = ANY(%s) AND row > %s"
                " GROUP BY letters HAVING count(*) = 1",
                [list(letters), row],
            )
            return {name for (name,) in cursor.fetchall()}

    def rows_about(self, entries: Collection[UUID]) -> set[UUID]:
        """Those of the entries that a row so far is about."""
        if not entries:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(ABOUT, [list(entries)])
            return {entry for (entry,) in cursor.fetchall()}

    def listed(self, source: str, entries: Collection[UUID]) -> dict[UUID, bool]:
        """Those of the entries that the list has or had, and whether it still has their key."""
        with connection.cursor() as cursor:
            cursor.execute(LISTED, [list(entries), source])
            return dict(cursor.fetchall())

    def first_with(self, keys: Collection[str]) -> dict[str, Before]:
        """The first row of each of these keys, as far as the list was read."""
        if not self.repeated.intersection(keys):
            return {}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT ON (key) row, key, said, has_parent FROM list_entries"
                " WHERE key = ANY(%s) ORDER BY key, row",
                [list(keys)],
            )
            return {before[1]: Before(*before) for before in cursor.fetchall()}

    def find(
        self,
        ids: Collection[UUID],
        names: Collection[tuple[str, str]],
        numbers: dict[str, Collection],
    ) -> tuple[dict[UUID, Before], list[Entry]]:
        """The rows about these entries, and the new entries of the list that are like these.

        ``names`` are their letters, each with the postcode, or ANYWHERE.
        """
        anywhere = [letters for letters, postcode in names if postcode == ANYWHERE]
        there = [name for name in names if name[1] != ANYWHERE]
        asked: dict[str, list[Any]] = {}
        for column, texts in (("id", map(str, ids)), ("letters", anywhere)):
            if together := "|".join(texts):
                asked[column] = [together]
        if there:
            asked["names"] = ["|".join(column) for column in zip(*there, strict=True)]
        for column, values in numbers.items():
            known = map(_joined, values) if column == "register" else values
            if values:
                asked[column] = [list(set(known))]
        if not asked:
            return {}, []
        with connection.cursor() as cursor:
            statement = " UNION ".join(ASKED[column] for column in asked)
            cursor.execute(statement, [*chain.from_iterable(asked.values())])
            found = {row[0]: row for row in cursor.fetchall()}
        rows = {pk: Before(*row[1:5]) for pk, row in found.items() if row[1]}
        new = sorted((row for row in found.values() if row[5]), key=lambda row: row[1] or 0)
        return rows, [_entry(row, rows.get(row[0])) for row in new]

    def add(self, entries: Iterable[tuple[UUID, Before | None, Entry | None]]) -> None:
        """Keep which row is about which entry, and what a new one says of itself."""
        with connection.cursor() as cursor:
            _copy(cursor, "list_entries", FIELDS, map(_line, entries))

    def forget(self, entry: UUID) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM list_entries WHERE id = %s", [entry])


def _rows(spool: Spool) -> Iterator[Row]:
    return (Row(*row) for row in spool)


def _name(columns: Columns, row: Row) -> str:
    cell = columns.read(row).get("name")
    return cell.text if cell else ""


def _joined(register: tuple[str, ...]) -> str:
    return "|".join(register) if any(register) else ""


def _line(added: tuple[UUID, Before | None, Entry | None]) -> tuple:
    pk, row, entry = added
    told = (row.row, row.key, row.digest, row.has_parent) if row else (None, None, "", False)
    if entry is None:
        return pk, *told, False, *UNKNOWN
    return (
        pk, *told, True, name_key(entry.name), entry.new_slug, entry.name, entry.parent_id,
        _joined(entry.register), entry.vat_id, entry.lei, entry.postcode, entry.street,
        entry.city, entry.website, list(entry.former_names) or "{}",
    )  # fmt: skip


def _entry(row: tuple, before: Before | None) -> Entry:
    values = dict(zip(OWN, row[7:], strict=True))
    values["register"] = tuple(values["register"].split("|")) if values["register"] else ()
    values["former_names"] = tuple(values["former_names"])
    slug = values.pop("slug")
    return Entry(row[0], slug="", new_slug=slug, row=before, is_listed=True, **values)


def _copy(cursor: Any, table: str, fields: tuple[str, ...], rows: Iterable[tuple]) -> None:
    with copying(cursor, f"COPY {table} ({', '.join(fields)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
