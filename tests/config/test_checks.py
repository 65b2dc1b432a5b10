import pytest
from django.core.checks import run_checks
from django.db import connection, connections

from config.checks import database_suits


class Answer:
    """Stands for a database that answers ``value`` to every question."""

    def __init__(self, version: int, value: bool) -> None:
        self.pg_version = version
        self.value = value

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *details):
        return None

    def execute(self, query):
        return None

    def fetchone(self):
        return (self.value,)


@pytest.mark.django_db
def test_the_database_of_the_tests_suits():
    assert database_suits(["default"]) == []


@pytest.mark.django_db
def test_a_database_that_does_not_fold_umlauts_is_refused(monkeypatch):
    monkeypatch.setattr(connections["default"], "cursor", Answer(180006, False).cursor)

    (error,) = run_checks(databases=["default"], tags=["database"])

    assert error.id == "config.E002"
    assert "CREATE DATABASE" in error.hint


def test_an_old_server_is_refused(monkeypatch):
    monkeypatch.setattr("config.checks.connections", {"default": Answer(140011, True)})

    (error,) = database_suits(["default"])

    assert error.msg == "Database 'default' is PostgreSQL 14."


@pytest.mark.django_db(transaction=True)
def test_the_statement_that_the_check_proposes_makes_a_database_that_suits():
    from config.checks import RIGHT_DATABASE

    statement = RIGHT_DATABASE.split(": ", 1)[1].split(" (before")[0]
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < 170000:
            pytest.skip("the builtin locale came with PostgreSQL 17")
        cursor.execute(statement.replace("clusteratlas", "test_proposed_database"))
        cursor.execute("SELECT datlocale FROM pg_database WHERE datname = 'test_proposed_database'")
        locale = cursor.fetchone()[0]
        cursor.execute("DROP DATABASE test_proposed_database")

    assert locale == "C.UTF-8"
