"""The rows that were not taken in as a file of their own, with the reasons beside them: ready to be
mended and brought in again.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from .cleaning import Draft
from .errors import shorten
from .formulas import escape

WORKBOOK = ".xlsx"
Rejected = tuple[Sequence[str], Iterable[Sequence[str]]]  # cells; column, value, reason


def write_rest(path: Path, headings: list[str], rejected: Iterable[Rejected]) -> None:
    """A workbook where the name of ``path`` says so, else text as Excel opens it.

    Raises OSError.
    """
    rows = rest_rows(headings, rejected)
    if path.suffix.lower() == WORKBOOK:
        write_workbook(path, rows)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            write_rows(file, rows)


def rejected(draft: Draft) -> Rejected:
    return draft.raw, [(one.column, shorten(one.value), one.reason) for one in draft.problems]


def rest_rows(headings: list[str], rejected: Iterable[Rejected]) -> Iterator[list[str]]:
    width = len(headings)
    yield [*headings, _("Faults")]
    for raw, faults in rejected:
        cells = [*raw, *[""] * width][: max(width, len(raw))]
        yield [*cells, " | ".join(f"{column}: {value} – {why}" for column, value, why in faults)]


def write_rows(file: IO[str], rows: Iterable[list[str]]) -> None:
    writer = csv.writer(file, delimiter=";")
    writer.writerows([escape(cell) for cell in row] for row in rows)


def write_workbook(file: Any, rows: Iterable[list[str]]) -> None:
    """``file`` is a path or a binary file. Raises OSError."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error
