"""A sheet of an Excel file as rows of text: codes keep the zeros that people saw."""

import datetime
import re
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.escape import unescape

from .archive import chosen_sheet, parts_of, told
from .errors import UnreadableFileError
from .layout import Layout, Table, table_of

AMBIGUOUS = re.compile(r"-?\d{1,3}\.\d{3}")


def table(file: BinaryIO, layout: Layout) -> Table:
    """Raises UnreadableFileError, also while rows are read."""
    if "xl/workbook.xml" not in parts_of(file):
        raise UnreadableFileError(
            _("This is a ZIP archive but no Excel file. Save the list as XLSX.")
        )
    try:
        book = _open(file)
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception as error:  # a foreign parser on any bytes: it raises what it likes
        raise _damaged() from error
    name = chosen_sheet(names, layout.sheet)
    return table_of(_rows(book[name]), told("XLSX", names, name), layout, is_ragged=True)


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row."""
    try:
        sheet.reset_dimensions()  # some programs write A1:Z1000 whatever there is
        for number, cells in enumerate(sheet.iter_rows(), 1):
            yield number, _trimmed([_text(cell) for cell in cells])
    except Exception as error:
        raise _damaged() from error


def _open(file: BinaryIO) -> openpyxl.Workbook:
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that do not matter here
        return openpyxl.load_workbook(file, read_only=True, data_only=True)


def _damaged() -> UnreadableFileError:
    return UnreadableFileError(_("The Excel file is damaged or not one. Save it anew as XLSX."))


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return (value.date() if midnight else value).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return unescape(str(value))  # Excel writes a carriage return as _x000D_


def _number(value: float, shown_as: str) -> str:
    """Return a number as the sheet shows it where it is a code: 00000 and 0.00 are kept."""
    is_whole = abs(value) < 1e15 and value == int(value)
    if is_whole and re.fullmatch("0+", shown_as):
        return str(int(value)).zfill(len(shown_as))
    whole = str(int(value)) if is_whole else repr(value)
    decimals = re.fullmatch(r"0\.(0+)", shown_as)
    if decimals and round(value, len(decimals[1])) == value:
        whole = f"{value:.{len(decimals[1])}f}"
    # three decimals would read as German thousands
    return f"{whole}0" if AMBIGUOUS.fullmatch(whole) else whole
