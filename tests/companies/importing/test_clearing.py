"""What empty and filled cells do, column by column."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.choices import Status
from companies.importing.clearing import CLEARED
from companies.importing.undo import undo
from companies.models import Company, Import
from tests.factories import CompanyFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("region")]


@pytest.fixture
def entry(cluster):
    return CompanyFactory(
        name="Havel Optik", phone="+493023125000", employees=10, employees_year=2020,
        register_court="Berlin (Charlottenburg)", register_type="HRB", register_number="1 B",
        wz_codes=["86.10"], wz_edition="2008", tags=["laser"], sectors=["labor"],
        former_names=["Alt"], clusters=["gesundheit"], parent=CompanyFactory(slug="traeger"),
        location__street="Weg 1", location__postcode="10367", location__city="Berlin",
    )  # fmt: skip


@pytest.fixture
def bring_row(bring, entry):
    """``bring_row("--clear", "phone", phone="")``: a row about the entry."""

    def run(*options, **cells):
        cells = {"id": entry.pk} | cells
        text = "\n".join(";".join(map(str, row)) for row in (cells, cells.values()))
        said = bring(text, *options, "--save")
        entry.refresh_from_db()
        return said

    return run


def clearing(*names):
    return [option for name in names for option in ("--clear", name)]


def test_an_empty_cell_keeps_what_is_there_unless_it_shall_clear_it(entry, bring_row):
    bring_row(phone="", employees="")
    assert (entry.phone, entry.employees) == ("+493023125000", 10)

    said = bring_row("--clear", "phone", phone="k. A.", employees="")
    assert "1 changed" in said
    assert (entry.phone, entry.employees) == ("", 10)


def test_what_belongs_together_is_cleared_together(entry, bring_row):
    names = ("employees", "register_number", "wz_codes")

    bring_row(*clearing(*names), **dict.fromkeys(names, ""))

    assert (entry.employees, entry.employees_year) == (None, None)
    assert (entry.register_court, entry.register_type, entry.register_number) == ("", "", "")
    assert (entry.wz_codes, entry.wz_edition) == ([], "")


def test_lists_and_the_operator_are_cleared(entry, bring_row):
    names = ("tags", "sectors", "former_names", "parent")

    bring_row(*clearing(*names), **dict.fromkeys(names, ""))

    assert (entry.former_names, entry.parent) == ([], None)
    assert not entry.tags.exists()
    assert not entry.sectors.exists()


def test_a_cleared_address_has_another_district(entry, bring_row):
    bring_row("--clear", "postcode", "--clear", "street", postcode="", street="", city="Cottbus")

    place = entry.locations.get()
    assert (place.street, place.postcode, place.district.slug) == ("", "", "cottbus")


def test_a_column_that_is_not_in_the_file_clears_nothing(entry, bring_row):
    bring_row("--clear", "phone", name="Havel Optik")
    assert entry.phone


def test_half_of_what_belongs_together_is_not_cleared(entry, bring_row):
    said = bring_row("--clear", "employees", employees="", employees_year="2024")

    assert "not cleared: there is more about it in the row" in said
    assert entry.employees == 10


def test_cells_that_an_export_hides_clear_nothing(entry, bring_row):
    Company.objects.filter(pk=entry.pk).update(objection_on="2025-01-01")
    Company.objects.filter(slug="traeger").update(status=Status.DRAFT)

    bring_row(*clearing("phone", "parent"), phone="", parent="")

    assert (entry.phone, entry.parent.slug) == ("+493023125000", "traeger")


def test_what_was_entered_since_the_export_is_not_cleared(entry, bring_row):
    Company.objects.filter(pk=entry.pk).update(phone="", email="")
    moment = timezone.now()
    Company.objects.filter(pk=entry.pk).update(phone="+493011111111")

    bring_row("--clear", "phone", "--exported", moment.isoformat(), phone="")

    assert entry.phone == "+493011111111"


def test_a_cell_fills_only_what_is_empty_if_told_so(entry, bring_row):
    options = ("--fill", "phone", "--fill", "email", "--fill", "tags", "--fill", "parent")

    bring_row(*options, phone="030 1234567", email="a@example.org", tags="radar", parent="Andere")

    assert (entry.phone, entry.email) == ("+493023125000", "a@example.org")
    assert [tag.slug for tag in entry.tags.all()] == ["laser"]
    assert entry.parent.slug == "traeger"


def test_a_site_that_loses_its_operator_may_not_keep_the_number_of_the_family(entry, bring_row):
    operator = Company.objects.get(slug="traeger")
    Company.objects.filter(pk__in=[entry.pk, operator.pk]).update(vat_id="DE136695976")

    said = bring_row("--clear", "parent", parent="")

    assert f"already belongs to {operator.name}" in said
    assert entry.parent == operator


def test_some_columns_cannot_be_cleared(bring):
    assert "--clear cannot be used for “name”" in bring("name\nA\n", "--clear", "name")
    assert "--fill cannot be used for “fone”" in bring("name\nA\n", "--fill", "fone")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(names=st.sets(st.sampled_from(CLEARED)))
def test_whatever_is_cleared_comes_back(entry, bring_row, names):
    before = Company.objects.filter(pk=entry.pk).values().get()

    said = bring_row(*clearing(*names), **dict.fromkeys(names, ""))

    assert "ERROR" not in said
    if "Saved as import" in said:
        undo(Import.objects.latest("pk"))
    assert Company.objects.filter(pk=entry.pk).values().get() == before
