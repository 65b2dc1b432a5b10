"""Web servers to measure: ours as in production, and Datasette at its quickest."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
FIRST_PORT = int(os.environ.get("BENCH_PORT", "8014"))
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen
    port: int

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def memory(self) -> float:
        """MB of the largest worker: its own pages and its share of those it has in common."""
        return max(worker.memory_full_info().pss for worker in self.workers()) / 1e6


@contextlib.contextmanager
def ours(size: int, **environment: str) -> Iterator[Server]:
    """gunicorn with the production configuration, two workers; none is renewed meanwhile."""
    port = _free_port()
    variables = {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "BENCH_SIZE": str(size),
        "WEB_CONCURRENCY": "2",
    }
    command = [BIN / "gunicorn", "--config", "config/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    command += ["--max-requests", "0", "config.wsgi"]
    with _running(command, port, "/healthz", variables | environment) as server:
        yield server


@contextlib.contextmanager
def datasette(size: int) -> Iterator[Server]:
    """Datasette on a file that is promised not to change, so that it counts rows once only."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "companies.db"  # Datasette names the database after its file
        file.symlink_to(ROOT / ".data" / f"bench-{size}.db")
        for part in ("settings", "metadata"):
            (folder / f"{part}.json").symlink_to(HERE / f"datasette_{part}.json")
        counts = ["--inspect-file", folder / "inspect-data.json"]
        subprocess.run([BIN / "datasette", "inspect", file, *counts], check=True)
        command = [BIN / "datasette", "serve", folder, "--port", str(port)]
        with _running(command, port, "/-/versions.json", {}) as server:
            yield server


@contextlib.contextmanager
def _running(command: list, port: int, ready: str, environment: dict[str, str]) -> Iterator[Server]:
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log
        )
        try:
            _wait(process, port, ready, log)
            yield Server(process, port)
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen, port: int, path: str, log) -> None:
    for _ in range(1_200):
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    log.seek(0)
    sys.exit(f"The server did not start:\n{log.read()[-3000:]}")


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    sys.exit(f"No port is free from {FIRST_PORT} on.")
