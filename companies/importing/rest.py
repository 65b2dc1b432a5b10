"""The rows that were not taken in as a file of their own, with the reasons beside them: ready to be
mended and brought in again.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from .cleaning import Draft
from .errors import shorten
from .formulas import escape

WORKBOOK = ".xlsx"


def write_rest(path: Path, headings: list[str], refused: Iterable[Draft]) -> None:
    """A workbook where the name of ``path`` says so, else text as Excel opens it.

    Raises OSError.
    """
    rows = _rows(headings, refused)
    if path.suffix.lower() == WORKBOOK:
        _write_workbook(path, rows)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerows([escape(cell) for cell in row] for row in rows)


def _rows(headings: list[str], refused: Iterable[Draft]) -> Iterator[list[str]]:
    width = len(headings)
    yield [*headings, _("Faults")]
    for draft in refused:
        cells = [*draft.raw, *[""] * width][: max(width, len(draft.raw))]
        faults = (f"{p.column}: {shorten(p.value)} – {p.reason}" for p in draft.problems)
        yield [*cells, " | ".join(faults)]


def _write_workbook(path: Path, rows: Iterable[list[str]]) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error
