"""A database that does not suit is refused before it holds data."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

OLDEST_VERSION = 15  # unique constraints in which empty values collide
RIGHT_DATABASE = (
    "Create it with: CREATE DATABASE clusteratlas TEMPLATE template0 ENCODING 'UTF8' "
    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C' "
    "(before PostgreSQL 17: TEMPLATE template0 ENCODING 'UTF8' LOCALE 'de_DE.UTF-8')."
)


@register(Tags.database)
def database_suits(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    return [message for alias in databases or [] for message in _check(alias)]


def _check(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    version = connection.pg_version // 10000
    if version < OLDEST_VERSION:
        hint = f"Use PostgreSQL {OLDEST_VERSION} or later."
        return [Error(f"Database '{alias}' is PostgreSQL {version}.", hint=hint, id="config.E001")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('Ä') = 'ä'")
        if cursor.fetchone() == (True,):
            return []
    text = f"Database '{alias}' does not fold umlauts, so search would miss 'Ärzte' for 'ärzte'."
    return [Error(text, hint=RIGHT_DATABASE, id="config.E002")]
