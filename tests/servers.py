"""A web server beside the tests, on their database."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.database import database_url

SECONDS_TO_START = 60


@contextmanager
def web_server() -> Iterator[tuple[subprocess.Popen, str]]:
    """gunicorn with one worker, as in production, and its host and port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    command = [Path(sys.executable).parent / "gunicorn", "--config", "config/gunicorn.py"]
    variables = {"DATABASE_URL": database_url(), "DEBUG": "true", "CLUSTERATLAS_DEMO": "true"}
    process = subprocess.Popen(
        [*command, "--workers", "1", "--bind", host, "config.wsgi"],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://{host}/healthz")
        yield process, host
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        with suppress(urllib.error.URLError, ConnectionError):
            read(address)
            return
        time.sleep(0.2)
    pytest.fail(f"{address} does not answer")


def read(address: str) -> str:
    with urllib.request.urlopen(address) as page:  # noqa: S310  our own server
        return page.read().decode()
