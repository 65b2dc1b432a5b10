"""All entries, for rows that nothing certain was found for: any of them may be meant."""

from collections.abc import Sequence
from uuid import UUID

from companies.models import Company

from .directory import Before, Directory, Entry, entries_of
from .ledger import Ledger
from .likeness import Likeness
from .matching import Matcher


class Everybody:
    """Loaded when the first row asks, and then kept."""

    def __init__(self, ledger: Ledger, source: str) -> None:
        self.ledger = ledger
        self.source = source
        self.entries: dict[UUID, Entry] = {}
        self.keyed: set[UUID] = set()
        self._index: Likeness | None = None
        self._is_loaded = False

    def index(self, matcher: Matcher, names: Sequence[str]) -> Likeness | None:
        """Two keys of one list are two entries: its rows are not compared with each other."""
        self._load(matcher.directory)
        if self._index is None or not matcher.has_keys:
            possible = [entry for entry in self._all(matcher) if self._may_be(entry, matcher)]
            self._index = Likeness(possible, names) if possible else None
        return self._index

    def remember(self, entry: Entry, row: Before) -> None:
        """Keep of a row what later ones must know."""
        if self._is_loaded and (entry.is_known or not self.source):
            self.entries[entry.id] = entry
            entry.row, entry.is_listed = row, not entry.is_known

    def remember_row(self, entry: UUID, row: Before) -> None:
        if entry in self.entries:
            self.entries[entry].row = row

    def _all(self, matcher: Matcher) -> list[Entry]:
        return list((self.entries | matcher.directory.by_id).values())

    def _may_be(self, entry: Entry, matcher: Matcher) -> bool:
        if matcher.has_keys and (entry.id in self.keyed or entry.row or not entry.is_known):
            return False
        return not entry.is_known or matcher.actor.may_change(entry.id)

    def _load(self, directory: Directory) -> None:
        if self._is_loaded:
            return
        self._is_loaded = True
        known = directory.by_id
        everyone = entries_of(Company.objects.all())
        self.entries.update((entry.id, known.get(entry.id, entry)) for entry in everyone)
        if self.source:
            listed = self.ledger.listed(self.source, self.entries)
            self.keyed = {entry for entry, has_key in listed.items() if has_key}
