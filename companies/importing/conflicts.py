"""A file that was exported, edited and comes back, while the directory went on.

Three states of each cell are compared: what the directory said when the file was made, what the
file says, and what the directory says now. What the file did not change it does not say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from companies.models import Company

from .change import Change
from .cleaning import Draft
from .clearing import EMPTY
from .directory import Directory
from .errors import shorten
from .fields import Column, LinkColumn
from .history import Past
from .options import FILE, KEEP, Options
from .settle import comes_back_as
from .stamp import moment_of

# Memberships are only ever added; the id is what a row is known by.
NOT_COMPARED = {"id", "clusters"}


@dataclass(frozen=True)
class Conflict:
    """A cell that was changed in the file and in the directory since the export."""

    row: int
    column: str  # field, as in the contract
    exported: str
    file: str
    now: str
    entry: UUID
    name: str  # of the entry
    kept: str = KEEP  # "keep": as it is now, or "file"

    def __str__(self) -> str:
        text = _(
            "changed here as well since the export, from “%(exported)s” to “%(now)s”; %(kept)s"
        )
        kept = _("the file counts") if self.kept == FILE else _("stays as it is here")
        return text % {"exported": shorten(self.exported), "now": shorten(self.now), "kept": kept}


def merge(
    changes: list[Change], options: Options, directory: Directory, columns: dict[str, Column]
) -> list[Conflict]:
    """Take out of the rows what the directory knows better, and return what both have changed."""
    if not options.exported_at:
        return []
    merging = Merging(moment_of(options.exported_at), options.conflicts, directory, columns)
    return list(merging.conflicts(changes))


class Merging:
    def __init__(
        self, moment: datetime, rule: str, directory: Directory, columns: dict[str, Column]
    ) -> None:
        self.moment = moment
        self.rule = rule
        self.directory = directory
        self.columns = columns

    def conflicts(self, changes: list[Change]) -> Iterator[Conflict]:
        differing = [(change, name) for change in changes for name in self._differing(change)]
        past = Past({change.company.pk for change, _name in differing}, self.moment)
        for change, name in differing:
            company, draft = change.company, change.draft
            if not past.knows(company.pk):
                continue
            exported = past.value(company.pk, name, self.columns[name])
            if self._is(name, exported, draft.values.get(name)):
                self._leave(draft, name)
                text = _("not changed in the file, but here since the export: stays as it is here")
                draft.tell(name, text)
            elif not self._are_equal(name, exported, self._now(change, name)):
                conflict = self._conflict(change, name, exported)
                draft.tell(name, str(conflict))
                if self.rule == KEEP:
                    self._leave(draft, name)
                yield conflict

    def _leave(self, draft: Draft, name: str) -> None:
        draft.values.pop(name, None)
        draft.clears.discard(name)

    def _differing(self, change: Change) -> Iterable[str]:
        draft = change.draft
        if change.is_new or not draft.said("id"):
            return
        yield from draft.clears
        for name, value in draft.values.items():
            cell = draft.cells.get(name)
            is_own = name in self.columns and name not in NOT_COMPARED
            is_said = is_own and cell is not None and not cell.is_constant
            if is_said and not self._is(name, self._now(change, name), value):
                yield name

    def _now(self, change: Change, name: str) -> Any:
        if name == "parent":
            return change.company.parent_id
        return self.columns[name].get_value(change.company)

    def _is(self, name: str, known: Any, value: Any) -> bool:
        """Whether ``value``, as the file says it, is what the directory calls ``known``."""
        if value is None:  # an empty cell that clears
            return known in EMPTY
        if name == "parent":
            return known is not None and known == self._operator(value)
        if isinstance(self.columns[name], LinkColumn):
            return self._are_equal(name, known, value)
        if name == "district":  # to read it back would take the vocabulary
            return known == value
        return comes_back_as(self.columns[name], known, value)

    def _are_equal(self, name: str, one: Any, other: Any) -> bool:
        if isinstance(self.columns[name], LinkColumn):
            return {thing.slug for thing in one or ()} == {thing.slug for thing in other or ()}
        return (one or None) == (other or None)

    def _operator(self, text: str) -> UUID | None:
        entry = self.directory.by_slug.get(text)
        return entry.id if entry else self.directory.old_slugs.get(text)

    def _conflict(self, change: Change, name: str, exported: Any) -> Conflict:
        return Conflict(
            change.draft.row,
            name,
            self._text(name, exported),
            change.draft.cells[name].text,
            self._text(name, self._now(change, name)),
            change.company.pk,
            change.company.name,
            self.rule,
        )

    def _text(self, name: str, value: Any) -> str:
        if value in EMPTY:
            return ""
        if name == "parent":
            return _slug_of(value, self.directory)
        return self.columns[name].widget.render(value)


def _slug_of(company: UUID, directory: Directory) -> str:
    if entry := directory.by_id.get(company):
        return entry.slug
    slugs = Company.objects.filter(pk=company).values_list("slug", flat=True)
    return slugs.first() or str(company)
