"""An empty list to fill in: the usual columns, what may stand in them, and a row as an example."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from clusters.models import Area, Sector
from companies.choices import Kind

from .formulas import escape
from .headings import HEADINGS

COLUMNS = (
    "name", "legal_form", "kind", "sectors", "tags", "street", "postcode", "city", "district",
    "website", "email", "phone", "description_de", "founded_year", "employees", "vat_id",
    "register_court", "register_type", "register_number",
)  # fmt: skip
# An import leaves a row of this name out, in whatever language it was downloaded.
EXAMPLES = {"de": "Beispiel GmbH (Zeile löschen)", "en": "Example GmbH (delete this row)"}
EXAMPLE = {
    "legal_form": "GmbH", "tags": "Laser|Sensorik", "street": "Musterstraße 1",
    "postcode": "10367", "city": "Berlin", "website": "https://www.beispiel.example",
    "email": "info@beispiel.example", "description_de": "Was das Unternehmen macht.",
    "founded_year": "1998", "employees": "42",
}  # fmt: skip
ROWS = 5000  # that offer the values to choose from
WIDTH = 22


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "de"


def headings() -> list[str]:
    return [HEADINGS[name][0] if _language() == "de" else name for name in COLUMNS]


def blank_csv() -> bytes:
    """For Excel: semicolons, and a mark that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(headings())
    writer.writerow([escape(cell) for cell in _example(_values())])
    return file.getvalue().encode("utf-8-sig")


def blank_xlsx() -> bytes:
    """All cells are text, so that codes keep their zeros; the second sheet holds the values."""
    file, values = io.BytesIO(), _values()
    with Workbook(file, {"in_memory": True}) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet, lists = book.add_worksheet(_("List")), book.add_worksheet(_("Values"))
        sheet.set_column(0, len(COLUMNS) - 1, WIDTH, text)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings(), bold)
        for place, cell in enumerate(_example(values)):
            sheet.write_string(1, place, cell, text)
        for place, (name, names) in enumerate(values.items()):
            lists.write_column(0, place, [headings()[COLUMNS.index(name)], *names])
            _offer(sheet, COLUMNS.index(name), lists, place, len(names))
        lists.set_column(0, len(values) - 1, 2 * WIDTH)
    return file.getvalue()


def _offer(sheet: Worksheet, column: int, lists: Worksheet, place: int, count: int) -> None:
    """Let each cell of ``column`` choose from a column of the other sheet; others may be typed."""
    letter = chr(ord("A") + place)
    source = f"='{lists.name}'!${letter}$2:${letter}${count + 1}"
    options = {"validate": "list", "source": source, "error_type": "information"}
    sheet.data_validation(1, column, ROWS, column, options)


def _values() -> dict[str, Sequence[str]]:
    areas = Area.objects.filter(level=Area.Level.DISTRICT)
    names = {
        "kind": [str(label) for label in Kind.labels],
        "sectors": sorted({sector.name for sector in Sector.objects.all()}),
        "district": [area.name for area in areas],
    }
    return {column: found for column, found in names.items() if found}


def _example(values: dict[str, Sequence[str]]) -> list[str]:
    row = EXAMPLE | {name: found[0] for name, found in values.items() if name != "district"}
    return [(row | {"name": EXAMPLES[_language()]}).get(name, "") for name in COLUMNS]
