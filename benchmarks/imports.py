"""``python -m benchmarks.imports [SIZE [ROUNDS]]``: how long lists of that many rows take.

Ours against raw COPY of the same file and against django-import-export in its quickest bulk
configuration. Each way runs in a process of its own, in a database of its own.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import report

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE, DATABASE = "imports_template", "imports"
NEW, CHANGED, OTHER = "new", "changed", "other"
# What is measured: the label, the way and its list. None begins with an empty directory.
STEPS = [
    None,
    ("raw COPY", "raw_copy", NEW),
    ("plan of new rows", "plan", NEW),
    ("import of new rows", "save", NEW),
    ("rebuild, as the site does by itself", "rebuild", NEW),
    ("plan of other new rows, directory filled", "plan", OTHER),
    ("plan, 10 % changed", "plan", CHANGED),
    ("import, 10 % changed", "save", CHANGED),
    ("undo of 10 % changed", "take_back", CHANGED),
    None,
    ("import of new rows, to be undone", "save", NEW),
    ("undo of new rows", "take_back", NEW),
    None,
    ("import of new rows, to be copied", "save", NEW),
    ("COPY into our tables, their keys and indexes alone", "copy_again", NEW),
    None,
    ("library, plan of new rows", "library_plan_new", NEW),
    None,  # else the rows that were taken back mislead the planner now and then: 300 s
    ("library, new rows", "library_new", NEW),
    ("library, plan, 10 % changed", "library_plan_again", CHANGED),
    ("library, 10 % changed", "library_again", CHANGED),
    None,
    ("library, new rows, index by triggers", "library_new_by_triggers", NEW),
    ("library, 10 % changed, index by triggers", "library_again_by_triggers", CHANGED),
]
# All that is on one side of a ratio, and all that is on the other.
RATIOS = {
    "new rows, planned and imported: library / ours": (
        ("library, plan of new rows", "library, new rows"),
        ("plan of new rows", "import of new rows"),
    ),
    "10 % changed, planned and imported: library / ours": (
        ("library, plan, 10 % changed", "library, 10 % changed"),
        ("plan, 10 % changed", "import, 10 % changed"),
    ),
    "new rows, imported: library / ours": (("library, new rows",), ("import of new rows",)),
    "10 % changed, imported: library / ours": (
        ("library, 10 % changed",),
        ("import, 10 % changed",),
    ),
    "new rows, imported: library / ours, index by triggers": (
        ("library, new rows, index by triggers",),
        ("import of new rows",),
    ),
    "10 % changed, imported: library / ours, index by triggers": (
        ("library, 10 % changed, index by triggers",),
        ("import, 10 % changed",),
    ),
    "new rows, imported: ours / raw COPY": (("import of new rows",), ("raw COPY",)),
    "COPY into our tables / raw COPY": (
        ("COPY into our tables, their keys and indexes alone",),
        ("raw COPY",),
    ),
}

# What shall be reached: at least so many times, at most so many times or seconds, or MB.
LEAST = {
    "new rows, planned and imported: library / ours": 5,
    "new rows, imported: library / ours": 5,
    "10 % changed, planned and imported: library / ours": 10,
    "10 % changed, imported: library / ours": 10,
}
MOST = {
    "new rows, imported: ours / raw COPY": 40,
    "plan of other new rows, directory filled": 5,
    "plan, 10 % changed": 5,
    "undo of 10 % changed": 2,
    "undo of new rows": 2,
}
MEMORY = 150


def main(size: int, rounds: int) -> None:
    _keep_server()
    child_process("prepare", str(size))
    seconds, peaks = defaultdict(list), defaultdict(list)
    for number in range(rounds):
        for step in STEPS:
            if step is None:
                child_process("renew")
                continue
            label, way, file = step
            found = json.loads(child_process(way, str(path_of(size, file)), database=DATABASE))
            seconds[label].append(found["seconds"])
            peaks[label].append(found["peak"])
            print(f"{number + 1}/{rounds} {label}: {found['seconds']:.2f} s", file=sys.stderr)
    _print(size, rounds, seconds, peaks)
    child_process("drop")


def _keep_server() -> None:
    """Running for as long as this process, or else each way would begin with an empty cache."""
    os.environ |= {"BENCH_DATABASE": "postgres", "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    import django
    from django.db import connection

    django.setup()
    connection.ensure_connection()


def _print(size: int, rounds: int, seconds: dict[str, list], peaks: dict[str, list]) -> None:
    middle = {label: statistics.median(taken) for label, taken in seconds.items()}
    memory = {label: statistics.median(found) for label, found in peaks.items()}
    ratios = {
        label: sum(middle[each] for each in one) / sum(middle[each] for each in other)
        for label, (one, other) in RATIOS.items()
    }
    report.put(f"Imports of {size:,} rows", _lines(size, rounds, middle, memory, ratios))


def _lines(
    size: int, rounds: int, middle: dict[str, float], memory: dict[str, float], ratios: dict
) -> Iterator[str]:
    yield f"Medians of {rounds} rounds; memory: the most that the client process had.\n"
    yield from report.table(("Goal", "wanted", "measured", "met"), _goals(middle, memory, ratios))
    yield ""
    rows = [
        (label, f"{taken:.2f}", f"{size / taken:,.0f}", f"{memory[label]:.0f}")
        for label, taken in middle.items()
    ]
    yield from report.table(("way", "s", "rows/s", "MB"), rows)
    yield ""
    yield from report.table(("ratio", "times"), [(k, f"{v:.1f}") for k, v in ratios.items()])


def _goals(
    middle: dict[str, float], memory: dict[str, float], ratios: dict[str, float]
) -> Iterator[tuple[str, str, str, str]]:
    """What shall be reached with 22,000 rows; by the fair ratios, with our quick index for both."""
    for label, least in LEAST.items():
        is_met = "yes" if ratios[label] >= least else "no"
        yield label, f"≥ {least}", f"{ratios[label]:.1f}", is_met
    for label, most in MOST.items():
        measured = ratios.get(label, middle.get(label, 0.0))
        yield label, f"≤ {most}", f"{measured:.1f}", "yes" if measured <= most else "no"
    largest = max((label for label in memory if not label.startswith("library")), key=memory.get)
    is_met = "yes" if memory[largest] <= MEMORY else "no"
    yield f"MB of the client ({largest})", f"≤ {MEMORY}", f"{memory[largest]:.0f}", is_met


def path_of(size: int, name: str) -> Path:
    return ROOT / ".data" / f"imports-{size}-{name}.csv"


def child_process(*arguments: str, database: str = "postgres", under: Sequence[str] = ()) -> str:
    command = [*under, sys.executable, "-m", "benchmarks.imports", "--child", *arguments]
    environment = os.environ | {
        "BENCH_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def child(way: str, *arguments: str) -> None:
    """Do one thing in this process and print what it took."""
    import django

    django.setup()
    if way in HOUSEKEEPING:
        HOUSEKEEPING[way](*arguments)
        return
    from django.db import connection

    from benchmarks import import_ways

    connection.ensure_connection()
    taken = getattr(import_ways, way)(Path(arguments[0]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": taken, "peak": peak}))


def _prepare(size: str) -> None:
    """A template with the fixtures in it, and the lists."""
    _drop()
    _sql(f"CREATE DATABASE {TEMPLATE}")
    child_process("fill", size, database=TEMPLATE)


def _fill(size: str) -> None:
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fixtures = sorted(path.stem for path in Path(settings.FIXTURE_DIRS[0]).glob("*.json"))
    call_command("loaddata", *fixtures, verbosity=0)
    from clusters.models import User

    User.objects.create_superuser("bench")
    for name in (NEW, CHANGED, OTHER):
        _write(size, name)


def _write(size: str, name: str) -> None:
    from benchmarks import import_list

    seed = import_list.OTHER if name == OTHER else import_list.FIRST
    path = path_of(int(size), name)
    import_list.write(path, int(size), seed=seed, changed=name == CHANGED)


def _renew() -> None:
    _drop_one(DATABASE)
    _sql(f"CREATE DATABASE {DATABASE} TEMPLATE {TEMPLATE}")
    _sql("CHECKPOINT")


def _drop() -> None:
    for name in (DATABASE, TEMPLATE):
        _drop_one(name)


def _drop_one(name: str) -> None:
    """Also where a web process still builds the search index of what was brought in."""
    _sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _sql(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


HOUSEKEEPING = {
    "prepare": _prepare,
    "fill": _fill,
    "write": _write,
    "renew": _renew,
    "drop": _drop,
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        sizes = [int(argument) for argument in sys.argv[1:]]
        main(*(sizes or [22_000])[:1], *(sizes[1:] or [3]))
