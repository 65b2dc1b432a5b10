"""Events of the history as people read them: who, when, why, and each field before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clusters.models import User

LABELS = {
    "insert": gettext_noop("added"),
    "update": gettext_noop("changed"),
    "delete": gettext_noop("deleted"),
}
NOTHING = "–"


@dataclass
class FieldChange:
    label: str
    before: str
    after: str


@dataclass
class Change:
    event: models.Model
    before: models.Model | None  # the event that came before it in the same row
    fields: list[FieldChange] = field(default_factory=list)
    who: str = ""
    can_be_put_back: bool = False

    @property
    def model(self) -> type[models.Model]:
        return self.event.pgh_tracked_model

    @property
    def kind(self) -> str:
        return _(LABELS[self.event.pgh_label])

    @property
    def what(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def part(self) -> str:
        return self.event._meta.label_lower

    @property
    def name(self) -> str:
        """What the row is called, as far as the event itself knows."""
        keys = ("name", "name_de", "title", "code", "slug", "username", "file_name")
        named = next(
            (getattr(self.event, key, None) for key in keys if hasattr(self.event, key)), ""
        )
        return named or f"{self.model._meta.verbose_name} {self.event.pgh_obj_id}"

    @property
    def reason(self) -> str:
        reason = self.context.get("reason")
        return _(reason) if reason else ""

    @property
    def put_back_to(self) -> str:
        return self.context.get("put_back", "")

    @property
    def import_id(self) -> str:
        return self.context.get("import", "")

    @property
    def context(self) -> dict[str, Any]:
        return self.event.pgh_context.metadata if self.event.pgh_context else {}


def event_model(model: type[models.Model]) -> type[models.Model] | None:
    """The model of the events of ``model``, or None if it is not tracked."""
    if not any(relation.name == "history" for relation in model._meta.related_objects):
        return None
    return model._meta.get_field("history").related_model


def tracked_fields(event: models.Model) -> list[models.Field]:
    """The fields of the tracked model that an event holds and a row can be given."""
    names = {one.name for one in event._meta.concrete_fields}
    fields = event.pgh_tracked_model._meta.concrete_fields
    return [one for one in fields if one.name in names and not one.generated]


def changes(
    sources: Iterable[models.QuerySet],
    *,
    limit: int,
    skip: Iterable[tuple[type[models.Model], str]] = (),
) -> list[Change]:
    """The newest ``limit`` events of all ``sources``, newest first, each against the one before.

    ``skip`` names fields that say nothing here. Runs one query per source, per model that a
    changed field refers to, and one for the users.
    """
    events = [event for rows in sources for event in rows.order_by("-pgh_id")[: limit + 1]]
    found = [*_in_rows(sorted(events, key=lambda event: (event.pgh_created_at, event.pgh_id)))]
    found = found[::-1][:limit]
    names = _Names(found)
    skipped = set(skip)
    for change in found:
        change.who = names.user(change)
        change.fields = [
            FieldChange(str(one.verbose_name), names.show(change.before, one), names.show(now, one))
            for one, now in _differences(change)
            if (change.model, one.name) not in skipped
        ]
    return found


def _in_rows(events: Sequence[models.Model]) -> Iterator[Change]:
    last: dict[tuple, models.Model] = {}
    for event in events:
        row = event.pgh_tracked_model, event.pgh_obj_id
        yield Change(event=event, before=last.get(row))
        last[row] = event


def _differences(change: Change) -> Iterator[tuple[models.Field, models.Model | None]]:
    """Each field that changed, and where its new value stands: nowhere after a deletion."""
    label = change.event.pgh_label
    if label == "update" and change.before is None:
        return  # what came before is beyond the limit
    old = change.event if label == "delete" else change.before
    new = None if label == "delete" else change.event
    change.before = old
    for one in tracked_fields(change.event):
        if _is_dull(one) or _value(old, one) == _value(new, one):
            continue
        yield one, new


def _is_dull(one: models.Field) -> bool:
    automatic = getattr(one, "auto_now", False) or getattr(one, "auto_now_add", False)
    return one.primary_key or automatic or one.name.endswith("_sort")


def _value(event: models.Model | None, one: models.Field) -> Any:
    value = getattr(event, one.attname) if event else None
    return None if value in ("", [], {}) else value


class _Names:
    """Values as people read them; what rows refer to is fetched once per model."""

    def __init__(self, found: Sequence[Change]) -> None:
        wanted: dict[type[models.Model], set] = defaultdict(set)
        for change in found:
            wanted[User].add(change.context.get("user"))
            for one, _now in _differences(change):
                if one.is_relation:
                    values = (_value(change.before, one), _value(change.event, one))
                    wanted[one.related_model].update(values)
        self.rows = {
            model: model._base_manager.in_bulk(keys - {None}) for model, keys in wanted.items()
        }

    def user(self, change: Change) -> str:
        key = change.context.get("user")
        if key is None:
            return _("programme") if not change.context.get("url") else NOTHING
        user = self.rows[User].get(key)
        return (user.get_full_name() or user.username) if user else _("deleted account")

    def show(self, event: models.Model | None, one: models.Field) -> str:
        value = _value(event, one)
        if value is None:
            return NOTHING
        if one.is_relation:
            return str(self.rows[one.related_model].get(value) or _("deleted: %s") % value)
        return _readable(value, one)


def _readable(value: Any, one: models.Field) -> str:
    if one.flatchoices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if one.name.endswith("_year"):
        return str(value)  # no thousand separator
    if hasattr(value, "tzinfo"):
        value = timezone.localtime(value)
    return str(formats.localize(value))
