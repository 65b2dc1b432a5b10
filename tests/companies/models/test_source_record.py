import pytest
from django.db import IntegrityError

from tests.factories import CompanyFactory, SourceRecordFactory

pytestmark = pytest.mark.django_db


def test_a_key_occurs_once_per_list():
    record = SourceRecordFactory()

    with pytest.raises(IntegrityError):
        SourceRecordFactory(source=record.source, key=record.key)


def test_two_lists_may_use_the_same_key_for_one_company():
    company = CompanyFactory()
    SourceRecordFactory(company=company, key="1")
    SourceRecordFactory(company=company, key="1")

    assert company.source_records.count() == 2


def test_a_row_is_not_last_seen_before_it_was_first_seen():
    with pytest.raises(IntegrityError):
        SourceRecordFactory(first_seen_on="2024-02-01", last_seen_on="2024-01-31")
