import pytest
from django.utils import timezone

from companies.choices import Precision
from companies.exports.rows import WIDGETS, values_of, with_columns
from companies.importing.headings import COLUMNS
from companies.models import Company
from companies.resources import CompanyResource
from companies.visibility import COLUMNS_DESPITE_OBJECTION
from tests.factories import (
    CompanyClusterFactory,
    CompanyFactory,
    CompanyTagFactory,
    LocationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    """An entry with something in every column, and with rows beside them that nobody may see."""
    company = CompanyFactory(
        name="Havel Optik", former_names=["Alt", "Älter"], legal_form="GmbH", kind="startup",
        wz_codes=["26.70", "86.10"], wz_edition="2008", website="https://havel.example",
        email="info@havel.example", phone="+493023125000", description_de="Zeile 1\n\nZeile 2",
        description_en="Lines", founded_year=1998, employees=1234, employees_year=2023,
        turnover_eur=1_500_000, turnover_year=2023, balance_sheet_eur=10, register_type="HRB",
        register_court="Berlin (Charlottenburg)", register_number="12345 B", vat_id="DE136695976",
        lei="213800KUD8LAJWSQ9D15", parent=CompanyFactory(slug="spree-holding"),
        verified_on="2024-12-31", clusters=["gesundheit", "dual-use"], tags=["lidar", "laser"],
        sectors=["medizintechnik", "diagnostik"], location__latitude="52.5",
        location__longitude="-13.400001", location__locality="Lichtenberg",
    )  # fmt: skip
    CompanyClusterFactory(company=company, cluster__slug="geheim", approved_at=None)
    CompanyTagFactory(company=company, tag__slug="neu", tag__is_proposed=True)
    LocationFactory(company=company, is_primary=False, street="Zweitweg 2")
    return company


def cells(company: Company) -> dict[str, str]:
    (values,) = values_of(with_columns(Company.objects.filter(pk=company.pk)))
    texts = [widget.render(value) for widget, value in zip(WIDGETS, values, strict=True)]
    return dict(zip(COLUMNS, texts, strict=True))


def filled(company: Company) -> set[str]:
    return {name for name, text in cells(company).items() if text}


def test_every_column_of_a_full_entry_is_filled(full):
    found = cells(full)

    assert [name for name, text in found.items() if not text] == []
    assert found["sectors"] == "medizintechnik|diagnostik"
    assert (found["clusters"], found["tags"]) == ("dual-use|gesundheit", "laser|lidar")
    assert (found["parent"], found["street"]) == ("spree-holding", "Musterallee 12")


@pytest.mark.parametrize("hidden", [{}, {"objection_on": "2025-01-01"}])
@pytest.mark.parametrize("precision", Precision.values)
def test_the_cells_are_those_of_the_resource(full, hidden, precision):
    Company.objects.filter(pk=full.pk).update(**hidden)
    full.locations.update(precision=precision)
    (expected,) = CompanyResource().export(Company.objects.filter(pk=full.pk)).dict

    found = cells(full)

    for name in ("clusters", "tags"):  # their order means nothing
        found[name], expected[name] = sorted(found[name]), sorted(expected[name])
    assert found == expected


def test_an_entry_without_a_place_has_empty_cells():
    found = cells(CompanyFactory(location=None))

    assert {found[name] for name in ("street", "postcode", "district", "latitude")} == {""}


def test_an_objection_leaves_name_address_branch_and_website(full):
    Company.objects.filter(pk=full.pk).update(objection_on=timezone.localdate())

    assert filled(full) == COLUMNS_DESPITE_OBJECTION


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"objection_on": "2025-01-01"}])
def test_an_operator_that_the_public_does_not_see_is_not_named(full, hidden):
    Company.objects.filter(pk=full.parent.pk).update(**hidden)

    assert cells(full)["parent"] == ""


def test_all_cells_of_many_entries_are_one_query(full, django_assert_num_queries):
    CompanyFactory.create_batch(3, clusters=["gesundheit"], sectors=["labor"], tags=["lidar"])

    with django_assert_num_queries(1):
        assert len(list(values_of(with_columns(Company.objects.all())))) == 5
