"""A worker that is killed at any moment leaves everything or nothing, and the list can go on."""

import os
import random
import subprocess
import sys
import time
from io import BytesIO

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from companies.importing import tasks
from companies.importing.intake import Upload
from companies.importing.progress import is_at_work
from companies.importing.undo import undo
from companies.models import Company, SearchEntry
from companies.search.index import refresh_all
from tests.accounts import member_of
from tests.conftest import ROOT
from tests.database import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("region", "sector")]

ROWS = 400
KILLS = 20
LONGEST = 2.0  # seconds; somewhat more than the import takes


def worker() -> subprocess.Popen:
    variables = {"DATABASE_URL": database_url(), "DEBUG": "true"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_worker", "--batch"],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until(is_so, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def upload(cluster):
    lines = [f"Muster {n};Weg {n};10367;Berlin;Medizintechnik" for n in range(ROWS)]
    text = "\n".join(["Firma;Straße;PLZ;Ort;Branche", *lines])
    user = member_of("Curators")
    upload = Upload.objects.of_file(BytesIO(text.encode()), "list.csv", user=user, cluster=cluster)
    upload.begin(Upload.State.SAVING)
    return upload


def state_of(upload: Upload) -> tuple[str, int, int]:
    upload.refresh_from_db()
    public = SearchEntry.objects.filter(is_public=True).count()
    return upload.state, Company.objects.count(), public


def test_killed_at_any_moment_everything_is_there_or_nothing(upload):
    moments, outcomes = random.Random(20261122), set()
    for _ in range(KILLS):
        tasks.resume()
        process = worker()
        wait_until(lambda: is_at_work(upload.pk) or process.poll() is not None)  # noqa: B023
        time.sleep(moments.uniform(0, LONGEST))
        process.kill()
        process.wait()
        wait_until(lambda: not is_at_work(upload.pk))
        outcomes.add(found := state_of(upload))
        assert found in {(Upload.State.SAVING, 0, 0), (Upload.State.SAVED, ROWS, ROWS)}
        if found[0] == Upload.State.SAVED:
            undo(upload.record)
            upload.begin(Upload.State.SAVING)
    assert len(outcomes) == 2  # else the moments were not worth much


def test_after_a_kill_the_next_worker_goes_on(upload):
    tasks.work_on.enqueue(str(upload.pk))
    process = worker()
    wait_until(lambda: is_at_work(upload.pk))
    process.kill()
    process.wait()
    wait_until(lambda: not is_at_work(upload.pk))
    assert DBTaskResult.objects.get().status == "RUNNING"  # as the killed worker left it

    assert worker().wait(120) == 0
    assert state_of(upload) == (Upload.State.SAVED, ROWS, ROWS)
    before = list(SearchEntry.objects.order_by("company").values_list("company", "document"))
    refresh_all()
    assert before == list(
        SearchEntry.objects.order_by("company").values_list("company", "document")
    )


def test_a_killed_connection_of_the_database_leaves_nothing_and_can_be_tried_again(upload):
    tasks.work_on.enqueue(str(upload.pk))
    process = worker()
    wait_until(lambda: is_at_work(upload.pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    process.wait(60)

    assert state_of(upload)[1:] == (0, 0)
    if not upload.is_working:  # else it was lost before the work began, and the next one goes on
        tasks.start_saving(upload, good_rows=False)
    assert worker().wait(120) == 0
    assert state_of(upload) == (Upload.State.SAVED, ROWS, ROWS)
