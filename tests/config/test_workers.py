"""Several worker processes beside each other, as in production."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from companies.models import Company
from tests.conftest import ROOT
from tests.database import database_url
from tests.factories import CompanyFactory

SECONDS_TO_START = 60


@contextmanager
def worker() -> Iterator[str]:
    """The address of a web server of one process, which keeps pages."""
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
        wait_for(f"http://{host}/healthz")
        yield f"http://{host}/unternehmen/"
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str) -> None:
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


@pytest.mark.django_db(transaction=True)
def test_each_worker_shows_an_edit_on_the_next_request():
    company = CompanyFactory(name="Muster Null")
    with ExitStack() as stack:
        addresses = [stack.enter_context(worker()) for _ in range(2)]
        for name in ("Muster Eins", "Muster Zwei", "Muster Drei"):
            Company.objects.filter(pk=company.pk).update(name=name, name_sort=name.lower())

            for address in addresses:
                assert name in read(address)
                assert name in read(address)  # the kept page
