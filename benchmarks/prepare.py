"""Fills the databases of one size, unless they are filled already: ours, and Datasette's of it."""

import contextlib
import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

IDLE = "idle"  # a second database without companies, for the memory of a worker at rest


def main() -> None:
    django.setup()
    size = settings.BENCH_SIZE
    _prepare_idle()
    with _announced("migrations"):
        changed = _migrate()
    from benchmarks import companies, datasette_data, plain_sql

    wanted = f"version {companies.VERSION}, {size} companies"
    if _stamp() != wanted:
        if companies.Company.objects.exists():
            sys.exit(f"{settings.DATABASES['default']['EMBEDDED_FOLDER']} is outdated: delete it.")
        with _announced(f"{size:,} companies"):
            _load(size)
        with _announced("a denormalised table for plain SQL"):
            plain_sql.prepare()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
            cursor.execute(f"COMMENT ON DATABASE postgres IS '{wanted}'")
    elif changed:
        with _announced("the search index"):
            call_command("rebuild_search", stdout=io.StringIO())
    as_of = f"{wanted}, {timezone.localdate()}"  # every day some entries become stale
    if not datasette_data.is_there(as_of):
        with _announced("the same in SQLite"):
            datasette_data.build(as_of)
    call_command("collectstatic", interactive=False, verbosity=0)


def _load(size: int) -> None:
    import pgtrigger

    from benchmarks import companies

    fixtures = sorted(path.stem for path in Path(settings.FIXTURE_DIRS[0]).glob("*.json"))
    call_command("loaddata", *fixtures, verbosity=0)
    around = companies.world(timezone.localdate())
    # A history of nothing but insertions would double the time, and no page reads it.
    with pgtrigger.ignore(*_history_triggers()):
        companies.write(companies.entries(size, around))
    call_command("rebuild_search", base_only=True, stdout=io.StringIO())


def _history_triggers() -> list[str]:
    return [
        f"{model._meta.label}:{trigger.name}"
        for model in django.apps.apps.get_app_config("companies").get_models()
        for trigger in getattr(model._meta, "triggers", ())
        if trigger.name == "insert_insert"
    ]


def _migrate() -> bool:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=0)
    return bool(missing)


def _prepare_idle() -> None:
    """Make the database without companies; it is migrated by a process of its own."""
    if settings.DATABASES["default"]["NAME"] == IDLE:
        call_command("migrate", verbosity=0)
        sys.exit()
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [IDLE])
        if not cursor.rowcount:
            cursor.execute(f"CREATE DATABASE {IDLE}")
    command = [sys.executable, "-m", "benchmarks.prepare"]
    subprocess.run(command, check=True, env=os.environ | {"BENCH_DATABASE": IDLE})


def _stamp() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        )
        return cursor.fetchone()[0]


@contextlib.contextmanager
def _announced(what: str) -> Iterator[None]:
    print(f"Preparing {what} …", end=" ", flush=True)
    started = time.perf_counter()
    yield
    print(f"{time.perf_counter() - started:.1f} s", flush=True)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    main()
