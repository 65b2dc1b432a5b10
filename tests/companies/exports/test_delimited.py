import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from companies.exports.delimited import csv_parts, excel_csv_parts
from companies.importing.formulas import unescape
from companies.importing.headings import COLUMNS

from .files import entry, table

NUMBER = re.compile(r"[+-]\d+([.,]\d+)?")
LIKE_FORMULAS = st.from_regex(r"'*[=+\-@\t\r].*", fullmatch=True)


def written(parts, *entries) -> bytes:
    return b"".join(parts(iter([list(entries)])))


def test_csv_is_as_rfc_4180_has_it():
    company = entry(name='Optik "Müller", Berlin', description_de="eins\nzwei", employees=1200)
    data = written(csv_parts, company)

    head, _, body = data.partition(b"\r\n")
    assert head.decode() == ",".join(COLUMNS)
    assert '"Optik ""Müller"", Berlin",'.encode() in body
    assert b',"eins\nzwei",' in body
    assert b",1200," in body
    assert data.endswith(b"\r\n")


def test_csv_has_points_iso_dates_and_bars():
    company = entry(
        latitude=Decimal("52.5"), longitude=Decimal("-13.400001"), verified_on=date(2024, 12, 31),
        tags=["laser", "lidar"], phone="+493023125000", postcode="03046", wz_codes=["26.10"],
    )  # fmt: skip
    (row,) = table(written(csv_parts, company))

    assert (row["latitude"], row["longitude"]) == ("52.5", "-13.400001")
    assert (row["verified_on"], row["tags"]) == ("2024-12-31", "laser|lidar")
    assert (row["phone"], row["postcode"], row["wz_codes"]) == ("+493023125000", "03046", "26.10")


def test_csv_for_excel_has_a_mark_semicolons_commas_and_german_dates():
    company = entry(
        name="Müller; Söhne", latitude=Decimal("52.5"), longitude=Decimal("-13.400001"),
        verified_on=date(2024, 12, 31), phone="+493023125000", turnover_eur=1_500_000,
    )  # fmt: skip
    data = written(excel_csv_parts, company)

    assert data.startswith(b"\xef\xbb\xbfid;name;")
    assert '"Müller; Söhne";' in data.decode("utf-8-sig")
    assert b";52,5;-13,400001;" in data
    assert b";31.12.2024\r\n" in data
    assert b";'+493023125000;" in data
    assert b";1500000;" in data


@pytest.mark.parametrize("parts", [csv_parts, excel_csv_parts], ids=["csv", "excel"])
@given(text=LIKE_FORMULAS | st.text())
@example(text="'=1+1")
@example(text="\t=1")
@example(text="-5,2")
def test_no_text_is_a_formula_and_every_text_comes_back(parts, text):
    data = written(parts, entry(name=text, description_de=text, tags=[text]))

    (row,) = table(data)
    for name in ("name", "description_de", "tags"):
        assert not row[name].startswith(tuple("=+-@\t\r")) or NUMBER.fullmatch(row[name])
        assert unescape(row[name]) == text


def test_a_file_begins_before_the_first_slice_and_holds_one_at_a_time():
    asked = []

    def slices():
        for number in range(3):
            asked.append(number)
            yield [entry(name=f"Optik {number}")]

    parts = csv_parts(slices())

    assert (next(parts).decode().strip(), asked) == (",".join(COLUMNS), [])
    assert (b"Optik 0" in next(parts), asked) == (True, [0])


def test_an_empty_list_is_its_headings():
    assert next(csv.reader(io.StringIO(written(csv_parts).decode()))) == list(COLUMNS)
