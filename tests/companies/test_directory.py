import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from companies.directory import LATEST, Directory
from companies.models import Company
from tests.factories import CompanyFactory


@pytest.mark.django_db
def test_the_latest_changes_come_first_and_are_no_more_than_fit():
    made = [CompanyFactory() for _number in range(LATEST + 1)]
    Company.objects.filter(pk=made[2].pk).update(updated_at=timezone.now())
    hidden = CompanyFactory(status="draft")

    shown = [entry.slug for entry in Directory().latest()]

    assert shown[:2] == [made[2].slug, made[-1].slug]
    assert len(shown) == LATEST
    assert hidden.slug not in shown


@pytest.mark.django_db(transaction=True)
def test_the_latest_changes_are_looked_for_once_in_each_state_of_the_data():
    first = CompanyFactory()
    assert [entry.slug for entry in Directory().latest()] == [first.slug]
    with CaptureQueriesContext(connection) as asked:
        Directory().latest()
    assert not any('updated_at" DESC' in query["sql"] for query in asked)

    second = CompanyFactory()
    assert [entry.slug for entry in Directory().latest()] == [second.slug, first.slug]
