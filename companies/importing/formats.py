"""The files of the admin's export, in place of the library's own."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from import_export.formats.base_formats import Format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .formulas import escape


class ExportFormat(Format):
    """For export alone: the library gives import formats an encoding, and the others nothing."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def can_import(self) -> bool:
        return False

    def can_export(self) -> bool:
        return True


class SafeCSV(ExportFormat):
    """RFC 4180 in UTF-8; no cell is a formula."""

    def get_title(self) -> str:
        return "CSV"

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        for row in _rows(dataset):
            writer.writerow([escape(cell) for cell in row])
        return text.getvalue().encode()


class SafeXLSX(ExportFormat):
    """One sheet in which every cell is text: codes keep their zeros, formulas stay words."""

    def get_title(self) -> str:
        return "XLSX"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in _rows(dataset):
            sheet.append([_text_cell(sheet, cell) for cell in row])
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _rows(dataset: Any) -> Iterator[list[str]]:
    yield [str(heading) for heading in dataset.headers]
    for row in dataset:
        yield ["" if cell is None else str(cell) for cell in row]
