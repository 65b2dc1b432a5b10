"""An Excel file of two sheets: the list, and where it comes from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.utils.translation import gettext
from import_export.widgets import Widget
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from clusters.text import clean_lines
from companies.importing.headings import COLUMNS
from companies.importing.widgets import Day, Degrees, Euro, Whole
from companies.models import Company

from .rows import WIDGETS, values_of

TEXT = "@"  # so that what is typed below a code stays as it is typed
READERS_OWN = 14  # the number of the format that shows a date as usual where it is read
FORMATS = {Euro: "#,##0", Whole: "0", Degrees: "0.000000", Day: READERS_OWN}
NUMBERS = (int, Decimal)
WIDTHS = {
    "id": 12, "name": 40, "clusters": 24, "sectors": 24, "tags": 24, "street": 28, "website": 32,
    "email": 32, "description_de": 60, "description_en": 60, "register_court": 24, "parent": 28,
}  # fmt: skip
USUAL_WIDTH = 15
PART = 1 << 16  # bytes


def xlsx_parts(slices: Iterable[list[Company]], origin: Mapping[str, str]) -> Iterator[bytes]:
    """Text stays text, dates and numbers are real; ``origin`` is the second sheet, by label.

    An archive cannot begin before its end is known: it is made in a file that nobody else sees.
    """
    with TemporaryFile() as file:
        _write_book(file, slices, origin)
        file.seek(0)
        yield from iter(partial(file.read, PART), b"")


def _write_book(file: BinaryIO, slices: Iterable[list[Company]], origin: Mapping[str, str]) -> None:
    with Workbook(file, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(gettext("Companies"))
        _lay_out(sheet, book)
        _write_row(sheet, 0, COLUMNS, bold)
        count = 0
        for values in chain.from_iterable(map(values_of, slices)):
            count += 1
            _write_values(sheet, count, values)
        sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
        _write_origin(book.add_worksheet(gettext("Source")), origin, count, bold)


def _lay_out(sheet: Worksheet, book: Workbook) -> None:
    sheet.freeze_panes(1, 0)
    for position, (name, widget) in enumerate(zip(COLUMNS, WIDGETS, strict=True)):
        shown = book.add_format({"num_format": _format_of(widget)})
        sheet.set_column(position, position, WIDTHS.get(name, USUAL_WIDTH), shown)


def _format_of(widget: Widget) -> str | int:
    return next((shown for kind, shown in FORMATS.items() if isinstance(widget, kind)), TEXT)


def _write_values(sheet: Worksheet, row: int, values: Sequence[Any]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, NUMBERS):
            sheet.write_number(row, column, value)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value)
        elif value:
            _write_text(sheet, row, column, WIDGETS[column].write(value))


def _write_text(sheet: Worksheet, row: int, column: int, text: str, *look: Format) -> None:
    if not text.isprintable():
        text = clean_lines(text)  # as it is read again; a sheet takes no control characters
    if text.startswith("<r>"):
        text = f" {text}"  # else the library takes it for its own markup
    if sheet.write_string(row, column, text, *look):
        # Too long for a cell. Cut, it would replace the whole text when it is brought in again.
        sheet.write_string(row, column, "", *look)


def _write_row(sheet: Worksheet, row: int, texts: Sequence[str], look: Format) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, look)


def _write_origin(sheet: Worksheet, origin: Mapping[str, str], count: int, bold: Format) -> None:
    sheet.set_column(0, 0, 18, bold)
    sheet.set_column(1, 1, 100)
    for row, (label, text) in enumerate(origin.items()):
        sheet.write_string(row, 0, label)
        _write_text(sheet, row, 1, text)
    sheet.write_string(len(origin), 0, gettext("Entries"))
    sheet.write_number(len(origin), 1, count)
