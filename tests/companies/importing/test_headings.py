import pytest

from companies.importing.headings import COLUMNS, field_of
from companies.resources import CompanyResource

CONTRACT = (
    "id, name, former_names, legal_form, kind, clusters, sectors, tags, wz_codes, wz_edition, "
    "street, postcode, city, locality, district, latitude, longitude, location_precision, website, "
    "email, phone, description_de, description_en, founded_year, employees, employees_year, "
    "size_class, turnover_eur, turnover_year, balance_sheet_eur, register_court, register_type, "
    "register_number, vat_id, lei, parent, status, verified_on"
)


def test_import_and_export_have_the_columns_of_the_contract():
    assert ", ".join(COLUMNS) == CONTRACT
    assert CompanyResource().get_export_headers() == list(COLUMNS)
    assert CompanyResource().get_import_order() == COLUMNS


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_known_by_its_own_name(column):
    assert field_of(column) == column


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Unternehmen", "name"),
        ("FIRMA", "name"),
        ("PLZ", "postcode"),
        ("Strasse", "street"),
        ("Straße / Hausnummer", "street"),
        ("Ort", "city"),
        ("Bezirk", "district"),
        ("Branche(n)", "sectors"),
        ("Rechtsform", "legal_form"),
        ("USt.-IdNr.", "vat_id"),
        ("Handelsregister-Nr.", "register_number"),
        ("E-Mail", "email"),
        ("Beschäftigte", "employees"),
        ("Bundesland", "state"),
        ("Traegername", "parent"),
        ("kreis", ""),
        ("Bemerkung", ""),
        ("", ""),
    ],
)
def test_headings_are_understood_in_both_languages(heading, field):
    assert field_of(heading) == field
