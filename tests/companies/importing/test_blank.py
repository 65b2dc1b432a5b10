import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from companies.importing.blank import COLUMNS, blank_csv, blank_xlsx
from companies.importing.headings import field_of
from companies.importing.reader import open_table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("make", [blank_csv, blank_xlsx])
def test_its_headings_are_understood(make, language, sector, region):
    with translation.override(language):
        table = open_table(io.BytesIO(make()))

    assert tuple(field_of(heading) for heading in table.headings) == COLUMNS


@pytest.mark.parametrize(("make", "file"), [(blank_csv, "a.csv"), (blank_xlsx, "a.xlsx")])
@pytest.mark.parametrize("language", ["de", "en"])
def test_its_example_is_left_out_where_somebody_forgets_it(bring, sector, make, file, language):
    with translation.override(language):
        blank = make()

    assert "0 new, 0 changed, 0 unchanged, 1 skipped, 0 invalid" in bring(blank, file=file)


def test_its_example_is_a_right_row(bring, sector):
    with translation.override("de"):
        text = blank_csv().decode().replace("(Zeile löschen)", "")

    assert "1 new, 0 changed, 0 unchanged, 0 skipped, 0 invalid" in bring(text)


def test_the_workbook_offers_kinds_sectors_and_districts(sector, region):
    sheet, values = openpyxl.load_workbook(io.BytesIO(blank_xlsx())).worksheets

    assert len(sheet.data_validations.dataValidation) == 3
    assert (values["B1"].value, values["B2"].value) == ("sectors", "Medizintechnik")
    assert sheet["G2"].value == "10367"


def test_the_admin_offers_it_to_whoever_may_import(admin_client, client):
    page = admin_client.get(reverse("admin:companies_upload_add")).content.decode()

    for ending in ("csv", "xlsx"):
        address = reverse("admin:companies_company_blank", args=[ending])
        assert address in page
        answer = admin_client.get(address)
        assert answer["Content-Disposition"].endswith(f'.{ending}"')
        assert client.get(address).status_code == 302
    assert admin_client.get(address.replace("xlsx", "exe")).status_code == 404
