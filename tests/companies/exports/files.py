"""Reads what was downloaded, and writes entries that no database knows."""

import csv
import io
import zipfile

from openpyxl import load_workbook

from companies.exports.rows import ELSEWHERE
from companies.importing.headings import COLUMNS
from companies.models import Company

FILES = ["export.csv", "export-excel.csv", "export.xlsx"]


def content(response) -> bytes:
    assert response.status_code == 200
    return response.getvalue()


def names(response) -> list[str]:
    """The column ``name`` of a file of any kind, in its order."""
    data = content(response)
    if data.startswith(b"PK"):
        return [row[1] for row in load_workbook(io.BytesIO(data)).worksheets[0].values][1:]
    return [row["name"] for row in table(data)]


def text_of(response) -> str:
    data = content(response)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(map(archive.read, archive.namelist()))
    return data.decode()


def table(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    delimiter = ";" if data.startswith(b"\xef\xbb\xbf") else ","
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def entry(**values) -> Company:
    """As ``with_columns`` loads it: empty but for ``values``."""
    elsewhere = {name: values.pop(name, None) for name in ELSEWHERE}
    company = Company(size_class=values.pop("size_class", ""), **values)
    for name, value in elsewhere.items():
        setattr(company, f"column_{name}", value)
    assert set(COLUMNS) >= {*elsewhere, *values} - {"objection_on"}
    return company
