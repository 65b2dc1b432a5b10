"""A sheet of an OpenDocument file (LibreOffice) as rows of text, read as a stream."""

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, XMLPullParser  # no entities: expat has its own limit

from django.utils.translation import gettext as _

from .archive import chosen_sheet, told
from .errors import UnreadableFileError
from .layout import MOST_COLUMNS, Layout, Table, table_of

CHUNK = 1 << 18  # bytes
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ROW = f"{TABLE}table-row"
MOST_BLANKS = 1000  # that an element stands for
MOST_ROWS = 1_048_576  # as many as a spreadsheet has; blank ones are only counted


def table(file: BinaryIO, layout: Layout) -> Table:
    """Raises UnreadableFileError, also while rows are read."""
    names = list(_guarded(_names(file)))
    sheet = chosen_sheet(names, layout.sheet)
    rows = _guarded(_rows(file, names.index(sheet)))
    return table_of(rows, told("ODS", names, sheet), layout, is_ragged=True)


def _guarded(found: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from found
    except Exception as error:  # damaged archives and texts raise what they like
        raise UnreadableFileError(
            _("The OpenDocument file is damaged or has a password. Save it anew, or as CSV.")
        ) from error


def _events(file: BinaryIO) -> Iterator[tuple[str, Element]]:
    file.seek(0)
    parser = XMLPullParser(["start", "end"])
    with zipfile.ZipFile(file) as archive, archive.open("content.xml") as content:
        above: list[Element] = []
        while chunk := content.read(CHUNK):
            parser.feed(chunk)
            for event, element in parser.read_events():
                yield event, element
                if event == "start":
                    above.append(element)
                elif above.pop().tag == ROW and above:
                    above[-1].remove(element)  # so that memory does not grow
    parser.close()


def _names(file: BinaryIO) -> Iterator[str]:
    for event, element in _events(file):
        if event == "start" and element.tag == f"{TABLE}table":
            yield element.get(f"{TABLE}name") or ""


def _rows(file: BinaryIO, wanted: int) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each filled row of one sheet."""
    sheet, number = -1, 0
    for event, element in _events(file):
        if event == "start":
            sheet += element.tag == f"{TABLE}table"
        elif sheet == wanted and element.tag == ROW:
            repeats = _repeats(element, "rows")
            if cells := _cells(element):
                if number + repeats > MOST_ROWS:
                    raise ValueError("more rows than a spreadsheet has")
                for place in range(repeats):
                    yield number + place + 1, cells
            number += repeats
        elif sheet == wanted and element.tag == f"{TABLE}table":
            return


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    blank = 0
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        repeats, text = _repeats(cell, "columns"), _text(cell)
        if not text:
            blank += repeats
        elif len(cells) + blank + repeats > MOST_COLUMNS:
            raise ValueError("more columns than a spreadsheet has")
        else:
            cells += [""] * blank + [text] * repeats
            blank = 0
    return cells


def _repeats(element: Element, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated") or 1))


def _text(cell: Element) -> str:
    """What the cell shows; of numbers and dates the value itself, unless it shows a code."""
    shown = "\n".join("".join(_pieces(part)) for part in cell if part.tag == f"{TEXT}p")
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "date":
        return (cell.get(f"{OFFICE}date-value") or shown).removesuffix("T00:00:00")
    if kind in ("float", "currency") and not (shown.isdigit() or not shown):
        return cell.get(f"{OFFICE}value") or shown
    return shown


def _pieces(element: Element) -> Iterator[str]:
    """The text with the blanks that are elements of their own, without comments."""
    if element.tag == f"{OFFICE}annotation":
        return
    if element.tag == f"{TEXT}s":
        yield " " * min(int(element.get(f"{TEXT}c") or 1), MOST_BLANKS)
    elif element.tag == f"{TEXT}tab":
        yield "\t"
    elif element.tag == f"{TEXT}line-break":
        yield "\n"
    yield element.text or ""
    for part in element:
        yield from _pieces(part)
        yield part.tail or ""
