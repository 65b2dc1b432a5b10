from datetime import date
from uuid import UUID, uuid4

import pghistory
import pytest
from django.db import IntegrityError, transaction

from clusters.models import Source
from companies.bulk import copy_objects, copy_rows, update_objects
from companies.choices import Kind
from companies.models import Company, ImportMapping, Location, Tag
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
FIELDS = ("id", "slug", "name", "name_sort")


def row(number: int) -> tuple[UUID, str, str, str]:
    return uuid4(), f"havel-{number}", f"Havel {number}", f"havel {number}"


def test_copied_rows_arrive_with_defaults_and_generated_columns():
    assert copy_rows(Company, (*FIELDS, "employees"), ((*row(n), n) for n in (5, 300))) == 2

    small, large = Company.objects.order_by("employees")
    assert (small.name, small.kind, small.status) == ("Havel 5", Kind.COMPANY, "draft")
    assert (small.former_names, small.turnover_eur, small.is_demo) == ([], None, False)
    assert (small.size_class, large.size_class) == ("micro", "large")
    assert small.created_at is not None


def test_no_rows_are_no_fault():
    assert copy_rows(Company, FIELDS, []) == 0


def test_values_of_all_kinds_come_back_as_they_were():
    day = date(2026, 5, 4)
    values = (["10.1", "Ä|\t\\\n"], Kind.PHARMACY, day, None)
    copy_rows(
        Company, (*FIELDS, "former_names", "kind", "verified_on", "founded_year"),
        [(*row(1), *values)],
    )  # fmt: skip

    company = Company.objects.get()
    assert (company.former_names, company.kind, company.verified_on) == (values[0], "pharmacy", day)
    assert company.founded_year is None


def test_json_is_written_as_json():
    copy_rows(ImportMapping, ("name", "columns"), [("apotheken", {"PLZ": "postcode"})])

    mapping = ImportMapping.objects.get()
    assert (mapping.columns, mapping.constants) == ({"PLZ": "postcode"}, {})


def test_keys_go_by_name_or_by_column():
    company = CompanyFactory(location=None)
    source = Source.objects.create(slug="liste", title="Liste")

    copy_rows(Location, ("company_id", "city"), [(company.pk, "Berlin")])
    copy_rows(ImportMapping, ("name", "source"), [("liste", source.pk)])

    assert Location.objects.get().company == company
    assert ImportMapping.objects.get().source == source


def test_a_computed_field_must_be_named():
    with pytest.raises(ValueError, match="Company rows need: name_sort"):
        copy_rows(Company, ("id", "slug", "name"), [])


def test_history_is_written_in_the_callers_context():
    with pghistory.context(command="bulk"):
        copy_rows(Tag, ("slug", "name_de"), [("lidar", "Lidar"), ("radar", "Radar")])

    events = Tag.history.rel.related_model.objects.filter(pgh_context__metadata__command="bulk")
    assert sorted(events.values_list("slug", "pgh_label")) == [
        ("lidar", "insert"),
        ("radar", "insert"),
    ]


def test_a_row_against_a_constraint_leaves_nothing_behind():
    refused = pytest.raises(IntegrityError, match="companies_tag_kind_known")
    with refused, transaction.atomic():
        copy_rows(Tag, ("slug", "name_de", "kind"), [("a", "A", "service"), ("b", "B", "colour")])

    assert not Tag.objects.exists()


def test_a_generator_that_asks_the_database_is_refused_instead_of_waiting_for_ever():
    rows = ((f"tag-{Tag.objects.count()}", "Tag") for _ in range(2))

    with pytest.raises(RuntimeError, match="must not ask the database"):
        copy_rows(Tag, ("slug", "name_de"), rows)


def test_copied_objects_arrive_with_what_their_fields_compute():
    company = Company(slug="oekohaus", name="Ökohaus", kind=Kind.PHARMACY)

    copy_objects([company])

    stored = Company.objects.get()
    assert (stored.pk, stored.name_sort, stored.kind) == (company.pk, "oekohaus", "pharmacy")
    assert stored.created_at is not None


def test_updated_objects_keep_all_but_the_named_fields():
    company, other = CompanyFactory(name="Havel", employees=3), CompanyFactory(name="Spree")
    company.name, company.employees, company.former_names = "Ähre", None, ["Havel"]

    update_objects([company], ["name", "name_sort", "former_names"])

    company.refresh_from_db()
    assert (company.name, company.name_sort, company.employees) == ("Ähre", "aehre", 3)
    assert company.former_names == ["Havel"]
    assert Company.objects.get(pk=other.pk).name == "Spree"


def test_an_update_of_many_objects_is_one_event_each_in_the_history():
    companies = CompanyFactory.create_batch(3, employees=1)
    for number, company in enumerate(companies, 10):
        company.employees = number

    with pghistory.context(reason="import"):
        update_objects(companies, ["employees"])

    events = Company.history.rel.related_model.objects.filter(pgh_label="update")
    assert sorted(events.values_list("employees", flat=True)) == [10, 11, 12]
    assert set(events.values_list("pgh_context__metadata__reason", flat=True)) == {"import"}


def test_no_objects_take_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        copy_objects([])
        update_objects([], ["name"])
