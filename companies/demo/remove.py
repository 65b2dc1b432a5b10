"""Takes the demo companies away with everything that came or grew with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pghistory
import pgtrigger
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone
from pghistory.core import event_models
from pghistory.models import Context

from companies.models import Company, CompanyTag, Tag
from companies.search.index import index_later

from .write import analyse


@dataclass(frozen=True)
class Removal:
    """How many demo companies are gone, and which real entries lost a tie to the demo."""

    companies: int
    lost_parent: list[str]
    lost_tag: list[str]


def is_loaded() -> bool:
    return (
        Company.objects.filter(is_demo=True).exists() or Tag.objects.filter(is_demo=True).exists()
    )


@index_later(keep_base=False)
def remove() -> Removal:
    """Delete the demo companies and tags, their history and the log of their curation.

    A real entry that points to one of them stays and loses the link; its history says so.
    """
    analyse()
    companies, tags = Company.objects.filter(is_demo=True), Tag.objects.filter(is_demo=True)
    with pghistory.context(command="remove_demo"):
        lost_parent = _lose_parents()
        lost_tag = _lose_tags()
    count = companies.count()
    with pgtrigger.ignore():  # the history of what is deleted goes as well
        for rows in (companies, tags):
            for model, key in _children(rows.model):
                _delete(model._base_manager.filter(**{f"{key}__in": rows}))
            _delete(rows)
    _forget()
    return Removal(count, lost_parent, lost_tag)


def _lose_parents() -> list[str]:
    rows = Company.objects.filter(is_demo=False, parent__is_demo=True)
    names = list(rows.values_list("name", flat=True))
    if names:  # a statement without rows would leave a context without events
        rows.update(parent=None, updated_at=timezone.now())
    return names


def _lose_tags() -> list[str]:
    rows = CompanyTag.objects.filter(company__is_demo=False, tag__is_demo=True)
    names = sorted(set(rows.values_list("company__name", flat=True)))
    if names:
        rows.delete()
    return names


def _children(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Models whose rows go with a row of ``model``, and their key to it."""
    for relation in model._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            yield relation.related_model, relation.field.name


def _delete(rows: models.QuerySet) -> None:
    """One DELETE without loading the rows; what hangs on them has been deleted before."""
    rows._raw_delete(rows.db)


def _forget() -> None:
    """Delete history and admin log. History itself knows what was demo, also if deleted since."""
    contexts: set[Any] = set()
    for demo in (_events(Company).filter(is_demo=True), _events(Tag).filter(is_demo=True)):
        model = demo.model.pgh_tracked_model
        known = demo.values("pgh_obj_id")
        traces = [] if model is Tag else list(_children(model))
        for child, key in traces:
            contexts |= _forget_events(child, _events(child).filter(**{f"{key}__in": known}))
        contexts |= _forget_events(model, demo)
    used = {
        context
        for events in event_models()
        for context in events.objects.filter(pgh_context__in=contexts)
        .order_by()
        .values_list("pgh_context", flat=True)
        .distinct()
    }
    Context.objects.filter(pk__in=contexts - used).delete()


def _forget_events(model: type[models.Model], events: models.QuerySet) -> set[Any]:
    """Delete the events and what the admin logged of their rows; return their contexts."""
    keys = events.annotate(row_key=Cast("pgh_obj_id", models.TextField())).values("row_key")
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=kind, object_id__in=keys).delete()
    contexts = events.exclude(pgh_context=None).order_by().values_list("pgh_context").distinct()
    found = {context for (context,) in contexts}
    _delete(events)
    return found


def _events(model: type[models.Model]) -> models.QuerySet:
    (events,) = event_models(tracks_model=model)
    return events._base_manager.all()
