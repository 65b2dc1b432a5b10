"""``python -m benchmarks.beside [ROWS]``: what visitors notice while a list of ROWS is imported.

Asks public pages in turn, ten a second at the most and one at a time, before, while and after new
rows come into a directory of 22,000 companies.
"""

import http.client
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from statistics import median, quantiles

from benchmarks import imports, report, servers

FILLED = 22_000  # companies that are there before
PATHS = (
    "/",
    "/unternehmen/",
    "/unternehmen/?q=labor",
    "/unternehmen/?district=lichtenberg",
    "/unternehmen/?q=pflege&cluster=gesundheit",
    "/unternehmen/?view=map",
)
AS_THE_WORKER = ("nice", "-n", "10")  # as import_worker does by itself
PAUSE = 0.1  # seconds between two requests
ALONE = 30  # seconds of measuring without an import
WARM_UP = 10
Taken = list[float]  # seconds of each request


def main(rows: int) -> None:
    path = _prepare(rows)
    # No page is kept, and none is made a second time from what was found before.
    environment = {"BENCH_DATABASE": imports.DATABASE, "PAGE_CACHE_SECONDS": "0"}
    with servers.ours(FILLED, **environment) as site:
        _ask_for(site.port, WARM_UP)
        before = _ask_for(site.port, ALONE)
        with _asking(site.port) as during:
            found = json.loads(
                imports.child_process("save", path, database=imports.DATABASE, under=AS_THE_WORKER)
            )
        after = _ask_for(site.port, ALONE)
    _print(rows, found, {"before": before, "while": during, "after": after})
    imports.child_process("drop")


def _prepare(rows: int) -> str:
    """A directory of other companies, and the list."""
    imports.child_process("prepare", str(FILLED))
    imports.child_process("renew")
    filling = imports.path_of(FILLED, imports.OTHER)
    imports.child_process("save", str(filling), database=imports.DATABASE)
    path = imports.path_of(rows, imports.NEW)
    if rows != FILLED:
        _say(f"Writing a list of {rows:,} rows")
        imports.child_process("write", str(rows), imports.NEW, database=imports.TEMPLATE)
    return str(path)


def _ask_for(port: int, seconds: float) -> Taken:
    end, taken = time.monotonic() + seconds, []
    _ask(port, lambda: time.monotonic() < end, taken)
    return taken


@contextmanager
def _asking(port: int) -> Iterator[Taken]:
    taken: Taken = []
    is_over = threading.Event()
    with ThreadPoolExecutor(1) as thread:
        asking = thread.submit(_ask, port, lambda: not is_over.is_set(), taken)
        try:
            yield taken
        finally:
            is_over.set()
    asking.result()  # raises what went wrong


def _ask(port: int, goes_on: Callable[[], bool], taken: Taken) -> None:
    """Each request is a connection of its own, so that all workers have their turn."""
    paths = cycle(PATHS)
    while goes_on():
        path = next(paths)
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        taken.append(time.perf_counter() - started)
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
        time.sleep(PAUSE)


def _print(rows: int, found: dict[str, float], measured: dict[str, Taken]) -> None:
    report.put(f"{rows:,} rows imported beside public pages", _lines(rows, found, measured))


def _lines(rows: int, found: dict[str, float], measured: dict[str, Taken]) -> Iterator[str]:
    seconds, peak = found["seconds"], found["peak"]
    yield f"New rows beside {FILLED:,} companies: {seconds:,.0f} s, {rows / seconds:,.0f} rows/s,"
    yield f"at most {peak:.0f} MB in the client. Pages in ms; p95 shall stay within 3 times.\n"
    usual = _p95(measured["before"])
    table = [
        (
            name,
            f"{len(taken):,}",
            *(f"{1000 * one:,.0f}" for one in (median(taken), _p95(taken), max(taken))),
            f"{_p95(taken) / usual:.1f}",
        )
        for name, taken in measured.items()
    ]
    yield from report.table(("pages", "requests", "p50", "p95", "worst", "p95 ÷ before"), table)


def _p95(taken: Taken) -> float:
    return quantiles(taken, n=20)[-1]


def _say(text: str) -> None:
    print(f"{text} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2] or ["100000"]))
