"""What the directory has to say about some rows of a list, asked for in a handful of queries."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core.validators import slug_re
from django.db import connection

from companies.models import Company, SlugHistory

from .cleaning import Draft
from .directory import (
    IDENTIFIERS,
    Directory,
    Entry,
    entries_of,
    has_no_number,
    name_key,
    register_of,
)
from .ledger import ANYWHERE, Ledger
from .options import CLEAR, Options

# Each name by itself: while a list is being written, nobody knows yet how long the table is. Where
# no place is asked for (*), any will do.
NAMED = """
    SELECT found.id
    FROM unnest(string_to_array(%s, '|'), string_to_array(%s, '|', '*'))
        AS asked (letters, postcode)
    CROSS JOIN LATERAL (
        SELECT id FROM companies_company WHERE companies_letters(name) = letters OFFSET 0
    ) AS found
    WHERE asked.postcode IS NULL OR asked.postcode = coalesce(
        (SELECT place.postcode FROM companies_location AS place
            WHERE company_id = found.id AND is_primary), '')"""
NUMBERED = {
    "register": "SELECT id FROM companies_company"
    " WHERE register_number <> '' AND register_number = ANY(%s)",
    "vat_id": "SELECT id FROM companies_company WHERE vat_id <> '' AND vat_id = ANY(%s)",
    "lei": "SELECT id FROM companies_company WHERE lei <> '' AND lei = ANY(%s)",
}
Numbers = dict[str, set[Any]]


class Lookup:
    """Makes a directory of just the entries that some rows may mean, or name as operators."""

    def __init__(self, options: Options, ledger: Ledger) -> None:
        self.options = options
        self.ledger = ledger
        self.changes_operators = ledger.has_parents or options.empty.get("parent") == CLEAR

    def about(self, drafts: Collection[Draft], keys: dict[str, UUID]) -> Directory:
        """``keys`` lead to entries for certain: those rows need not be recognised."""
        operators = {draft.values["parent"] for draft in drafts if draft.said("parent")}
        ids = {*keys.values(), *self._stated(drafts), *filter(None, map(_id, operators))}
        names = {
            (name_key(draft.values["name"]), draft.values.get("postcode", ""))
            for draft in drafts
            if draft.key not in keys and draft.said("name")
        }
        names |= {(name_key(name), ANYWHERE) for name in operators}
        numbers = _numbers(_numbers_of(draft) for draft in drafts if not has_no_number(draft))
        slugs = set(filter(slug_re.fullmatch, operators))
        old = SlugHistory.objects.filter(slug__in=slugs).values_list("slug", "company_id")
        old_slugs = dict(old) if slugs else {}
        ids |= {*old_slugs.values(), *_ids(names, numbers, slugs)}
        entries = self.entries(ids, names, numbers)
        if self.changes_operators:
            entries |= self._families(entries)
        entries |= self.entries({one.parent_id for one in entries.values()} - {None, *entries})
        directory = Directory(entries.values())
        directory.old_slugs = old_slugs
        return directory

    def _stated(self, drafts: Iterable[Draft]) -> Iterator[UUID]:
        decisions = self.options.decisions
        for draft in drafts:
            if draft.said("id") and (pk := _id(draft.values["id"])):
                yield pk
            if decisions and (pk := _id(decisions.get(draft.row_key, ""))):
                yield pk

    def entries(
        self,
        ids: Collection[UUID],
        names: Collection[tuple[str, str]] = (),
        numbers: Numbers | None = None,
    ) -> dict[UUID, Entry]:
        rows, listed = self.ledger.find(ids, names, numbers or {})
        new = {entry.id: entry for entry in listed}
        entries = {entry.id: entry for entry in entries_of(set(ids) - set(new))}
        for pk, entry in entries.items():
            entry.row = rows.get(pk)
        return entries | new

    def _families(self, entries: dict[UUID, Entry]) -> dict[UUID, Entry]:
        """Who else has their numbers: with another operator that may not be right any more."""
        numbers = _numbers(
            {kind: getattr(entry, kind) for kind in IDENTIFIERS} for entry in entries.values()
        )
        return self.entries(_ids((), numbers, ()) - set(entries), (), numbers)


def _ids(names: Collection[tuple[str, str]], numbers: Numbers, slugs: Collection[str]) -> set[UUID]:
    """Those of these names, each with its postcode, of these numbers, or these addresses."""
    found: set[UUID] = set()
    with connection.cursor() as cursor:
        if names:
            columns = zip(*names, ("", ""), strict=True)  # as one empty text would be no text
            cursor.execute(NAMED, ["|".join(column) for column in columns])
            found |= {pk for (pk,) in cursor.fetchall()}
        for kind, values in numbers.items():
            if values:
                asked = [value[2] for value in values] if kind == "register" else list(values)
                cursor.execute(NUMBERED[kind], [asked])
                found |= {pk for (pk,) in cursor.fetchall()}
    if slugs:
        found |= set(Company.objects.filter(slug__in=slugs).values_list("pk", flat=True))
    return found


def _numbers_of(draft: Draft) -> dict[str, Any]:
    values = draft.values
    return {
        "register": register_of(draft),
        "vat_id": values.get("vat_id"),
        "lei": values.get("lei"),
    }


def _numbers(rows: Iterable[dict[str, Any]]) -> Numbers:
    found: Numbers = {kind: set() for kind in IDENTIFIERS}
    for row in rows:
        for kind, value in row.items():
            if value and any(value):
                found[kind].add(value)
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
