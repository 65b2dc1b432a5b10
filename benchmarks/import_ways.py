"""The ways to bring a list in: each is called in a process of its own, by ``imports.py``."""

import time
from collections.abc import Callable
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.import_list import HEADINGS, KEY
from clusters.models import Cluster, User
from companies.importing.actor import Actor
from companies.importing.options import Options
from companies.importing.run import Job, run
from companies.importing.undo import undo
from companies.importing.writing import WRITTEN
from companies.models import Import


def cluster() -> Cluster:
    """The one that all rows join, beside those that they name."""
    return Cluster.objects.order_by("slug")[0]


def raw_copy(path: Path) -> float:
    """Seconds for the file as it is, into a table of texts without index, trigger or history.

    An ordinary table, whose rows are logged and committed as those of an import are; a temporary
    one would be spared both.
    """
    columns = ", ".join(f'"{name}" text' for name in HEADINGS)
    with connection.cursor() as cursor, path.open("rb") as file:
        cursor.execute(f"CREATE TABLE raw ({columns})")
        started = time.perf_counter()
        with transaction.atomic(), cursor.copy("COPY raw FROM STDIN (FORMAT csv, HEADER)") as copy:
            while chunk := file.read(1 << 16):
                copy.write(chunk)
        taken = time.perf_counter() - started
        cursor.execute("DROP TABLE raw")
    return taken


def copy_again(path: Path) -> float:
    """Seconds for the rows that an import has written, into the same tables, which were emptied.

    With their keys and indexes, but without reading, comparing, history and search index: less
    than that no import can take.
    """
    tables = [model._meta.db_table for model in WRITTEN]
    with connection.cursor() as cursor, TemporaryDirectory() as folder:
        for table in tables:
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                Path(folder, table).write_bytes(b"".join(rows))
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return _seconds(lambda: _copy_each(tables, Path(folder)))


def _copy_each(tables: list[str], folder: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write((folder / table).read_bytes())


def plan(path: Path) -> float:
    return _seconds(lambda: _run(path, save=False))


def save(path: Path) -> float:
    return _seconds(lambda: _run(path, save=True))


def rebuild(path: Path) -> float:
    """What the web server has done in the background after some thousand changes."""
    return _seconds(lambda: call_command("rebuild_search", base_only=True, stdout=StringIO()))


def take_back(path: Path) -> float:
    record = Import.objects.latest("pk")
    return _seconds(lambda: undo(record))


def library_plan_new(path: Path) -> float:
    from benchmarks.import_library import New, look_at

    return _seconds(lambda: look_at(path, New))


def library_plan_again(path: Path) -> float:
    from benchmarks.import_library import Again, look_at

    return _seconds(lambda: look_at(path, Again))


def library_new(path: Path) -> float:
    from benchmarks.import_library import New, bring_in

    return _seconds(lambda: bring_in(path, New))


def library_new_by_triggers(path: Path) -> float:
    from benchmarks.import_library import New, bring_in

    return _seconds(lambda: bring_in(path, New, nullcontext))


def library_again_by_triggers(path: Path) -> float:
    from benchmarks.import_library import Again, bring_in

    return _seconds(lambda: bring_in(path, Again, nullcontext))


def library_again(path: Path) -> float:
    from benchmarks.import_library import Again, bring_in

    return _seconds(lambda: bring_in(path, Again))


def _run(path: Path, *, save: bool) -> None:
    with path.open("rb") as file:
        job = Job.of_file(
            file,
            path.name,
            cluster=cluster(),
            options=Options(key_column=KEY, source=_source(path)),
            actor=Actor.command_line(_somebody()),  # who publishes, else nothing is indexed
        )
        outcome = run(job, save=save)
    if outcome.plan.problems:
        raise RuntimeError(f"{len(outcome.plan.problems)} faults: {outcome.plan.problems[0]}")


def _somebody() -> User:
    return User.objects.first() or User.objects.create_superuser("bench")


def _source(path: Path) -> str:
    """The changed list is the first one again; the other one is another list."""
    return "other" if path.stem.endswith("other") else "bench"


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
