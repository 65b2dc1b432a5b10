"""Which entry a row is about: by its key in the list, else by what the directory recognises."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from companies.models import SourceRecord

from .actor import Actor
from .cleaning import Draft
from .directory import Directory, Entry, register_of


@dataclass
class Found:
    draft: Draft
    entry: Entry
    is_new: bool


class Matcher:
    """By key where the list has one; a key not seen before may be an entry of another list."""

    def __init__(self, directory: Directory, source: str, actor: Actor) -> None:
        self.directory = directory
        self.keys = keys_of(source) if source else {}
        self.has_keys = bool(source)
        self.keyed = set(self.keys.values())
        self.known = set(directory.by_id)
        self.actor = actor

    def entry_of(self, draft: Draft) -> tuple[Entry, bool]:
        """Return the entry and whether it is new. Raises ValidationError."""
        entry = self.directory.by_id.get(self.keys.get(draft.key)) or self._found(draft)
        if entry is None:
            entry = _entry(draft)
            self.directory.add(entry)
        elif not self.actor.may_change(entry.id) and entry.id in self.known:
            raise ValidationError(
                _("belongs to a cluster that you do not manage; ask those who do to enter it")
            )
        return entry, entry.id not in self.known

    def _found(self, draft: Draft) -> Entry | None:
        entry = self.directory.find(draft)
        if entry is None or not self.has_keys:
            return entry
        # two keys of one list are two entries, however alike
        other = entry.id in self.keyed or entry.id not in self.known or entry.row
        return None if other else entry


def _entry(draft: Draft) -> Entry:
    if not draft.said("name"):
        raise ValidationError(_("a new entry needs a name"))
    return Entry(
        uuid4(),
        "",
        draft.values["name"],
        register=register_of(draft),
        vat_id=draft.values.get("vat_id", ""),
        lei=draft.values.get("lei", ""),
        postcode=draft.values.get("postcode", ""),
        street=draft.values.get("street", ""),
    )


def keys_of(source: str) -> dict[str, UUID]:
    """Return the entry of each key of the list with that slug."""
    return dict(SourceRecord.objects.filter(source__slug=source).values_list("key", "company_id"))
