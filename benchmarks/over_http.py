"""Measurements over HTTP; the client is a process of its own."""

import http.client
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from benchmarks import agreement, servers
from benchmarks.cells import LIST, cells
from benchmarks.servers import Server

TABLES = {"same": "companies", "first": "companies_first"}  # see datasette_data.py
EMPTY = "/healthz/empty"
Say = Callable[[str], None]


def against_datasette(size: int, rounds: int, say: Say) -> dict[str, Any]:
    """Our pages, none of them cached, and Datasette's in turn; and the memory that it took.

    ``site`` remembers nothing; ``again`` what words found and entries, as in production.
    """
    taken: dict[str, dict[str, list[float]]] = {}
    with (
        servers.ours(size, BENCH_DATABASE="idle") as idle,
        servers.ours(
            size, PAGE_CACHE_SECONDS="0", SEARCHES_REMEMBERED="0", ENTRIES_REMEMBERED="0"
        ) as site,
        servers.ours(size, PAGE_CACHE_SECONDS="0") as again,
        servers.datasette(size) as other,
    ):
        if different := agreement.differences(site, other):
            sys.exit("\n".join(["The numbers differ.", *different]))
        resting = idle.memory()
        for number in range(rounds + 1):
            say(f"Over HTTP, round {number} of {rounds}" if number else "Over HTTP, warming up")
            for cell in cells(size):
                measured = _cell(cell, site, again, other)
                if number:
                    into = taken.setdefault(cell.name, {})
                    for way, values in measured.items():
                        into.setdefault(way, []).extend(values)
        worker = max(site.memory(), again.memory())
        return {"cells": taken, "memory": {"idle": resting, "worker": worker}}


def _cell(cell: Any, site: Server, again: Server, other: Server) -> dict[str, list[float]]:
    jobs = [
        {"port": site.port, "paths": cell.paths, "times": 3},
        {"port": again.port, "paths": cell.paths, "times": 3},
        {"port": site.port, "paths": cell.paths, "times": 3, "connections": 4},
    ]
    if cell.kind:
        jobs += [
            {"port": other.port, "paths": cell.datasette_paths(table)} for table in TABLES.values()
        ]
    alone, remembered, together, *theirs = ask(jobs)
    measured = {
        "ours": alone["seconds"],
        "again": remembered["seconds"],
        "per_second": [together["per_second"]],
    }
    others = zip(TABLES, theirs, strict=False)  # none where Datasette has no equal
    return measured | {way: job["seconds"] for way, job in others}


def against_nothing(size: int, rounds: int, say: Say) -> dict[str, list[float]]:
    """Requests per second of a cached page, of a 304, and of a view that does nothing."""
    taken: dict[str, list[float]] = {}
    with servers.ours(size) as site:
        jobs = {"empty": _job(site, EMPTY), "cached page": _job(site, LIST)}
        if etag := _etag(site):
            jobs["304"] = _job(site, LIST) | {"headers": {"If-None-Match": etag}, "status": 304}
        for number in range(rounds + 1):
            say(f"Cached, round {number} of {rounds}" if number else "Cached, warming up")
            for name, job in jobs.items():
                measured = ask([job])[0]["per_second"]
                if number:
                    taken.setdefault(name, []).append(measured)
    return taken


def _job(site: Server, path: str) -> dict[str, Any]:
    return {"port": site.port, "paths": [path], "times": 300, "connections": 4}


def _etag(site: Server) -> str | None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    connection.request("GET", LIST)
    return connection.getresponse().getheader("ETag")


def ask(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.load"]
    done = subprocess.run(
        command, cwd=servers.ROOT, input=json.dumps(jobs), text=True, stdout=subprocess.PIPE
    )
    if done.returncode:
        sys.exit("A request failed, see above.")
    return json.loads(done.stdout)
