"""The first sheet of an Excel file as rows of text: codes keep the zeros that people saw."""

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.escape import unescape

from .errors import UnreadableFileError

MAX_UNPACKED = 500_000_000  # bytes; a sheet of a million rows stays below
MAX_RATIO = 200  # unpacked to packed; sheets of text reach about 20
AMBIGUOUS = re.compile(r"-?\d{1,3}\.\d{3}")


def rows(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row. Raises UnreadableFileError."""
    _refuse_bombs(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that do not matter here
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write A1:Z1000 whatever there is
            for number, cells in enumerate(sheet.iter_rows(), 1):
                yield number, _trimmed([_text(cell) for cell in cells])
    except UnreadableFileError:
        raise
    except Exception as error:  # a foreign parser on any bytes: it raises what it likes
        raise UnreadableFileError(
            _("The Excel file is damaged or not one. Save it anew as XLSX.")
        ) from error


def _refuse_bombs(file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(
            _("The file is damaged: it begins like a ZIP archive.")
        ) from error
    finally:
        file.seek(0)
    if "xl/workbook.xml" not in names:
        raise UnreadableFileError(
            _("This is a ZIP archive but no Excel file. Save the list as XLSX.")
        )
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if unpacked > MAX_UNPACKED or (unpacked > 10_000_000 and unpacked / packed > MAX_RATIO):
        raise UnreadableFileError(_("The Excel file unpacks to too much data. Split the list."))


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
