"""The plan as django-import-export shows it: its admin pages, our engine."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from import_export.results import Error, Result, RowResult

from clusters.models import Cluster, User
from companies.resources import CompanyResource

from .actor import Actor
from .change import Change
from .cleaning import Draft
from .errors import UnreadableFileError, WrongOptionError, shorten
from .formats import Upload
from .headings import COLUMNS, HELPERS
from .options import Options
from .plan import Plan
from .preview import marked
from .run import Job, run


class PlainError(Error):
    """A message for the owner of the list, without a traceback."""

    traceback = ""


class PlannedResource(CompanyResource):
    """Imports through plan and apply: all rows or none, as the command does."""

    class Meta:
        name = _("companies")

    def __init__(self, cluster: Cluster | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cluster = cluster

    def import_data(
        self,
        dataset: Upload,
        dry_run: bool = False,
        raise_errors: bool = False,
        *args: Any,
        user: User,
        file_name: str = "",
        **kwargs: Any,
    ) -> Result:
        table = type(dataset.table)(**{**vars(dataset.table), "rows": dataset.rows})
        job = Job(
            file_name,
            dataset.file_hash,
            table,
            self.cluster,
            Options(),
            Actor.staff(user),
            user,
        )
        try:
            plan = run(job, save=not dry_run).plan
        except (UnreadableFileError, WrongOptionError) as error:
            result = Result()
            result.append_base_error(PlainError(error))
            return result
        return self.result_of(plan)

    def result_of(self, plan: Plan) -> Result:
        result = Result()
        result.notices = plan.notices
        result.ignored_columns = plan.ignored_columns
        result.diff_headers = _shown_columns(plan)
        for change in plan.changes:
            row = self.row_of(change, result.diff_headers)
            result.append_row_result(row)
            result.increment_row_result_total(row)
        reasons = _reasons(plan)
        for draft in plan.refused:
            cells = {name: cell.text for name, cell in draft.cells.items()}
            result.append_invalid_row(draft.row, cells, ValidationError(reasons[draft.row]))
        result.totals[RowResult.IMPORT_TYPE_INVALID] = len(plan.refused)
        result.total_rows = len(plan.changes) + len(plan.refused) + plan.repeated
        return result

    def row_of(self, change: Change, shown: list[str]) -> RowResult:
        row = RowResult()
        row.import_type = RowResult.IMPORT_TYPE_UPDATE
        if change.is_new:
            row.import_type = RowResult.IMPORT_TYPE_NEW
        elif not change.after:
            row.import_type = RowResult.IMPORT_TYPE_SKIP
        row.diff = [self.cell_of(change, name) for name in shown]
        row.add_instance_info(change.company)
        row.instance = change.company
        return row

    def cell_of(self, change: Change, name: str) -> str:
        if name not in change.after:
            return marked(_text(change.draft, name), _text(change.draft, name))
        render = self.fields[name].widget.render
        return marked(render(change.before[name]), render(change.after[name]))


def _shown_columns(plan: Plan) -> list[str]:
    said = {name for change in plan.changes for name in (*change.draft.cells, *change.after)}
    said |= {name for draft in plan.refused for name in draft.cells}
    return [name for name in COLUMNS if name in said - set(HELPERS)]


def _reasons(plan: Plan) -> dict[int, dict[str, list[str]]]:
    reasons: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for problem in plan.problems:
        reasons[problem.row][problem.column].append(f"{shorten(problem.value)} – {problem.reason}")
    return reasons


def _text(draft: Draft, name: str) -> str:
    return shorten(draft.cells[name].text) if draft.said(name) else ""
