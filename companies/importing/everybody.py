"""All entries, for rows that nothing certain was found for: any of them may be meant."""

from collections.abc import Iterable, Sequence
from itertools import chain
from uuid import UUID

from companies.models import Company

from .directory import Before, Directory, Entry, entries_of
from .ledger import Ledger
from .likeness import Like, Likeness
from .matching import Matcher
from .names import Words, words_of


class Everybody:
    """Loaded when the first row asks, and then kept."""

    def __init__(self, ledger: Ledger, source: str) -> None:
        self.ledger = ledger
        self.source = source
        self.entries: dict[UUID, Entry] = {}
        self.keyed: set[UUID] = set()
        self._words: Words | None = None  # of all names
        self._known: Likeness | None = None
        self._is_loaded = False

    def near(self, matcher: Matcher, asked: Sequence[Entry]) -> list[list[Like]]:
        """What each of these is like, the likeliest first.

        The index of the directory is made once, that of the rows so far anew for each part. Two
        keys of one list are two entries: its rows are not compared with each other.
        """
        self._load(matcher.directory)
        if self._words is None:
            known = [entry for entry in self._all(matcher) if self._may_be(entry, matcher)]
            self._words = Words(each.name for each in asked)
            self._count(known)
            self._known = Likeness(known, words=self._words) if known else None
        indexes = [self._known, None if matcher.has_keys else self._listed(matcher)]
        found = [index.near_each(asked) for index in indexes if index]
        together = zip(*found, strict=True)
        return [sorted(chain(*likes), key=lambda like: -like.score) for likes in together]

    def _listed(self, matcher: Matcher) -> Likeness | None:
        listed = [entry for entry in self._all(matcher) if not entry.is_known]
        self._count(entry for entry in listed if entry.id not in self.entries)
        return Likeness(listed, words=self._words) if listed else None

    def _count(self, entries: Iterable[Entry]) -> None:
        self._words.add(words_of(name) for entry in entries for name in entry.names)

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
        if not entry.is_known or (matcher.has_keys and (entry.id in self.keyed or entry.row)):
            return False
        return matcher.actor.may_change(entry.id)

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
