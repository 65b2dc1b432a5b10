"""Two kinds of CSV: one for programs, one for a German Excel. Both come back as they were."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from companies.importing.formulas import escape
from companies.importing.headings import COLUMNS
from companies.models import Company

from .rows import WIDGETS, values_of

MARK = "\ufeff"  # tells Excel that this is UTF-8


def csv_parts(slices: Iterable[list[Company]]) -> Iterator[bytes]:
    """RFC 4180: comma, CRLF, decimal point, ISO dates; no cell is a formula."""
    return _parts(slices, ",", _for_programs)


def excel_csv_parts(slices: Iterable[list[Company]]) -> Iterator[bytes]:
    """Semicolon, CRLF, decimal comma, TT.MM.JJJJ; no cell is a formula."""
    return _parts(slices, ";", _for_excel, MARK)


def _for_programs(value: Any, text: str) -> str:
    is_phone = text[:1] == "+" and text[1:].isdecimal()  # computed, it is the same number
    return text if is_phone else escape(text)


def _for_excel(value: Any, text: str) -> str:
    if isinstance(value, Decimal):
        return text.replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return escape(text)


def _parts(
    slices: Iterable[list[Company]],
    delimiter: str,
    cell: Callable[[Any, str], str],
    start: str = "",
) -> Iterator[bytes]:
    text = io.StringIO(newline="")
    text.write(start)
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(COLUMNS)
    yield _taken(text)  # the download begins before the first slice is there
    for companies in slices:
        for values in values_of(companies):
            cells = zip(WIDGETS, values, strict=True)
            writer.writerow(["" if v is None else cell(v, widget.write(v)) for widget, v in cells])
        yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    part = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return part
