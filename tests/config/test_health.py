import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from tests.config.conftest import PRODUCTION


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")  # a query would fail here: the test has no database

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_answers_when_all_migrations_are_applied(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ready"})


@pytest.mark.django_db
def test_readyz_counts_missing_migrations(client):
    MigrationRecorder.Migration.objects.filter(app="companies").last().delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["reason"] == "1 migrations are not applied."


def test_readyz_says_that_the_database_does_not_answer_and_not_its_address(run_python):
    code = """
import django, logging
django.setup()
logging.disable()
from django.test import Client
response = Client().get("/readyz", HTTP_HOST="localhost")
print(response.status_code, response.json()["reason"])
"""
    result = run_python("-c", code, DJANGO_SETTINGS_MODULE="config.settings", **PRODUCTION)

    assert result.stdout == "503 The database does not answer.\n", result.stderr


@override_settings(SECURE_SSL_REDIRECT=True)
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_answered_over_plain_http(client, path):
    assert client.get(path).status_code == 200
    assert client.get("/admin/login/").status_code == 301


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_can_only_be_read(client, path):
    assert client.post(path).status_code == 405


def test_robots_keep_out_of_the_admin(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain"
    assert b"Disallow: /admin/" in response.content
