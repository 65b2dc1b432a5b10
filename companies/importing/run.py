"""An import from file to outcome: plan it, and if told to, carry it out in one transaction."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO

import pghistory
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Cluster, Source, User
from companies.models import Import
from companies.search.index import index_later

from .actor import Actor
from .apply import Applier, note_seen
from .errors import WrongOptionError
from .layout import Layout, Table
from .missing import write_missing
from .options import Options
from .plan import Plan, Planner
from .progress import Phase, tell
from .reader import open_table
from .stamp import stamped_at

ONE_AT_A_TIME = 4_919_021_704  # any number, the same for every import


@dataclass(frozen=True)
class Job:
    """What is to be brought in, and on whose behalf."""

    file_name: str
    file_hash: str
    table: Table
    cluster: Cluster
    options: Options
    actor: Actor
    user: User | None = None  # None on the command line

    @classmethod
    def of_file(
        cls, file: BinaryIO, name: str, layout: Layout | None = None, **rest: object
    ) -> "Job":
        """Raises UnreadableFileError."""
        digest = sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
        file.seek(0)
        return cls(name, digest.hexdigest(), open_table(file, layout), **rest)


@dataclass
class Outcome:
    plan: Plan
    record: Import | None = None  # None if nothing was changed
    new_source: str = ""


class ChangedPlanError(Exception):
    """The plan is no longer the one that was agreed to; nothing was saved."""


def run(job: Job, *, save: bool, good_rows: bool = False, agreed: str = "") -> Outcome:
    """Plan ``job``; carry it out if ``save`` and if no row has a fault, or else its ``good_rows``.

    ``agreed`` is the fingerprint of the plan that somebody has seen and agreed to.
    Where nothing would change, no import is recorded, only that the list still has its keys.
    Raises UnreadableFileError, WrongOptionError and ChangedPlanError.
    """
    with _collected_later():
        return _run(job, save, good_rows, agreed)


def _run(job: Job, save: bool, good_rows: bool, agreed: str) -> Outcome:
    planner = Planner(job.cluster, _with_stamp(job), job.actor)
    if not save:
        outcome = Outcome(planner.plan(job.table))
        return _with_source(outcome, job, save=False)[0]
    with index_later():
        one_at_a_time()
        outcome = Outcome(planner.plan(job.table))
        if agreed and agreed != outcome.plan.fingerprint():
            raise ChangedPlanError
        if good_rows or not outcome.plan.problems:
            _carry_out(job, outcome)
        tell(Phase.INDEX)
    return outcome


@contextmanager
def _collected_later() -> Iterator[None]:
    """All that a list brings is needed to the end: going through it again and again in search of
    garbage takes a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _carry_out(job: Job, outcome: Outcome) -> None:
    plan = outcome.plan
    outcome, source = _with_source(outcome, job, save=True)
    if plan.changes_something:
        outcome.record = Import.objects.create(
            file_name=job.file_name[:255],
            file_hash=job.file_hash,
            cluster=job.cluster,
            source=source,
            user=job.user,
            options=job.options.as_json(),
            totals=plan.totals() | {"operators": len(plan.operators)},
        )
    context = {"import_id": outcome.record.pk} if outcome.record else {}
    with pghistory.context(reason="import", file=job.file_name, **context):
        if outcome.record:
            tell(Phase.WRITE, 0, len(plan.changes))
            Applier(plan, job.cluster, job.actor).write()
        if source:
            note_seen(plan, source, timezone.localdate())
            write_missing(plan.missing, job.cluster, timezone.localdate(), timezone.now())
    if outcome.record:
        outcome.record.finished_at = timezone.now()
        outcome.record.save(update_fields=["finished_at"])


def _with_stamp(job: Job) -> Options:
    """A file of ours has in its name when it was made, unless that is stated."""
    moment = stamped_at(job.file_name)
    if job.options.exported_at or moment is None:
        return job.options
    return replace(job.options, exported_at=moment.isoformat())


def _with_source(outcome: Outcome, job: Job, *, save: bool) -> tuple[Outcome, Source | None]:
    """Find the list that the keys belong to; one that is not known yet is made with the import."""
    slug = job.options.source
    source = Source.objects.filter(slug=slug).first() if slug else None
    if slug and source is None:
        outcome.new_source = slug
        if save:
            source = Source.objects.create(
                slug=slug, kind=Source.Kind.LIST, title=job.file_name[:300]
            )
    return outcome, source


def one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise WrongOptionError(
                _("Another import is being saved. Try again when it has finished.")
            )
