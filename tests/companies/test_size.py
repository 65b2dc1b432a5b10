from itertools import product

import pytest
from django.db.migrations.writer import MigrationWriter
from hypothesis import given
from hypothesis import strategies as st

from companies.models import Company
from companies.size import SizeBasis, SizeClass, size_basis, size_class, size_class_expression
from tests.factories import CompanyFactory

MILLION = 1_000_000
staff = st.integers(0, 1_000)
amounts = st.none() | st.integers(0, 100 * MILLION)


@pytest.mark.parametrize(
    ("headcount", "size"),
    [(0, "micro"), (9.9, "micro"), (10, "small"), (49, "small"), (50, "medium"), (249, "medium"),
     (250, "large"), (26_000, "large")],
)  # fmt: skip
def test_size_class_by_headcount_alone(headcount, size):
    assert size_class(headcount) == size
    assert size_basis(headcount) == SizeBasis.HEADCOUNT


@pytest.mark.parametrize(
    ("numbers", "size"),
    [
        # at the ceilings of each class, and one above
        ((9, 2 * MILLION, 2 * MILLION), "micro"),
        ((9, 2 * MILLION + 1, 2 * MILLION + 1), "small"),
        ((9, 10 * MILLION + 1, 10 * MILLION + 1), "medium"),
        ((9, 50 * MILLION + 1, 43 * MILLION + 1), "large"),
        ((249, 50 * MILLION, 44 * MILLION), "medium"),
        ((249, 51 * MILLION, 43 * MILLION), "medium"),
        # one of the two within its ceiling is enough
        ((9, 90 * MILLION, 2 * MILLION), "micro"),
        ((9, 0, 90 * MILLION), "micro"),
        # staff at its ceiling is above it, however small the amounts
        ((10, 0, 0), "small"),
        ((250, 0, 0), "large"),
        # the one known amount decides
        ((9, 3 * MILLION, None), "small"),
        ((9, None, 44 * MILLION), "large"),
        ((9, None, 1 * MILLION), "micro"),
    ],
)
def test_size_class_with_amounts(numbers, size):
    assert size_class(*numbers) == size
    assert size_basis(*numbers) == SizeBasis.FULL


def test_size_class_stated_counts_only_without_headcount():
    assert size_class(None, stated="medium") is SizeClass.MEDIUM
    assert size_class(None, 5, 5, stated="medium") is SizeClass.MEDIUM
    assert size_class(5, stated="medium") is SizeClass.MICRO
    assert size_basis(None, stated="medium") == SizeBasis.STATED


def test_size_class_is_unknown_without_headcount_and_statement():
    assert size_class(None, 90 * MILLION, 90 * MILLION) is None
    assert size_basis(None, 90 * MILLION) is None


@pytest.mark.parametrize("numbers", [(-1, None, None), (1, -1, None), (1, None, -1)])
def test_size_class_refuses_negative_numbers(numbers):
    with pytest.raises(ValueError, match="not negative"):
        size_class(*numbers)


@given(staff, amounts, amounts, staff)
def test_size_class_never_shrinks_with_more_staff(headcount, turnover, balance_sheet, more):
    order = list(SizeClass)
    small, large = (
        order.index(size_class(number, turnover, balance_sheet))
        for number in (headcount, headcount + more)
    )

    assert small <= large


def test_size_class_expression_can_stand_in_a_migration():
    written, _imports = MigrationWriter.serialize(size_class_expression())

    assert "stated_size_class" in written
    assert "43000000" in written


@pytest.mark.django_db
def test_size_class_is_the_same_in_the_database():
    turnovers = (None, 2 * MILLION, 10 * MILLION + 1, 50 * MILLION, 50 * MILLION + 1)
    balance_sheets = (None, 2 * MILLION + 1, 10 * MILLION, 43 * MILLION, 43 * MILLION + 1)
    grid = product((None, 9, 10, 49, 50, 249, 250), turnovers, balance_sheets, ("", "medium"))

    Company.objects.bulk_create(
        CompanyFactory.build(
            employees=employees,
            turnover_eur=turnover,
            balance_sheet_eur=balance_sheet,
            stated_size_class=stated,
        )
        for employees, turnover, balance_sheet, stated in grid
    )

    assert Company.objects.count() == 7 * 5 * 5 * 2
    for company in Company.objects.all():
        numbers = company.employees, company.turnover_eur, company.balance_sheet_eur
        assert company.size_class == (size_class(*numbers, company.stated_size_class) or "")
