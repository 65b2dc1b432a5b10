import pytest
from django.db import DataError, IntegrityError, transaction

from companies.meanwhile import asked, meanwhile
from companies.models import Tag

pytestmark = pytest.mark.django_db
INSERT = """
    INSERT INTO companies_tag (slug, kind, name_de, name_en, is_proposed, is_demo)
    VALUES ('lidar', '{}', 'Lidar', '', false, false)"""


def test_rows_are_there_when_they_are_wanted():
    with asked("SELECT %s + 1", [41]) as rows:
        assert not Tag.objects.exists()  # another statement, answered after it
        assert rows() == [(42,)]


def test_what_the_database_refuses_is_told_when_the_rows_are_wanted():
    with pytest.raises(DataError), transaction.atomic(), asked("SELECT 1 / %s", [0]) as rows:
        rows()

    assert not Tag.objects.exists()


def test_the_next_statement_sees_what_was_done_meanwhile():
    with transaction.atomic(), meanwhile() as work:
        work.start(INSERT.format("service"))
        assert Tag.objects.get().slug == "lidar"
        work.start("DELETE FROM companies_tag; SELECT pg_sleep(0.1)")

    assert not Tag.objects.exists()


def colour_and(work, then):
    work.start(INSERT.format("colour"))
    then()


def test_what_goes_wrong_meanwhile_is_told_by_the_next_statement_and_leaves_nothing():
    refused = pytest.raises(IntegrityError, match="kind_known")
    with refused, transaction.atomic(), meanwhile() as work:
        colour_and(work, Tag.objects.exists)

    assert not Tag.objects.exists()


def test_what_goes_wrong_at_the_end_is_told_as_well():
    refused = pytest.raises(IntegrityError, match="kind_known")
    with refused, transaction.atomic(), meanwhile() as work:
        work.start(INSERT.format("colour"))


def test_a_block_that_fails_leaves_a_connection_that_can_be_used():
    with pytest.raises(ZeroDivisionError), transaction.atomic(), meanwhile() as work:
        colour_and(work, lambda: 1 / 0)

    assert not Tag.objects.exists()
