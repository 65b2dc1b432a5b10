"""An import from file to outcome: plan it, and if told to, carry it out in one transaction."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from io import SEEK_END
from itertools import cycle
from typing import BinaryIO, Protocol

from django.db import connection, transaction
from django.utils.translation import gettext as _

from clusters.models import Cluster, Source, User
from companies.meanwhile import meanwhile
from companies.models import Import
from companies.search.index import REFRESH_PART, index_later

from .actor import Actor
from .errors import UnreadableFileError, WrongOptionError
from .layout import Layout, Table
from .options import Options
from .plan import Planner, Reading, spooled
from .progress import Phase, tell
from .reader import open_table
from .stamp import stamped_at
from .summary import Plan, Summary
from .writing import Writing, check_keys

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
    is_whole: Callable[[], bool] = lambda: True  # whether the file is as long as it was at first

    @classmethod
    def of_file(
        cls, file: BinaryIO, name: str, layout: Layout | None = None, **rest: object
    ) -> "Job":
        """Raises UnreadableFileError."""
        digest = sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
        length = file.tell()
        file.seek(0)
        table = open_table(file, layout)
        rest["is_whole"] = lambda: file.seek(0, SEEK_END) == length
        return cls(name, digest.hexdigest(), table, **rest)


@dataclass
class Outcome:
    plan: Summary
    record: Import | None = None  # None if nothing was changed
    new_source: str = ""


class ChangedPlanError(Exception):
    """The plan is no longer the one that was agreed to; nothing was saved."""


class FaultyError(Exception):
    """A row has a fault, so that nothing may stay of what the rows above brought."""


class Receiver(Protocol):
    """Takes the parts of a plan as they come; none of them is kept."""

    def begin(self) -> None: ...  # again from the first one

    def take(self, part: Plan) -> None: ...


def run(
    job: Job,
    *,
    save: bool,
    good_rows: bool = False,
    agreed: str = "",
    receiver: Receiver | None = None,
) -> Outcome:
    """Plan ``job``; carry it out if ``save`` and if no row has a fault, or else its ``good_rows``.

    ``agreed`` is the fingerprint of the plan that somebody has seen and agreed to.
    Where nothing would change, no import is recorded, only that the list still has its keys.
    Raises UnreadableFileError, WrongOptionError and ChangedPlanError.
    """
    with _collected_by_part() as collect:
        running = Running(job, receiver, collect)
        if save:
            with suppress(FaultyError):
                return running.save(good_rows=good_rows, agreed=agreed)
        return running.plan()


class Running:
    def __init__(self, job: Job, receiver: Receiver | None, collect: Callable[[], object]) -> None:
        table = replace(job.table, rows=spooled(job.table))
        if not job.is_whole():
            raise UnreadableFileError(
                _("The file changed while it was read. Wait until it is complete, and try again.")
            )
        self.job = replace(job, table=table, options=_with_stamp(job))
        self.receiver = receiver
        self.collect = collect
        slug = job.options.source
        self.source = Source.objects.filter(slug=slug).first() if slug else None
        self.new_source = slug if self.source is None else ""

    def plan(self) -> Outcome:
        """To the end, so that all faults are told."""
        reading = self._reading()
        with transaction.atomic():
            reading.go(self._received, self.collect)
        return Outcome(reading.summary, new_source=self.new_source)

    def save(self, *, good_rows: bool, agreed: str) -> Outcome:
        """Write each part before the next one is looked at. Raises FaultyError."""
        with index_later(), meanwhile() as work:
            one_at_a_time()
            reading = self._reading()
            keys = check_keys(of_operators=not reading.columns.name_operators)
            pauses = cycle([REFRESH_PART, f"{REFRESH_PART}; {keys}"])

            def use_pause() -> None:
                work.start(next(pauses))

            source = self.source or self._make_source()
            writing = Writing(self.job, source, is_new=self.source is None)

            def write(part: Plan) -> None:
                if part.problems and not good_rows:
                    raise FaultyError
                tell(Phase.WRITE, reading.summary.rows, len(self.job.table.rows))
                writing.write(part)
                use_pause()
                self._received(part)

            reading.go(write, self.collect, use_pause)
            if agreed and agreed != reading.summary.fingerprint():
                raise ChangedPlanError
            record = writing.end(reading.summary)
            tell(Phase.INDEX)
        return Outcome(reading.summary, record, self.new_source)

    def _reading(self) -> Reading:
        if self.receiver:
            self.receiver.begin()
        return Planner(self.job.cluster, self.job.options, self.job.actor).read(self.job.table)

    def _received(self, part: Plan) -> None:
        if self.receiver:
            self.receiver.take(part)

    def _make_source(self) -> Source | None:
        """The list that the keys belong to; one that is not known yet is made with the import."""
        slug, title = self.new_source, self.job.file_name[:300]
        if not slug:
            return None
        return Source.objects.create(slug=slug, kind=Source.Kind.LIST, title=title)


@contextmanager
def _collected_by_part() -> Iterator[Callable[[], object]]:
    """Hardly anything that a list brings is garbage before its part is through: to go through it
    again and again in search of some takes a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield partial(gc.collect, 0)  # what is older stays, as the words of the list do
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def _with_stamp(job: Job) -> Options:
    """A file of ours has in its name when it was made, unless that is stated."""
    moment = stamped_at(job.file_name)
    if job.options.exported_at or moment is None:
        return job.options
    return replace(job.options, exported_at=moment.isoformat())


def one_at_a_time() -> None:
    """Take the lock of those who write many rows; it ends with the transaction.

    All triggers count. That is said, as else each finds it out by an error of its own, and to get
    over that takes the longer, the more rows were written.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s), set_config('pgtrigger.ignore', '{}', true)",
            [ONE_AT_A_TIME],
        )
        if not cursor.fetchone()[0]:
            raise WrongOptionError(
                _("Another import is being saved. Try again when it has finished.")
            )
