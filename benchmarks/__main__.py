"""``python -m benchmarks SIZE``: prepare the data, measure, print, and write RESULTS.md."""

import json
import os
import signal
import subprocess
import sys
from typing import Any

from benchmarks import over_http, report
from benchmarks.servers import ROOT

SMALL, LARGE = 22_000, 1_000_000
ROUNDS = 5
PASSES = 3  # over all cells, in each round


def main(size: int) -> None:
    sizes = [size] if size == SMALL else [SMALL, size]  # growth is measured in one run
    for one in sizes:
        subprocess.run(_python("prepare"), env=_environment(one), cwd=ROOT, check=True)
    inprocess: dict[int, dict[str, dict[str, list[float]]]] = {one: {} for one in sizes}
    for number in range(ROUNDS):
        for one in sizes:
            _say(f"In process, {one:,} companies, round {number + 1} of {ROUNDS}")
            _add(inprocess[one], _measured("inprocess", one, PASSES))
    _say("Facets against plain SQL")
    facets = _measured("plain_sql", size, ROUNDS)
    measured = {
        "size": size,
        "inprocess": inprocess,
        "facets": facets,
        "http": over_http.against_datasette(size, ROUNDS, _say),
        "limits": over_http.against_nothing(size, ROUNDS, _say),
    }
    report.publish(measured)


def _add(to: dict[str, dict[str, list]], new: dict[str, dict[str, list]]) -> None:
    for way, by_cell in new.items():
        for cell, seconds in by_cell.items():
            to.setdefault(way, {}).setdefault(cell, []).extend(seconds)


def _measured(module: str, size: int, rounds: int) -> Any:
    """What a process of its own measures: it meets the data of one size only, and anew."""
    command = [*_python(module), str(rounds)]
    done = subprocess.run(
        command, env=_environment(size), cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{module}"]


def _environment(size: int) -> dict[str, str]:
    return os.environ | {"BENCH_SIZE": str(size)}


def _say(text: str) -> None:
    print(f"{text} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped
    main(int(sys.argv[1]))
