"""``python -m benchmarks.into_many [ROWS [ROUNDS]]``: how long the plan of a list takes where the
directory has 1,000,000 companies; none of the list is among them.

The database is the one of ``python -m benchmarks 1000000``, which makes it where it is missing.
"""

import json
import os
import sys
from collections.abc import Iterator
from statistics import median

from benchmarks import imports, report

MANY = 1_000_000
MOST, MEMORY = 20, 150  # seconds, MB
DATABASE = "postgres"


def main(rows: int, rounds: int) -> None:
    os.environ["BENCH_SIZE"] = str(MANY)
    imports.child_process("write", str(rows), imports.OTHER, database=DATABASE)
    path = str(imports.path_of(rows, imports.OTHER))
    kept = _measured("rebuild", path)
    plans = [_measured("plan", path) for _round in range(rounds)]
    report.put(f"{rows:,} rows into {MANY:,} companies", _lines(rows, kept, plans))


def _measured(way: str, path: str) -> dict[str, float]:
    found = json.loads(imports.child_process(way, path, database=DATABASE))
    print(f"{way}: {found['seconds']:.1f} s", file=sys.stderr)
    return found


def _lines(rows: int, kept: dict[str, float], plans: list[dict[str, float]]) -> Iterator[str]:
    seconds = median(each["seconds"] for each in plans)
    peak = median(each["peak"] for each in plans)
    yield f"Median of {len(plans)} rounds. What the site does by itself after many changes, before"
    yield f"that (base of the index, what tells entries at first sight): {kept['seconds']:.0f} s.\n"
    goals = [("plan in s", MOST, seconds), ("MB of the client", MEMORY, peak)]
    table = [
        (label, f"≤ {most}", f"{measured:.1f}", "yes" if measured <= most else "no")
        for label, most, measured in goals
    ]
    yield from report.table(("Goal", "wanted", "measured", "met"), table)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers or [22_000])[:1], *(numbers[1:] or [3]))
