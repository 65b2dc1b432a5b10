"""The rows of a plan, kept so that pages can show them a few at a time."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from companies.bulk import copy_rows
from companies.resources import CompanyResource

from . import networks
from .candidates import Candidate
from .change import Change
from .cleaning import Draft
from .errors import shorten
from .headings import COLUMNS
from .intake import PlannedRow, Upload
from .layout import Skipped
from .summary import Plan

Outcome = PlannedRow.Outcome
FIELDS = tuple(field.attname for field in PlannedRow._meta.concrete_fields if field.name != "id")


class Keeper:
    """Takes the parts of a plan, in place of what was kept of an earlier one."""

    def __init__(self, upload: Upload, skipped: list[Skipped]) -> None:
        self.upload = upload
        self.skipped = skipped  # grows while the list is read
        self.columns = CompanyResource().fields

    def begin(self) -> None:
        self.upload.rows.all().delete()

    def take(self, part: Plan) -> None:
        self._keep(self._rows(part))

    def end(self) -> None:
        self._keep(self._skipped())

    def _keep(self, rows: Iterator[PlannedRow]) -> None:
        copy_rows(PlannedRow, FIELDS, ([getattr(row, name) for name in FIELDS] for row in rows))

    def _rows(self, plan: Plan) -> Iterator[PlannedRow]:
        candidates = defaultdict(list)
        for candidate in plan.candidates:
            candidates[candidate.draft.row].append(candidate)
        for change in plan.changes:
            yield self._changed(change, candidates.pop(change.draft.row, []))
        for one in plan.untouched:
            yield PlannedRow(
                upload=self.upload, row=one.row, outcome=Outcome.UNCHANGED, name=one.name[:300],
                company=one.company,
            )  # fmt: skip
        for draft in plan.refused:
            candidates.pop(draft.row, None)
            yield _row(self.upload, draft, Outcome.INVALID, _name(draft))
        for found in candidates.values():  # somebody chose to leave them out
            draft = found[0].draft
            row = _row(self.upload, draft, Outcome.LEFT_OUT, _name(draft))
            _add_candidates(row, found)
            yield row
        yield from self._others(plan)

    def _changed(self, change: Change, candidates: list[Candidate]) -> PlannedRow:
        row = _row(self.upload, change.draft, _outcome(change), change.company.name)
        row.company = None if change.is_new else change.company.pk
        row.cells = [_cell(self.columns, change, name) for name in COLUMNS if name in change.after]
        if change.network:
            row.cells.append([networks.COLUMN, "", change.network.name])
        _add_candidates(row, candidates)
        return row

    def _others(self, plan: Plan) -> Iterator[PlannedRow]:
        for one in plan.conflicts:
            yield PlannedRow(
                upload=self.upload, row=one.row, outcome=Outcome.CONFLICT, name=one.name[:300],
                company=one.entry, cells=[[one.column, one.now, one.file, one.exported]],
            )  # fmt: skip
        for one in plan.missing:
            yield PlannedRow(
                upload=self.upload, row=0, outcome=Outcome.MISSING, name=one.entry.name[:300],
                company=one.entry.id, notes=[["", str(one)]],
            )  # fmt: skip

    def _skipped(self) -> Iterator[PlannedRow]:
        for one in self.skipped:
            yield PlannedRow(
                upload=self.upload, row=one.number, outcome=Outcome.LEFT_OUT,
                name=shorten(one.text), notes=[["", one.reason]],
            )  # fmt: skip


def _name(draft: Draft) -> str:
    return shorten(draft.cells["name"].text) if "name" in draft.cells else _("(empty)")


def _outcome(change: Change) -> Outcome:
    if change.is_new:
        return Outcome.NEW
    return Outcome.CHANGED if change.after else Outcome.UNCHANGED


def _row(upload: Upload, draft: Draft, outcome: Outcome, name: str) -> PlannedRow:
    row = PlannedRow(upload=upload, row=draft.row, outcome=outcome, name=name[:300])
    row.faults = [[one.column, shorten(one.value), one.reason] for one in draft.problems]
    row.mended = [[one.column, shorten(one.before), shorten(one.after)] for one in draft.mended]
    row.notes = [[one.column, one.text] for one in draft.notices]
    row.raw = draft.raw if row.faults else []
    row.is_mended = bool(row.mended or row.notes)
    return row


def _add_candidates(row: PlannedRow, found: list[Candidate]) -> None:
    row.candidates = [
        {
            "key": one.row_key,
            "answer": one.other.answer,
            "company": one.other.id and str(one.other.id),
            "name": one.other.name,
            "place": ", ".join(
                filter(None, [one.other.street, f"{one.other.postcode} {one.other.city}".strip()])
            ),
            "website": one.other.website,
            "reasons": one.reasons,
            "decision": one.decision,
        }
        for one in found
    ]
    row.is_open = any(not one.decision for one in found)


def _cell(columns: dict[str, Any], change: Change, name: str) -> list[str]:
    """Column, what is there now, what the file says."""
    values = (change.before.get(name), change.after[name])
    render = columns[name].widget.render
    return [name, *("" if value in (None, "", []) else str(render(value)) for value in values)]
