from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import OperationalError, connection, models


class Version(NamedTuple):
    """A state of the data. Two states differ in ``number``; it only says that, not which is newer.

    ``epoch`` changes where tables were emptied instead of changed: nothing kept then holds.
    """

    number: int
    epoch: UUID | None
    changed_at: datetime | None


class DataVersionManager(models.Manager["DataVersion"]):
    def current(self) -> Version:
        """The state that a query would see now, a transaction's own changes included.

        Each page asks this first, so it is also the question whether the connection still holds:
        after a restart of the database server a new one is opened.
        """
        if connection.in_atomic_block:
            return self._current()
        connection.health_check_done = True  # else Django asks that with a statement of its own
        try:
            return self._current()
        except OperationalError:
            connection.close()
            return self._current()

    def _current(self) -> Version:
        with connection.cursor() as cursor:
            if connection.in_atomic_block:
                cursor.execute("SET CONSTRAINTS clusters_pending_change IMMEDIATE")
            cursor.execute("SELECT version, epoch, changed_at FROM clusters_dataversion")
            row = cursor.fetchone()
        return Version(*row) if row else Version(0, None, None)


class DataVersion(models.Model):
    """One row, changed by whatever changes the data, as the last act of its transaction.

    The triggers of tracked models note that something changed; when the transaction commits, a
    deferred trigger writes the new version, so that two long writers do not wait for each other.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField()
    epoch = models.UUIDField()
    changed_at = models.DateTimeField()

    objects = DataVersionManager()

    class Meta:
        verbose_name = "data version"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="%(app_label)s_%(class)s_is_one_row"
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)
