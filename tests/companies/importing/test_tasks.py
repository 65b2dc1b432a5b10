"""Lists in the hands of workers: stopped, interrupted, gone on with, forgotten."""

from contextlib import closing
from datetime import timedelta
from io import BytesIO, StringIO
from time import sleep

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from clusters.models import Sector
from companies.importing import tasks
from companies.importing.intake import Upload
from companies.importing.progress import Bar, Notebook, Phase, is_at_work, listening, share, tell
from companies.models import Company
from tests.accounts import member_of
from tests.companies.importing.conftest import LIST
from tests.factories import CompanyFactory, PostcodeFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("region", "sector")]


@pytest.fixture
def upload(cluster):
    user = member_of("Curators")
    return Upload.objects.of_file(BytesIO(LIST.encode()), "list.csv", user=user, cluster=cluster)


def test_a_worker_does_what_the_state_asks_for(upload):
    upload.begin(Upload.State.PLANNING)
    tasks.work_on.call(str(upload.pk))
    upload.refresh_from_db()
    assert (upload.state, upload.totals["new"]) == (Upload.State.PLANNED, 2)
    upload.begin(Upload.State.SAVING)
    tasks.work_on.call(str(upload.pk))
    upload.refresh_from_db()

    assert (upload.state, Company.objects.count()) == (Upload.State.SAVED, 2)


def test_work_that_is_done_already_is_not_done_again(upload):
    upload.begin(Upload.State.SAVING)
    tasks.work_on.call(str(upload.pk))
    tasks.work_on.call(str(upload.pk))

    assert Company.objects.count() == 2


@pytest.mark.parametrize("change", [
    lambda sector: Sector.objects.filter(pk=sector.pk).update(name_de="Optik"),
    lambda sector: PostcodeFactory(code="10367", district__slug="pankow", weight=10_000),
    lambda sector: CompanyFactory(name="Havel Optik GmbH", location__postcode="10367"),
])  # fmt: skip
def test_a_plan_that_is_another_by_now_is_not_carried_out(upload, sector, change):
    upload.begin(Upload.State.PLANNING)
    tasks.work_on.call(str(upload.pk))
    change(sector)
    Upload.objects.get().begin(Upload.State.SAVING)
    tasks.work_on.call(str(upload.pk))

    upload.refresh_from_db()
    assert upload.state == Upload.State.PLANNING
    assert "has changed since the last comparison" in upload.message


def test_a_full_disk_leaves_the_list_where_it_was_and_says_why(upload, monkeypatch):
    def full(*arguments, **options):
        raise OperationalError("could not extend file: No space left on device")

    monkeypatch.setattr(tasks, "run", full)
    upload.begin(Upload.State.SAVING)
    tasks.work_on.call(str(upload.pk))

    upload.refresh_from_db()
    assert (upload.state, Company.objects.count()) == (Upload.State.PLANNED, 0)
    assert "no room left" in upload.message


def test_progress_is_seen_while_the_work_goes_on_and_asks_to_stop(upload):
    upload.begin(Upload.State.SAVING)
    seen = []

    def look(phase, done, total):
        seen.append((Upload.objects.get(pk=upload.pk).phase, is_at_work(upload.pk)))

    with Notebook(upload.pk) as notebook:
        notebook(Phase.READ, 5, 10)
        look(None, 0, 0)
    assert seen == [("read", True)]
    for _ in range(100):  # the server notices a moment later
        if not is_at_work(upload.pk):
            return
        sleep(0.05)
    pytest.fail("the lock is still held")


def test_a_list_that_is_to_stop_goes_back_and_nothing_is_saved(upload):
    upload.begin(Upload.State.SAVING)
    Upload.objects.filter(pk=upload.pk).update(is_cancelled=True)
    tasks.work_on.call(str(upload.pk))
    upload.refresh_from_db()

    assert (upload.state, Company.objects.count()) == (Upload.State.PLANNED, 0)
    assert upload.message


def test_only_one_worker_works_on_a_list(upload):
    upload.begin(Upload.State.SAVING)
    with Notebook(upload.pk):
        tasks.work_on.call(str(upload.pk))

    assert not Company.objects.exists()


def test_interrupted_lists_are_handed_out_again(upload):
    upload.begin(Upload.State.SAVING)
    with Notebook(upload.pk):
        assert tasks.resume() == 0
    assert tasks.resume() == 1

    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(upload.pk)]


def test_old_files_are_deleted_and_say_so(upload):
    old = timezone.now() - timedelta(days=200)
    Upload.objects.filter(pk=upload.pk).update(created_at=old)
    assert tasks.forget_files(days=180) == 1
    upload.refresh_from_db()

    assert not upload.parts.exists()
    assert upload.file_gone_at


def test_without_a_listener_progress_is_told_to_nobody():
    tell(Phase.READ, 1, 2)
    heard = []
    with listening(lambda *said: heard.append(said)):
        tell(Phase.READ, 1, 2)

    assert heard == [(Phase.READ, 1, 2)]


def test_a_terminal_shows_a_bar_and_clears_it_at_the_end():
    stream = StringIO()
    with closing(Bar(stream)) as bar, listening(bar):
        tell(Phase.COMPARE, 5, 10)

    assert "░" in stream.getvalue()
    assert " 5/10" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_the_share_that_is_done_begins_with_nothing_and_ends_with_the_whole():
    assert share("", 0, 0) == share(Phase.READ, 0, 10) == 0
    assert share(Phase.READ, 10, 10) == share(Phase.COMPARE, 0, 10)
    assert share(Phase.INDEX, 10, 10) == 1
