"""The files of a list on its way: its plan, and its rows with a fault."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .formats import SafeXLSX
from .formulas import escape
from .intake import PlannedRow, Upload
from .outlook import label_of
from .rest import rest_rows, write_rows, write_workbook

CSV = "text/csv; charset=utf-8"
ENDINGS = {"csv": CSV, "xlsx": SafeXLSX().get_content_type()}


def plan(upload: Upload) -> Iterator[str]:
    """One line for each cell that changes, each fault and each mended cell; as Excel opens it."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    yield "\ufeff"
    writer.writerow(
        [_("Row"), _("Outcome"), _("Name"), _("Column"), _("Now"), _("File"), _("Note")]
    )
    for row in upload.rows.iterator():
        start = [row.row, PlannedRow.Outcome(row.outcome).label, row.name]
        lines = [[*start, str(label_of(name)), now, new, ""] for name, now, new in row.cells]
        lines += [[*start, column, "", value, why] for column, value, why in row.faults]
        lines += [[*start, column, "", value, f"→ {taken}"] for column, value, taken in row.mended]
        lines += [[*start, column, "", "", text] for column, text in row.notes]
        for line in lines or [[*start, "", "", "", ""]]:
            writer.writerow([escape(str(cell)) for cell in line])
        yield file.getvalue()
        file.seek(0)
        file.truncate()


def rest(upload: Upload, ending: str) -> bytes:
    rows = upload.rows.filter(outcome=PlannedRow.Outcome.INVALID).values_list("raw", "faults")
    lines = rest_rows(upload.headings, rows.iterator())
    if ending == "xlsx":
        binary = io.BytesIO()
        write_workbook(binary, lines)
        return binary.getvalue()
    text = io.StringIO(newline="")
    write_rows(text, lines)
    return text.getvalue().encode("utf-8-sig")
