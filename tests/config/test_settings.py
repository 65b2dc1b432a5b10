import pytest

from tests.config.conftest import PRODUCTION


def test_production_settings_pass_the_deployment_checks(run_python):
    result = run_python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL"])
def test_production_without_a_necessary_variable_names_it_in_one_line(run_python, missing):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}

    result = run_python("manage.py", "check", **variables)

    assert result.returncode == 1
    assert missing in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("secret", ["insecure-only-for-development" * 2, "short"])
def test_production_refuses_a_weak_secret(run_python, secret):
    result = run_python("manage.py", "check", **PRODUCTION | {"SECRET_KEY": secret})

    assert "SECRET_KEY must be" in result.stderr


def test_a_database_of_ones_own_switches_debug_off(run_python):
    variables = {name: value for name, value in PRODUCTION.items() if name != "DEBUG"}

    result = run_python("-c", "from config import settings; print(settings.DEBUG)", **variables)

    assert result.stdout == "False\n"


def test_a_database_address_leaves_the_embedded_one_alone(run_python):
    code = """
import sys, django
django.setup()
print([name for name in sys.modules if "embedded" in name])
"""
    result = run_python("-c", code, DJANGO_SETTINGS_MODULE="config.settings", **PRODUCTION)

    assert result.stdout == "[]\n"


def test_a_replica_address_makes_a_second_database(run_python):
    code = "from config import settings; print(settings.DATABASES['replica']['HOST'])"
    replica = {"DATABASE_REPLICA_URL": "postgres://reader@replica.example/clusteratlas"}

    result = run_python("-c", code, **PRODUCTION, **replica)

    assert result.stdout == "replica.example\n"


def test_caches_mail_and_hosts_come_from_the_environment(run_python):
    code = """
from config import settings as s
print(s.CACHES["default"]["LOCATION"], s.EMAIL_HOST, s.ALLOWED_HOSTS[0], s.CSRF_TRUSTED_ORIGINS)
"""
    result = run_python(
        "-c",
        code,
        **PRODUCTION,
        CACHE_URL="redis://cache.example:6379/1",
        EMAIL_URL="smtp://mail.example:25",
        ALLOWED_HOSTS="atlas.example",
        CSRF_TRUSTED_ORIGINS="https://atlas.example",
    )

    expected = "redis://cache.example:6379/1 mail.example atlas.example ['https://atlas.example']\n"
    assert result.stdout == expected


def test_connections_are_kept_unless_the_address_says_otherwise(run_python):
    code = "from config import settings as s; print(s.DATABASES['default']['CONN_MAX_AGE'])"
    address = PRODUCTION["DATABASE_URL"] + "?conn_max_age=0"

    kept = run_python("-c", code, **PRODUCTION)
    closed = run_python("-c", code, **PRODUCTION | {"DATABASE_URL": address})

    assert (kept.stdout, closed.stdout) == ("600\n", "0\n")
