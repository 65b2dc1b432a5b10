"""Which entry a row is certainly about: by our id, its numbers, its key in the list, its address.

What is only likely comes after that: see ``candidates``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from companies.ids import ordered_id

from .actor import Actor
from .cleaning import Draft
from .directory import IDENTIFIERS, Directory, Entry, are_family, name_key, register_of
from .likeness import entry_of
from .options import NEW, Options


@dataclass
class Found:
    draft: Draft
    entry: Entry
    is_new: bool


class Matcher:
    """By key where the list has one; a key not seen before may be an entry of another list."""

    def __init__(
        self,
        directory: Directory,
        options: Options,
        actor: Actor,
        keys: Mapping[str, UUID],
        listed: Mapping[UUID, bool],
    ) -> None:
        """``keys`` are those of the rows that the list had before, each with its entry. ``listed``
        are the entries that it had, and whether the file has their key: what has lost it may come
        under another.
        """
        self.directory = directory
        self.keys = keys
        self.has_keys = bool(options.source)
        self.listed = listed
        self.promised: Mapping[str, Entry] = {}  # named as operators before their row came
        self.decisions = options.decisions
        self.actor = actor

    def entry_of(self, draft: Draft) -> tuple[Entry, bool]:
        """Return the entry and whether it is new. Raises ValidationError."""
        entry = self._certain(draft)
        if entry is None:
            entry = _entry(draft, self.promised)
            self.directory.add(entry)
        elif not self.actor.may_change(entry.id) and entry.is_known:
            raise ValidationError(
                _("belongs to a cluster that you do not manage; ask those who do to enter it")
            )
        return entry, not entry.is_known

    def _certain(self, draft: Draft) -> Entry | None:
        decision = self.decisions.get(draft.row_key, "") if self.decisions else ""
        keyed = self.directory.by_id.get(self.keys.get(draft.key))
        if draft.said("id"):
            return self.directory.with_id(draft.values["id"])
        if decision and decision != NEW:
            return self.directory.with_id(decision)
        if keyed:
            return self._numbered(draft, keyed) or keyed
        return None if decision else self._found(draft)

    def _numbered(self, draft: Draft, keyed: Entry) -> Entry | None:
        """The entry of the row's numbers where the key has come to mean another one.

        Sites share the numbers of their operator: then the key tells which of them is meant.
        """
        try:
            entry = self.directory.with_number(draft)
        except ValidationError:
            return None
        if entry is None or self.listed.get(entry.id) or entry.row or are_family(entry, keyed):
            return None
        held = [kind for kind in IDENTIFIERS if any(getattr(entry, kind))]
        shared = (getattr(entry, kind) == getattr(keyed, kind) for kind in held)
        return None if any(shared) else entry

    def _found(self, draft: Draft) -> Entry | None:
        return self.directory.find(draft, self._without_keys if self.has_keys else list)

    def _without_keys(self, entries: list[Entry]) -> list[Entry]:
        """Two keys of one list are two entries, however alike; one that has lost its key may have
        got a new one, but of several none can be said to have.
        """
        possible = [
            entry
            for entry in entries
            if not self.listed.get(entry.id) and entry.is_known and not entry.row
        ]
        return [each for each in possible if len(possible) == 1 or each.id not in self.listed]


def _entry(draft: Draft, promised: Mapping[str, Entry]) -> Entry:
    if not draft.said("name"):
        raise ValidationError(_("a new entry needs a name"))
    entry = entry_of(
        draft,
        id=ordered_id(),
        slug="",
        register=register_of(draft),
        vat_id=draft.values.get("vat_id", ""),
        lei=draft.values.get("lei", ""),
    )
    if promised and (waiting := promised.get(name_key(entry.name))) and waiting.row is None:
        entry.id, entry.new_slug = waiting.id, waiting.new_slug
        waiting.row = draft
    return entry
