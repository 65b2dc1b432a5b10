"""Writes the parts of a plan, one after the other, all of them in one transaction."""

from typing import TYPE_CHECKING

import pghistory
from django.db import connection
from django.utils import timezone

from clusters.models import Source
from companies.models import (
    Company,
    CompanyCluster,
    CompanySector,
    CompanyTag,
    Import,
    Location,
    Membership,
    SourceRecord,
)

from .apply import Applier, note_seen
from .missing import write_missing
from .summary import Plan, Summary

if TYPE_CHECKING:
    from .run import Job


# Of the rows that an import writes. Where one entry refers to another, the other may come later; if
# none does, these are checked as well: what is left unchecked is gone through again each time.
KEYS = """
    SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint
    WHERE contype = 'f' AND condeferred AND (confrelid <> conrelid OR %s)
        AND conrelid = ANY(%s::regclass[])"""
WRITTEN = (
    Company, CompanyCluster, CompanySector, CompanyTag, Location, Membership, SourceRecord,
)  # fmt: skip


def check_keys(*, of_operators: bool) -> str:
    """Statements that check the foreign keys of the rows so far, and not only at the end."""
    with connection.cursor() as cursor:
        cursor.execute(KEYS, [of_operators, [model._meta.db_table for model in WRITTEN]])
        (keys,) = cursor.fetchone()
    return f"SET CONSTRAINTS {keys} IMMEDIATE; SET CONSTRAINTS {keys} DEFERRED"


class Writing:
    """``record`` is made with the first change; where there is none, there was no import."""

    def __init__(self, job: "Job", source: Source | None, *, is_new: bool) -> None:
        self.job = job
        self.source = source
        self.is_new = is_new  # the list, not its entries
        self.record: Import | None = None

    def write(self, part: Plan) -> None:
        if not any(part.numbers().values()):
            return
        if part.changes_something and self.record is None:
            self._begin()
        context = {"import_id": self.record.pk} if self.record else {}
        with pghistory.context(reason="import", file=self.job.file_name, **context):
            Applier(part, self.job.cluster, self.job.actor).write()
            if self.source:
                today = timezone.localdate()
                note_seen(part, self.source, today, is_new=self.is_new)
                write_missing(part.missing, self.job.cluster, today, timezone.now())

    def end(self, summary: Summary) -> Import | None:
        if self.record:
            operators = summary.numbers()["operators"]
            self.record.totals = summary.totals() | {"operators": operators}
            self.record.finished_at = timezone.now()
            self.record.save(update_fields=["totals", "finished_at"])
        return self.record

    def _begin(self) -> None:
        job = self.job
        self.record = Import.objects.create(
            file_name=job.file_name[:255],
            file_hash=job.file_hash,
            cluster=job.cluster,
            source=self.source,
            user=job.user,
            options=job.options.as_json(),
        )
