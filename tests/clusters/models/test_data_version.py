import pytest
from django.db import connection

from clusters.models import DataVersion
from tests.factories import CompanyFactory


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_opened_again():
    CompanyFactory()
    before = DataVersion.objects.current()
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (own,) = cursor.fetchone()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 1000)", [own])
    other.close()

    assert DataVersion.objects.current() == before


@pytest.mark.django_db
def test_a_transaction_sees_its_own_change():
    before = DataVersion.objects.current()

    CompanyFactory()

    assert DataVersion.objects.current().number != before.number
