"""What workers do with a list: plan it, and bring it in. One transaction each, done or not done."""

from collections.abc import Callable
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from .actor import Actor
from .census import census
from .errors import UnreadableFileError, WrongOptionError
from .intake import Upload
from .layout import Layout
from .options import Options
from .planned import Keeper
from .progress import CancelledError, Notebook, is_at_work, listening
from .run import ChangedPlanError, Job, run
from .summary import Summary

State = Upload.State
logger = structlog.get_logger(__name__)


def start_planning(upload: Upload) -> None:
    _start(upload, State.PLANNING)


def start_saving(upload: Upload, *, good_rows: bool) -> None:
    upload.good_rows = good_rows
    _start(upload, State.SAVING)


def _start(upload: Upload, state: Upload.State, message: str = "") -> None:
    with transaction.atomic():
        upload.begin(state, message)
        transaction.on_commit(lambda: work_on.enqueue(str(upload.pk)))


@task()
def work_on(pk: str) -> None:
    """Do what the state of a list asks for; again, where an earlier worker was stopped."""
    notebook = Notebook(UUID(pk))
    with notebook as mine:
        upload = Upload.objects.select_related("cluster", "user").filter(pk=pk).first()
        if mine is None or upload is None or not upload.is_working:
            return
        with listening(notebook):
            _either_or(upload, _plan if upload.state == State.PLANNING else _save)


def _either_or(upload: Upload, work: Callable[[Upload], None]) -> None:
    """Either the work is done, or the list is where it was before, with a message that says why."""
    before = State.COLUMNS if upload.state == State.PLANNING else State.PLANNED
    try:
        with transaction.atomic():
            work(upload)
    except (UnreadableFileError, WrongOptionError) as error:
        upload.end(before, str(error))
    except CancelledError:
        upload.end(before, _("Stopped. Nothing was saved."))
    except ChangedPlanError:
        message = _("The directory has changed since the last comparison, so it was made anew.")
        _start(upload, State.PLANNING, message)
    except (OperationalError, InterfaceError):
        logger.exception("import_failed", upload=str(upload.pk))
        message = _("The connection to the database was lost, or it has no room left. Try again.")
        upload.end(before, " ".join([_("Nothing was saved."), message]))
    except Exception:
        upload.end(before, _("An error of the program: nothing was saved. It has been noted."))
        raise


def _plan(upload: Upload) -> None:
    with upload.opened() as file:
        job = job_of(upload, file)
        keeper = Keeper(upload, job.table.skipped)
        plan = run(job, save=False, receiver=keeper).plan
    keeper.end()
    upload.headings = job.table.headings
    upload.totals = plan.totals() | {"operators": plan.numbers()["operators"]}
    upload.notes = _notes(plan)
    upload.changes_something = plan.changes_something
    upload.unknown = {
        field: {word: [count, plan.near_values[field][word]] for word, count in words.items()}
        for field, words in plan.unknown_values.items()
    }
    upload.fingerprint = plan.fingerprint()
    upload.end(State.PLANNED, upload.message)


def _notes(plan: Summary) -> list[str]:
    notes = []
    if plan.ignored_columns:
        notes.append(_("Columns left out: %s") % ", ".join(plan.ignored_columns))
    if plan.tags:
        words = ", ".join(tag.name_de for tag in plan.tags)
        notes.append(_("Proposed as tags: %s") % words)
    return notes


def _save(upload: Upload) -> None:
    before = census(upload.cluster)
    with upload.opened() as file:
        outcome = run(
            job_of(upload, file), save=True, good_rows=upload.good_rows, agreed=upload.fingerprint
        )
    if not upload.good_rows and outcome.plan.problems:
        raise WrongOptionError(_("Some rows have a fault, so nothing was saved."))
    upload.census = {"before": before, "after": census(upload.cluster)}
    upload.record = outcome.record
    upload.end(State.SAVED)


def job_of(upload: Upload, file: BinaryIO) -> Job:
    """Raises UnreadableFileError."""
    return Job.of_file(
        file,
        upload.file_name,
        Layout(**upload.layout),
        cluster=upload.cluster,
        options=Options(**upload.options),
        actor=Actor.staff(upload.user),
        user=upload.user,
    )


def resume() -> int:
    """Hand lists to the workers again whose work was interrupted. Return how many."""
    waiting = {task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()}
    stopped = [
        upload
        for upload in Upload.objects.filter(state__in=[State.PLANNING, State.SAVING])
        if not is_at_work(upload.pk) and str(upload.pk) not in waiting
    ]
    for upload in stopped:
        work_on.enqueue(str(upload.pk))
    return len(stopped)


def forget_files(days: int) -> int:
    """Delete the files of lists that are older; what was done with them stays in the history."""
    old = Upload.objects.filter(
        file_gone_at=None, created_at__lt=timezone.now() - timedelta(days=days)
    )
    for upload in old:
        with transaction.atomic():
            upload.parts.all().delete()
            upload.rows.all().delete()
            upload.file_gone_at = timezone.now()
            upload.save(update_fields=["file_gone_at"])
    return len(old)
