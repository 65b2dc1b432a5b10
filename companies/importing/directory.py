"""Entries by what they are recognised by: id, register number, VAT id, name with address."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.text import fold

from .cleaning import REGISTER, Draft
from .options import ROW

BETWEEN = re.compile(r"[\W_]+")  # letters and digits
REMEMBERED = 1 << 12  # names, more than a part of a list has
STREET = re.compile(r"stra(?:ss|ß)e\b|str\b\.?", re.IGNORECASE)
IDENTIFIERS = ("register", "vat_id", "lei")
# Each by itself: while a list is being written, nobody knows yet how long the tables are.
KNOWN_BY = """
    SELECT company.id, slug, name, parent_id, register_court, register_type, register_number,
        vat_id, lei, coalesce(postcode, ''), coalesce(street, ''), coalesce(city, ''), website,
        former_names
    FROM unnest(string_to_array(%s, '|')::uuid[]) AS asked
    CROSS JOIN LATERAL (SELECT * FROM companies_company WHERE id = asked OFFSET 0) AS company
    LEFT JOIN LATERAL (
        SELECT * FROM companies_location WHERE company_id = asked AND is_primary OFFSET 0
    ) AS place ON true
    ORDER BY company.created_at, company.id"""
SAME_NUMBER = gettext_lazy("several entries share this number; give the id of the one meant")
SAME_ADDRESS = gettext_lazy(
    "several entries have this name and address; give the id of the one meant"
)


@lru_cache(maxsize=REMEMBERED)
def name_key(name: str) -> str:
    """Return the letters and digits of a name in which its usual spellings are alike."""
    return BETWEEN.sub("", fold(name))


@lru_cache(maxsize=REMEMBERED)
def street_key(street: str) -> str:
    return BETWEEN.sub("", fold(STREET.sub("str", street)))


def address_key(name: str, street: str) -> tuple[str, str]:
    return name_key(name), street_key(street)


class Before(NamedTuple):
    """A row further up in the list, of which only this is still known."""

    row: int
    key: str
    digest: str
    has_parent: bool

    @classmethod
    def of(cls, draft: Draft) -> "Before":
        return cls(draft.row, draft.key, draft.digest, draft.said("parent"))

    @property
    def row_key(self) -> str:
        return self.key or f"{ROW}{self.row}"

    def said(self, column: str) -> bool:
        return column == "parent" and self.has_parent


def says_the_same(row: "Draft | Before", draft: Draft) -> bool:
    if isinstance(row, Before):
        return row.digest == draft.digest
    return row.values == draft.values


@dataclass(eq=False, slots=True)
class Entry:
    """What an entry is known by: one of the directory, or a new one of the file."""

    id: UUID
    slug: str
    name: str
    parent_id: UUID | None = None
    register: tuple[str, ...] = ()
    vat_id: str = ""
    lei: str = ""
    postcode: str = ""
    street: str = ""
    city: str = ""
    website: str = ""
    former_names: tuple[str, ...] = ()
    row: Draft | Before | None = field(default=None, repr=False)  # the row that is about it
    is_listed: bool = False  # a new one, which a part of the list brings that was read before
    new_slug: str = ""  # … and the address that it gets

    @property
    def is_known(self) -> bool:
        """Whether it is in the directory; what the list brings has no address yet."""
        return bool(self.slug)

    @property
    def names(self) -> tuple[str, ...]:
        return self.name, *self.former_names

    @property
    def is_site(self) -> bool:
        return self.parent_id is not None or bool(self.row and self.row.said("parent"))


Choice = Callable[[list[Entry]], list[Entry]]  # those of them that a row may be about


class Directory:
    """Entries, indexed by what they are recognised by."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_id: dict[UUID, Entry] = {}
        self.by_slug: dict[str, Entry] = {}
        self.by_identifier: dict[tuple[str, Any], list[Entry]] = defaultdict(list)
        self.by_postcode: dict[str, list[Entry]] = defaultdict(list)
        # folding a name takes a while: only where a row asks
        self._by_name: dict[str, list[Entry]] | None = None
        self._by_address: dict[str, dict[tuple[str, str], list[Entry]]] = {}
        self.old_slugs: dict[str, UUID] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        self.by_id[entry.id] = entry
        self.by_slug[entry.slug] = entry
        self.by_postcode[entry.postcode].append(entry)
        if entry.postcode in self._by_address:
            self._by_address[entry.postcode][address_key(entry.name, entry.street)].append(entry)
        self.know(entry)
        if self._by_name is not None:
            self._by_name[name_key(entry.name)].append(entry)

    def drop(self, entry: Entry) -> None:
        """Forget a new entry of the file, as its row turned out to be about another."""
        del self.by_id[entry.id]
        lists = [self.by_postcode[entry.postcode], *self._of(entry)]
        if entry.postcode in self._by_address:
            lists.append(self._by_address[entry.postcode][address_key(entry.name, entry.street)])
        if self._by_name is not None:
            lists.append(self._by_name[name_key(entry.name)])
        for entries in lists:
            if entry in entries:
                entries.remove(entry)

    def _of(self, entry: Entry) -> list[list[Entry]]:
        return [self.by_identifier.get((kind, getattr(entry, kind)), []) for kind in IDENTIFIERS]

    def know(self, entry: Entry) -> None:
        """Index what identifies ``entry``, again after it has changed."""
        if not (entry.register or entry.vat_id or entry.lei):
            return
        for kind in IDENTIFIERS:
            value = getattr(entry, kind)
            if value and any(value) and entry not in self.by_identifier[kind, value]:
                self.by_identifier[kind, value].append(entry)

    def named(self, name: str) -> list[Entry]:
        if self._by_name is None:
            self._by_name = defaultdict(list)
            for entry in self.by_id.values():
                self._by_name[name_key(entry.name)].append(entry)
        return self._by_name.get(name_key(name), [])

    def holders(self, kind: str, value: Any) -> list[Entry]:
        return self.by_identifier.get((kind, value), [])

    def find(self, draft: Draft, choice: Choice = list) -> Entry | None:
        """Return the entry that ``draft`` is about; ValidationError if that cannot be told.

        ``choice`` takes away those that it cannot be.
        """
        if draft.said("id"):
            return self.with_id(draft.values["id"])
        return self.with_number(draft, choice) or self._at_address(draft, choice)

    def with_number(self, draft: Draft, choice: Choice = list) -> Entry | None:
        """Return the entry of the register number, VAT id or LEI; ValidationError as above."""
        if has_no_number(draft):
            return None
        found = (self._holder(draft, kind, choice) for kind in IDENTIFIERS)
        return next(filter(None, found), None)

    def with_id(self, text: str) -> Entry:
        try:
            entry = self.by_id.get(UUID(text))
        except ValueError:
            entry = None
        if entry is None:
            raise ValidationError(_("no entry has this id; leave it empty for a new one"))
        return entry

    def _holder(self, draft: Draft, kind: str, choice: Choice) -> Entry | None:
        """The entry with this identifier; sites share theirs with their operator."""
        value = register_of(draft) if kind == "register" else draft.values.get(kind)
        holders = self.holders(kind, value) if value else []
        alike = [entry for entry in holders if self._same_name(draft, entry)]
        if not draft.said("parent") and not alike:
            alike = [entry for entry in holders if not entry.is_site]
        if len(alike) > 1:
            alike = [entry for entry in alike if self._same_street(draft, entry)] or alike
        return _only(choice(alike), SAME_NUMBER)

    def _at_address(self, draft: Draft, choice: Choice) -> Entry | None:
        name, street = draft.values.get("name", ""), draft.values.get("street", "")
        near = self._addresses(draft.values.get("postcode", ""))
        if not near:
            return None
        alike = near.get(address_key(name, street), [])
        return _only(choice(alike), SAME_ADDRESS)

    def _addresses(self, postcode: str) -> dict[tuple[str, str], list[Entry]]:
        if postcode not in self._by_address:
            index = defaultdict(list)
            for entry in self.by_postcode[postcode]:
                index[address_key(entry.name, entry.street)].append(entry)
            self._by_address[postcode] = index
        return self._by_address[postcode]

    def _same_name(self, draft: Draft, entry: Entry) -> bool:
        return name_key(draft.values.get("name", "")) == name_key(entry.name)

    def _same_street(self, draft: Draft, entry: Entry) -> bool:
        return street_key(draft.values.get("street", "")) == street_key(entry.street)


def _only(entries: list[Entry], reason: str) -> Entry | None:
    if len(entries) > 1:
        raise ValidationError(reason)
    return entries[0] if entries else None


def entries_of(ids: Collection[UUID]) -> Iterator[Entry]:
    """What these are known by, those that are in the directory, in the order in which they came."""
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_BY, ["|".join(map(str, ids))])
        for pk, slug, name, parent, *rest, former in cursor.fetchall():
            yield Entry(pk, slug, name, parent, tuple(rest[:3]), *rest[3:], tuple(former))


def has_no_number(draft: Draft) -> bool:
    return draft.values.keys().isdisjoint(("register_number", "vat_id", "lei"))


def register_of(draft: Draft) -> tuple[str, ...]:
    if "register_number" not in draft.values:
        return ()
    parts = tuple(draft.values.get(name, "") for name in REGISTER)
    return parts if all(parts) else ()


def are_family(one: Entry, other: Entry) -> bool:
    if one is other or one.parent_id == other.id or other.parent_id == one.id:
        return True
    return one.parent_id is not None and one.parent_id == other.parent_id
