"""How far an import is, told to whoever listens: a terminal, or the page of a list.

The work itself is one transaction, of which nobody sees anything before its end.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import IO
from uuid import UUID

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WIDTH = 24  # characters of a bar
PAUSE = 0.3  # seconds between two notes of the same phase
LOCK = 4_919_021  # with the number of a list: somebody is at work on it


class Phase(TextChoices):
    READ = "read", _("Reading the rows")
    COMPARE = "compare", _("Comparing with the directory")
    WRITE = "write", _("Writing the entries")
    INDEX = "index", _("Making them findable")


# From where to where each phase takes the whole, as measured with new rows. Parts of a list are
# compared and written in turns, so these two go the same way.
STRETCHES = {
    Phase.READ: (0.0, 0.3),
    Phase.COMPARE: (0.3, 0.8),
    Phase.WRITE: (0.3, 0.8),
    Phase.INDEX: (0.8, 1.0),
}

Listener = Callable[[Phase, int, int], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


class CancelledError(Exception):
    """Somebody asked to stop; nothing was saved."""


def tell(phase: Phase, done: int = 0, total: int = 0) -> None:
    """Say that ``done`` of ``total`` rows of a phase are through; 0 where that is not known.

    Raises CancelledError where whoever listens wants the work to end.
    """
    if (listener := _listener.get()) is not None:
        listener(phase, done, total)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def share(phase: str, done: int, total: int) -> float:
    """The part of the whole that is done, 0 to 1; it never goes back."""
    start, end = STRETCHES.get(phase, (0.0, 0.0))
    return start + (end - start) * min(1.0, done / total) if total else start


class Bar:
    """One line of a terminal that is written over and over, and gone at the end."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def __call__(self, phase: Phase, done: int, total: int) -> None:
        filled = round(WIDTH * share(phase, done, total))
        rows = f" {done}/{total}" if total else f" {done}" if done else ""
        line = f"{'█' * filled}{'░' * (WIDTH - filled)} {phase.label}{rows}"
        self.stream.write(f"\r\x1b[K{line}")
        self.stream.flush()

    def close(self) -> None:
        self.stream.write("\r\x1b[K")


class Notebook:
    """Writes progress beside a list, on a connection of its own.

    It also holds a lock on the list, which ends with the process however that ends: so others
    know whether somebody is at work.
    """

    def __init__(self, upload: UUID) -> None:
        self.upload = upload
        self.connection = connection.copy()
        self.last: tuple[str, float] = ("", 0.0)

    def __enter__(self) -> "Notebook | None":
        """None where another process is at work on this list."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", self._key())
            if cursor.fetchone()[0]:
                return self
        self.connection.close()
        return None

    def __exit__(self, *args: object) -> None:
        self.connection.close()

    def __call__(self, phase: Phase, done: int, total: int) -> None:
        now = monotonic()
        if self.last[0] == phase and now - self.last[1] < PAUSE:
            return
        self.last = (phase, now)
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE companies_upload SET phase = %s, done = %s, total = %s"
                " WHERE id = %s RETURNING is_cancelled",
                [phase, done, total, self.upload],
            )
            if cursor.fetchone() == (True,):
                raise CancelledError

    def _key(self) -> list[object]:
        return [LOCK, str(self.upload)]


def is_at_work(upload: UUID) -> bool:
    """Whether a process works on this list right now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid = %s AND objid = (hashtext(%s)::bigint & 4294967295)::oid)",
            [LOCK, str(upload)],
        )
        return cursor.fetchone()[0]
