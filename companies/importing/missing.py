"""Entries that came with an earlier version of a list and are not in this one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Cluster
from companies.choices import Status
from companies.models import Company, CompanyCluster, SourceRecord

from .actor import Actor
from .directory import Entry, entries_of
from .options import CLOSE, KEEP, LEAVE, Options

AT_ONCE = 1000  # entries
GONE = """
    SELECT DISTINCT company_id FROM companies_sourcerecord AS record
    JOIN clusters_source AS source ON source.id = record.source_id AND source.slug = %(source)s
    WHERE company_id > %(after)s
        AND NOT EXISTS (SELECT FROM list_entries WHERE id = record.company_id AND row IS NOT NULL)
        AND NOT EXISTS (SELECT FROM companies_sourcerecord AS other
            JOIN list_keys ON list_keys.key = other.key
            WHERE other.source_id = record.source_id AND other.company_id = record.company_id)
    ORDER BY company_id LIMIT %(most)s"""


@dataclass
class Missing:
    entry: Entry
    keys: list[str]  # that it had in the list
    last_seen_on: date
    missing_since: date  # today, if it is this version that has it no more
    records: list[SourceRecord]
    action: str = KEEP  # what happens to the entry: keep, leave or close
    why_kept: str = ""  # where it is kept although the rule is another

    @property
    def key(self) -> str:
        return self.keys[0]

    @property
    def is_newly_missing(self) -> bool:
        return any(record.missing_since is None for record in self.records)

    @property
    def changes(self) -> bool:
        return self.is_newly_missing or self.action != KEEP

    def __str__(self) -> str:
        text = _("%(name)s (%(key)s): last in the list on %(day)s")
        day = date_format(self.last_seen_on, "SHORT_DATE_FORMAT")
        values = {"name": self.entry.name, "key": ", ".join(self.keys), "day": day}
        return text % values + (f" – {self.why_kept}" if self.why_kept else "")


def missing_from(
    options: Options, cluster: Cluster, actor: Actor, today: date
) -> Iterator[list[Missing]]:
    """Yield the entries of the list of which it has no key any more, some at a time, and what
    becomes of them. Which keys it has, and what its rows are about, is in its ledger.
    """
    after = UUID(int=0)
    while ids := _gone(options.source, after):
        after = ids[-1]
        found = [
            each for each in _missing(ids, options.source, today) if actor.may_change(each.entry.id)
        ]
        if options.missing != KEEP:
            ripe = [one for one in found if (today - one.missing_since).days >= options.grace_days]
            decide = _leave if options.missing == LEAVE else _close
            decide(ripe, options.source, cluster, actor, today)
        if found:
            yield found


def _gone(source: str, after: UUID) -> list[UUID]:
    """An entry may have got another key in this version, or be about another row."""
    with connection.cursor() as cursor:
        cursor.execute(GONE, {"source": source, "after": after, "most": AT_ONCE})
        return [company for (company,) in cursor.fetchall()]


def _missing(ids: list[UUID], source: str, today: date) -> Iterator[Missing]:
    entries = {entry.id: entry for entry in entries_of(ids)}
    records = defaultdict(list)
    of_these = SourceRecord.objects.filter(source__slug=source, company__in=ids)
    for record in of_these.order_by("key"):
        records[record.company_id].append(record)
    for company, rows in records.items():
        yield Missing(
            entries[company],
            [row.key for row in rows],
            max(row.last_seen_on for row in rows),
            min(row.missing_since or today for row in rows),
            rows,
        )


def _leave(found: list[Missing], source: str, cluster: Cluster, actor: Actor, today: date) -> None:
    ids = [each.entry.id for each in found]
    members = _ids(current_members(cluster, today).filter(company__in=ids))
    for each in found:
        if each.entry.id in members and actor.may_join(cluster):
            each.action = LEAVE


def _close(found: list[Missing], source: str, cluster: Cluster, actor: Actor, today: date) -> None:
    """Only what is nobody else's: not in a list besides, nor in a cluster of others."""
    ids = [each.entry.id for each in found]
    others = SourceRecord.objects.filter(missing_since=None, company__in=ids)
    elsewhere = _ids(others.exclude(source__slug=source))
    foreign: set[UUID] = set()
    if actor.clusters is not None:
        parts = CompanyCluster.objects.filter(company__in=ids, left_on=None)
        foreign = _ids(parts.exclude(cluster__in=actor.clusters))
    open_ones = Company.objects.filter(pk__in=ids).exclude(status=Status.ARCHIVED)
    is_open = set(open_ones.values_list("pk", flat=True))
    for each in found:
        if each.entry.id in elsewhere:
            each.why_kept = _("another list still has it")
        elif each.entry.id in foreign or not actor.publishes:
            each.why_kept = _("others have to archive it")
        elif each.entry.id in is_open:
            each.action = CLOSE


def _ids(rows: object) -> set[UUID]:
    return set(rows.values_list("company_id", flat=True))


def current_members(cluster: Cluster, today: date) -> object:
    has_begun = Q(joined_on=None) | Q(joined_on__lte=today)
    return CompanyCluster.objects.filter(has_begun, cluster=cluster, left_on=None)


def write_missing(found: list[Missing], cluster: Cluster, today: date, now: object) -> None:
    """Mark what is missing, and carry out what becomes of the entries."""
    records = [record.pk for each in found for record in each.records]
    SourceRecord.objects.filter(pk__in=records, missing_since=None).update(missing_since=today)
    leaving = [each.entry.id for each in found if each.action == LEAVE]
    current_members(cluster, today).filter(company__in=leaving).update(left_on=today)
    closing = [each.entry.id for each in found if each.action == CLOSE]
    closed = Company.objects.filter(pk__in=closing)
    closed.update(status=Status.ARCHIVED, updated_at=now)


def heading_of(action: str, count: int) -> str:
    """What becomes of so many entries, in words."""
    words = {
        KEEP: ngettext(
            "%s entry is not in the list any more and stays:",
            "%s entries are not in the list any more and stay:",
            count,
        ),
        LEAVE: ngettext(
            "%s entry is not in the list any more and leaves the cluster:",
            "%s entries are not in the list any more and leave the cluster:",
            count,
        ),
        CLOSE: ngettext(
            "%s entry is not in the list any more and is archived:",
            "%s entries are not in the list any more and are archived:",
            count,
        ),
    }
    return words[action] % count
