"""An HTTP client in a process of its own: each connection sends its next request on the answer.

Reads jobs as JSON from standard input, ``{port, paths, times, connections, headers, status}``,
runs them in order, and writes the seconds of each request of each job.
"""

import http.client
import json
import sys
import time
from threading import Thread
from typing import Any

TIMEOUT = 900  # Datasette may take its time


def main() -> None:
    json.dump([run(**job) for job in json.load(sys.stdin)], sys.stdout)


def run(
    port: int,
    paths: list[str],
    times: int = 1,
    connections: int = 1,
    headers: dict[str, str] | None = None,
    status: int = 200,
) -> dict[str, Any]:
    """Ask for each path ``times`` times per connection, after one request that does not count."""
    taken: list[float] = []
    threads = [
        Thread(target=_ask, args=(port, paths * times, headers or {}, status, taken))
        for _ in range(connections)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = len(paths) * times * connections
    if len(taken) < wanted:
        sys.exit(f"{wanted - len(taken)} of {wanted} requests failed, see above")
    return {"seconds": taken, "per_second": wanted / (time.perf_counter() - started)}


def _ask(
    port: int, paths: list[str], headers: dict[str, str], status: int, taken: list[float]
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    for number, path in enumerate([paths[0], *paths]):
        started = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if number:  # the first one pays for what another server left in the processor
            taken.append(time.perf_counter() - started)
        if answer.status != status:
            raise RuntimeError(f"{path} answers {answer.status}, not {status}")
    connection.close()


if __name__ == "__main__":
    main()
