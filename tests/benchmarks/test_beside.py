from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest

from benchmarks import beside


@contextmanager
def site(monkeypatch, statuses: dict[str, int]) -> Iterator[tuple[int, list[str]]]:
    """A web server that answers so, its port, and what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(statuses[self.path])
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    monkeypatch.setattr(beside, "PATHS", tuple(statuses))
    monkeypatch.setattr(beside, "PAUSE", 0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever).start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        server.server_close()


def measured(monkeypatch, statuses: dict[str, int], requests: int) -> tuple[list, list]:
    with site(monkeypatch, statuses) as (port, asked), beside._asking(port) as taken:
        while len(asked) < requests:
            sleep(0.01)
    return asked, taken


def test_pages_are_asked_for_in_turn_while_the_block_runs(monkeypatch):
    asked, taken = measured(monkeypatch, {"/a": 200, "/b": 200}, requests=4)

    assert asked[:4] == ["/a", "/b", "/a", "/b"]
    assert len(taken) == len(asked)


def test_a_page_that_fails_is_an_error(monkeypatch):
    with pytest.raises(RuntimeError, match="/b answers 500"):
        measured(monkeypatch, {"/a": 200, "/b": 500}, requests=2)
