"""Carry out a plan in one transaction: everything or nothing, in a few statements."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from clusters.models import Cluster, Source
from companies.bulk import copy_objects, copy_rows, update_objects
from companies.models import (
    CompanyCluster,
    CompanySector,
    CompanyTag,
    Membership,
    SourceRecord,
    Tag,
)

from .actor import Actor
from .change import Change
from .summary import Plan
from .unchanged import hash_of

BATCH = 1000


class Applier:
    """Writes a part of a plan on behalf of ``actor`` into ``cluster``."""

    def __init__(self, plan: Plan, cluster: Cluster, actor: Actor) -> None:
        self.plan = plan
        self.cluster = cluster
        self.actor = actor
        self.now = timezone.now()
        self.doing = [change for change in plan.changes if not change.is_empty]

    def write(self) -> None:
        self._tags()
        self._companies()
        self._locations()
        self._clusters()
        self._sectors()
        self._company_tags()
        self._networks()

    def _tags(self) -> None:
        """In order of slug, as everybody inserts words: no two imports wait for each other."""
        tags = sorted(self.plan.tags, key=lambda tag: tag.slug)
        if not tags:
            return
        Tag.objects.bulk_create(tags, BATCH, ignore_conflicts=True)
        saved = dict(
            Tag.objects.filter(slug__in=[tag.slug for tag in tags]).values_list("slug", "pk")
        )
        for tag in tags:
            tag.pk = saved[tag.slug]

    def _companies(self) -> None:
        new = [change.company for change in self.doing if change.is_new]
        for company in new:
            company.submitted_by = self.actor.submitted_by
        copy_objects([*self.plan.operators, *new])
        for company in new:
            company._state.adding = False
        changed = [change for change in self.doing if not change.is_new]
        fields = {"updated_at"}.union(*(change.company_fields for change in changed))
        if "name" in fields:
            fields.add("name_sort")
        update_objects([change.company for change in changed], fields)

    def _locations(self) -> None:
        moved = [change for change in self.doing if change.location and change.location_fields]
        copy_objects([change.location for change in moved if change.location._state.adding])
        old = [change for change in moved if not change.location._state.adding]
        fields = set().union(*(change.location_fields for change in old))
        update_objects([change.location for change in old], fields)

    def _clusters(self) -> None:
        fields = ("company", "cluster", "submitted_by", "approved_by", "approved_at")
        rows = []
        for change, cluster in _each(self.doing, "join"):
            approval = (_pk(self.actor.approved_by), self.now)
            if not self.actor.admits(cluster):
                approval = (None, None)
            row = (change.company.pk, cluster.pk, _pk(self.actor.submitted_by), *approval)
            rows.append(row)
        if rows:
            copy_rows(CompanyCluster, fields, rows)
        waiting = [part.pk for _change, part in _each(self.doing, "approve")]
        CompanyCluster.objects.filter(pk__in=waiting).update(
            approved_by=self.actor.approved_by, approved_at=self.now
        )

    def _sectors(self) -> None:
        """The first of a list is the main one, where the entry has none that stays."""
        _unlink(CompanySector, "sector", _each(self.doing, "remove_sectors"))
        adding = [change for change in self.doing if change.add_sectors]
        known = [change.company.pk for change in adding if not change.is_new]
        main_ones = CompanySector.objects.filter(is_primary=True, company__in=known)
        have_main = set(main_ones.values_list("company_id", flat=True))
        rows = [
            (pk := change.company.pk, sector.pk, position == 0 and pk not in have_main)
            for change in adding
            for position, sector in enumerate(change.add_sectors)
        ]
        if rows:
            copy_rows(CompanySector, ("company", "sector", "is_primary"), rows)

    def _company_tags(self) -> None:
        _unlink(CompanyTag, "tag", _each(self.doing, "remove_tags"))
        rows = [(change.company.pk, tag.pk) for change, tag in _each(self.doing, "add_tags")]
        if rows:
            copy_rows(CompanyTag, ("company", "tag"), rows)

    def _networks(self) -> None:
        rows = [(one.company.pk, one.network.pk) for one in self.doing if one.network]
        if rows:
            copy_rows(Membership, ("company", "network"), rows)


def note_seen(plan: Plan, source: Source, today: date, *, is_new: bool) -> None:
    """Keep which entry each key of the list is about, and that the list still has it.

    Of a new list no key is known: none comes twice.
    """
    keys = [] if is_new else [change.draft.key for change in plan.changes]
    records = SourceRecord.objects.filter(source=source, key__in=keys)
    known = {record.key: record for record in records}
    fields = ("company", "source", "key", "first_seen_on", "last_seen_on", "row_hash")
    new, again = [], []
    for change in plan.changes:
        key, row_hash = change.draft.key, hash_of(change.draft)
        record = known.get(key)
        if record is None:
            new.append((change.company.pk, source.pk, key, today, today, row_hash))
        elif (record.last_seen_on, record.row_hash, record.missing_since) != (
            today, row_hash, None,
        ):  # fmt: skip
            record.last_seen_on, record.row_hash = today, row_hash
            record.missing_since = None
            again.append(record)
    if new:
        copy_rows(SourceRecord, fields, new)
    update_objects(again, ["last_seen_on", "row_hash", "missing_since"])
    seen = [each.record for each in plan.untouched if each.last_seen_on != today]
    if seen:
        SourceRecord.objects.filter(pk__in=seen).update(last_seen_on=today)


def _each(changes: Iterable[Change], attribute: str) -> Iterator[tuple[Change, Any]]:
    return ((change, thing) for change in changes for thing in getattr(change, attribute))


def _pk(thing: models.Model | None) -> Any:
    return thing and thing.pk


def _unlink(
    model: type[models.Model], name: str, pairs: Iterable[tuple[Change, models.Model]]
) -> None:
    gone = {(change.company.pk, thing.pk) for change, thing in pairs}
    if not gone:
        return
    rows = model._default_manager.filter(company__in={company for company, _thing in gone})
    keys = rows.values_list("pk", "company_id", f"{name}_id")
    model._default_manager.filter(
        pk__in=[pk for pk, company, thing in keys if (company, thing) in gone]
    ).delete()
