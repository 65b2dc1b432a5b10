import io

import pytest

from companies.choices import DistrictOrigin, Precision
from companies.importing.actor import Actor
from companies.importing.formats import SafeCSV, SafeXLSX
from companies.importing.options import Options
from companies.importing.run import Job, run
from companies.models import Company, Location
from companies.resources import CompanyResource
from tests.factories import (
    ClusterFactory,
    CompanyClusterFactory,
    CompanyFactory,
    CompanyTagFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    """An entry with something in every column."""
    parent = CompanyFactory(name="Spree Holding", slug="spree-holding", location=None)
    company = CompanyFactory(
        name="=Havel | Optik", former_names=["Alt", "Älter"], legal_form="GmbH", kind="startup",
        wz_codes=["26.70", "86.10"], wz_edition="2008", website="https://havel.example",
        email="info@havel.example", phone="+493023125000", description_de="Zeile 1\n\nZeile 2",
        description_en="-cmd", founded_year=1998, employees=1234, employees_year=2023,
        stated_size_class="large", turnover_eur=1_500_000, turnover_year=2023,
        balance_sheet_eur=10, register_court="Berlin (Charlottenburg)", register_type="HRB",
        register_number="12345 B", vat_id="DE136695976", lei="213800KUD8LAJWSQ9D15",
        parent=parent, verified_on="2024-12-31", clusters=["gesundheit"],
        sectors=["medizintechnik", "diagnostik"], tags=["laser"],
        location__latitude="52.5", location__longitude="-13.400001",
        location__locality="Lichtenberg",
    )  # fmt: skip
    CompanyTagFactory(company=company, tag__slug="neu", tag__is_proposed=True)
    return company


def exported(*companies):
    chosen = Company.objects.filter(pk__in=[company.pk for company in companies])
    return CompanyResource().export(chosen)


def bring_back(data):
    admin = UserFactory(is_superuser=True)
    job = Job.of_file(
        io.BytesIO(data), "export", cluster=ClusterFactory(slug="gesundheit"), options=Options(),
        actor=Actor.command_line(admin),
    )  # fmt: skip
    return run(job, save=True).plan


@pytest.mark.parametrize("file_format", [SafeCSV, SafeXLSX])
def test_exporting_and_importing_again_changes_nothing(full, file_format):
    CompanyClusterFactory(company=full.parent, cluster__slug="gesundheit")
    before = list(Company.objects.values()), list(Location.objects.values())
    plan = bring_back(file_format().export_data(exported(full, full.parent)))

    assert plan.problems == []
    assert plan.totals() == {"new": 0, "changed": 0, "unchanged": 2, "skipped": 0, "invalid": 0}
    assert (list(Company.objects.values()), list(Location.objects.values())) == before


def test_every_column_of_a_full_entry_is_filled(full):
    (row,) = exported(full).dict

    assert [name for name, cell in row.items() if not cell] == []
    assert row["sectors"] == "medizintechnik|diagnostik"
    assert row["tags"] == "laser"
    assert (row["parent"], row["longitude"]) == ("spree-holding", "-13.400001")


def test_exports_hold_no_formula(full):
    text = SafeCSV().export_data(exported(full)).decode()

    assert "'=Havel | Optik" in text
    assert "'+493023125000" in text
    assert ",-13.400001," in text


def test_a_sheet_holds_text_and_no_formula(full):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(SafeXLSX().export_data(exported(full))))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}

    assert kinds <= {"s", "n"}  # n is an empty cell
    assert book.active["B2"].value == "=Havel | Optik"


def test_an_objection_leaves_name_address_branch_and_website(full):
    full.objection_on = "2025-01-01"
    full.save()
    (row,) = exported(full).dict

    shown = {name for name, cell in row.items() if cell}
    assert shown == {
        "id", "name", "street", "postcode", "city", "locality", "district", "clusters", "sectors",
        "website",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("precision", "shown"),
    [(Precision.POSTCODE, {"postcode", "city"}), (Precision.DISTRICT, set())],
)
def test_a_location_is_exported_as_exactly_as_it_may_be_shown(full, precision, shown):
    full.locations.update(precision=precision)
    (row,) = exported(full).dict

    place = {"street", "postcode", "city", "locality", "latitude", "longitude"}
    assert {name for name in place if row[name]} == shown
    assert row["district"]


def test_memberships_that_nobody_approved_are_not_exported(full):
    CompanyClusterFactory(company=full, cluster__slug="dual-use", approved_at=None)

    assert exported(full).dict[0]["clusters"] == "gesundheit"


def test_a_district_set_by_hand_survives_export_and_import(full):
    full.locations.update(district_origin=DistrictOrigin.MANUAL)
    bring_back(SafeCSV().export_data(exported(full)))

    assert full.locations.get().district_origin == DistrictOrigin.MANUAL


def test_the_number_of_queries_does_not_grow_with_the_entries(full, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        CompanyResource().export(Company.objects.all())
    CompanyFactory.create_batch(5, clusters=["gesundheit"], sectors=["diagnostik"])
    with django_assert_max_num_queries(10):
        CompanyResource().export(Company.objects.all())
