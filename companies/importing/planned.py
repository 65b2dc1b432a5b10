"""The rows of a plan, kept so that pages can show them a few at a time."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from companies.bulk import copy_rows
from companies.resources import CompanyResource

from .change import Change
from .cleaning import Draft
from .errors import shorten
from .headings import COLUMNS
from .intake import PlannedRow, Upload
from .layout import Skipped
from .plan import Plan

Outcome = PlannedRow.Outcome
FIELDS = (
    "upload", "row", "outcome", "name", "company", "cells", "faults", "mended", "notes", "raw",
    "is_mended",
)  # fmt: skip


@transaction.atomic
def keep(upload: Upload, plan: Plan, skipped: list[Skipped]) -> None:
    """In place of what was kept of an earlier plan."""
    upload.rows.all().delete()
    copy_rows(PlannedRow, FIELDS, list(_rows(upload, plan, skipped)))  # some ask for names


def _rows(upload: Upload, plan: Plan, skipped: list[Skipped]) -> Iterator[tuple]:
    columns = CompanyResource().fields
    for change in plan.changes:
        cells = [_cell(columns, change, name) for name in COLUMNS if name in change.after]
        known = None if change.is_new else change.company.pk
        row = _row(change.draft, _outcome(change), change.company.name, known, cells)
        yield (upload.pk, *row)
    for draft in plan.refused:
        name = draft.cells["name"].text if "name" in draft.cells else ""
        yield (upload.pk, *_row(draft, Outcome.INVALID, shorten(name) if name else "", None, []))
    for row in skipped:
        notes = [["", row.reason]]
        yield (
            upload.pk,
            row.number,
            Outcome.LEFT_OUT,
            shorten(row.text),
            None,
            [],
            [],
            notes,
            [],
            False,
        )


def _outcome(change: Change) -> Outcome:
    if change.is_new:
        return Outcome.NEW
    return Outcome.CHANGED if change.after else Outcome.UNCHANGED


def _row(draft: Draft, outcome: Outcome, name: str, company: Any, cells: list) -> tuple:
    faults = [[one.column, shorten(one.value), one.reason] for one in draft.problems]
    mended = [[shown.column, shorten(shown.before), shorten(shown.after)] for shown in draft.mended]
    notes = [[one.column, one.text] for one in draft.notices]
    start = (draft.row, outcome, name[:300], company)
    return (
        *start,
        cells,
        faults,
        mended,
        notes,
        draft.raw if faults else [],
        bool(mended or notes),
    )


def _cell(columns: dict[str, Any], change: Change, name: str) -> list[str]:
    """Column, what is there now, what the file says."""
    render = columns[name].widget.render
    before, after = change.before.get(name), change.after[name]
    return [
        name,
        *("" if value in (None, "", []) else str(render(value)) for value in (before, after)),
    ]
