"""Takes an import back, and forth again: each entry that nobody has touched since becomes what it
was before, relations and all. The history has every earlier state, so nothing is kept beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from django.db import IntegrityError, connection, models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pghistory.core import event_models
from pghistory.models import Context

from clusters.models import User
from companies.bulk import IN_MEMORY
from companies.models import (
    Company,
    CompanyCluster,
    CompanySector,
    CompanyTag,
    Import,
    Location,
    Membership,
    SlugHistory,
    SourceRecord,
    Tag,
)
from companies.search.index import index_later

from .errors import WrongOptionError
from .run import one_at_a_time
from .undo_sql import (
    AFTER,
    BEFORE,
    BUT_NOT_THEMSELVES,
    DELETE,
    EDITED,
    NEEDED,
    OF_ENTRY,
    RESTORE,
    TARGETS,
    TOUCHED,
    WAS_THERE,
)

STAYING = (Location, CompanyCluster, CompanySector, CompanyTag, Membership)  # with their entry
PARTS = (*STAYING, SlugHistory, SourceRecord)


@dataclass(frozen=True)
class Kept:
    """An entry that was edited since, or that others need: it stays as it is."""

    name: str
    edited_at: datetime | None
    by: str

    def __str__(self) -> str:
        if self.edited_at is None:
            return _("%s: other entries refer to it") % self.name
        when = date_format(timezone.localtime(self.edited_at), "SHORT_DATETIME_FORMAT")
        return f"{self.name}: {when} {self.by}".strip()


@dataclass(frozen=True)
class Undone:
    companies: int  # that are now as they were before the import, or after it
    kept: list[Kept]
    again: bool = False

    def __str__(self) -> str:
        if self.again:
            text = ngettext("%s entry carried out.", "%s entries carried out.", self.companies)
        else:
            text = ngettext("%s entry is as before.", "%s entries are as before.", self.companies)
        return text % self.companies


def undo(record: Import, *, again: bool = False) -> Undone:
    """Take the import back; ``again`` carries it out once more. All or nothing.

    Raises WrongOptionError where that has been done already, or where another entry has taken by
    now what only one can have.
    """
    try:
        return _undo(record, again)
    except IntegrityError as error:
        detail = error.__cause__.diag.message_detail or error.__cause__.diag.message_primary
        raise WrongOptionError(
            _("Nothing was changed: another entry has taken the place of one of these (%s).")
            % detail
        ) from error


def _undo(record: Import, again: bool) -> Undone:
    with index_later():
        one_at_a_time()
        record.refresh_from_db()
        if again != (record.undone_at is not None):
            raise WrongOptionError(
                _("This import was not taken back.") if again else _("It is taken back already.")
            )
        state = _State(record, again)
        with pghistory.context(
            reason="redo" if again else "undo", import_id=record.pk, file=record.file_name
        ):
            state.restore()
            record.undone_at = None if again else timezone.now()
            record.save(update_fields=["undone_at"])
    return Undone(state.touched - len(state.kept), list(state.kept.values()), again)


class _State:
    """The rows of one import, and which of their entries stay as they are."""

    def __init__(self, record: Import, again: bool) -> None:
        contexts = Context.objects.filter(metadata__import_id=record.pk)
        self.own = list(contexts.values_list("pk", flat=True))
        # what came and went again is no edit
        undone = list(Import.objects.exclude(undone_at=None).values_list("pk", flat=True))
        gone = Context.objects.filter(metadata__import_id__in=undone)
        self.no_edits = [*self.own, *gone.values_list("pk", flat=True)]
        imported = contexts.filter(metadata__reason="import").values_list("pk", flat=True)
        self.imported = list(imported)
        self.again = again
        self.as_of = AFTER if again else BEFORE
        self.touched = self._touched()
        self.kept: dict[Any, Kept] = {}
        self._keep_edited()
        if not again:
            self._keep_needed()

    def restore(self) -> None:
        """First all rows that were not there, then the others, entries before their parts."""
        with connection.cursor() as cursor:
            cursor.execute(IN_MEMORY)
            for model in (*PARTS, Company, Tag):
                self._find_targets(cursor, model)
            for model in (*PARTS, Company):
                cursor.execute(DELETE.format(**_names(model)))
            for model in (Company, Tag, *PARTS):
                cursor.execute(RESTORE.format(**_names(model)))
                cursor.execute("DROP TABLE {targets}".format(**_names(model)))
            cursor.execute("DROP TABLE undo_touched")
        if not self.again:
            self._forget_proposals()

    def _forget_proposals(self) -> None:
        """Tags that the list proposed and nobody else has taken up."""
        events = _history(Tag).objects.filter(pgh_context__in=self.imported, pgh_label="insert")
        proposed = Tag.objects.filter(pk__in=events.values("pgh_obj_id"), is_proposed=True)
        proposed.exclude(pk__in=CompanyTag.objects.values("tag")).delete()

    def _find_targets(self, cursor: Any, model: type[models.Model]) -> None:
        values = {"own": self.own, "imported": self.imported, "kept": list(self.kept)}
        of_entry = OF_ENTRY if model in STAYING else ""
        names = _names(model) | {"as_of": self.as_of, "of_entry": of_entry}
        names["was_there"] = "true" if self.again else WAS_THERE
        cursor.execute(TARGETS.format(**names), values)
        # unknown to the planner, it would be taken for small
        cursor.execute("ANALYZE {targets}".format(**_names(model)))

    def _touched(self) -> int:
        """How many entries the import touched; which, is in a table for as long as it takes."""
        parts = " UNION ".join(TOUCHED.format(**_names(model)) for model in (Company, *PARTS))
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE undo_touched AS {parts}", {"own": self.own})
            cursor.execute("ANALYZE undo_touched")
            cursor.execute("SELECT count(*) FROM undo_touched")
            return cursor.fetchone()[0]

    def _keep_edited(self) -> None:
        edited: dict[Any, tuple[datetime, str]] = {}
        values = {"since": self._since(), "no_edits": self.no_edits, "imported": self.imported}
        for model in (Company, *PARTS):
            with connection.cursor() as cursor:
                cursor.execute(EDITED.format(**_names(model)), values)
                for company, when, context in cursor.fetchall():
                    if company not in edited or edited[company][0] < when:
                        edited[company] = (when, context)
        names = dict(Company.objects.filter(pk__in=edited).values_list("pk", "name"))
        people = _people({context for _when, context in edited.values() if context})
        for company, (when, context) in edited.items():
            name = names.get(company, str(company))
            self.kept[company] = Kept(name, when, people.get(context, ""))

    def _since(self) -> datetime | None:
        """When the import was carried out, as the history says."""
        moments = []
        for model in (Company, *PARTS):
            events = _history(model).objects.filter(pgh_context__in=self.imported)
            moments.append(events.aggregate(first=models.Min("pgh_created_at"))["first"])
        return min(filter(None, moments), default=None)

    def _keep_needed(self) -> None:
        """Entries that the import made and that others have come to refer to."""
        needed = set()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM undo_touched WHERE company_id = ANY(%s)", [list(self.kept)])
            for relation in Company._meta.related_objects:
                model, key = relation.related_model, relation.field.column
                if model in PARTS or relation.on_delete is models.DO_NOTHING:
                    continue
                but = BUT_NOT_THEMSELVES if model is Company else ""
                cursor.execute(NEEDED.format(key=key, table=model._meta.db_table, but=but))
                needed.update(pk for (pk,) in cursor.fetchall())
        names = Company.objects.filter(pk__in=needed).values_list("pk", "name")
        self.kept |= {pk: Kept(name, None, "") for pk, name in names}


def _history(model: type[models.Model]) -> type[models.Model]:
    (events,) = event_models(tracks_model=model)
    return events


def _company(model: type[models.Model]) -> str:
    return {Company: "pgh_obj_id", Tag: "NULL::uuid"}.get(model, "company_id")


def _names(model: type[models.Model]) -> dict[str, str]:
    columns = [f'"{name}"' for name in _columns(model)]
    others = [name for name in columns if name != '"id"']
    return {
        "table": model._meta.db_table,
        "history": _history(model)._meta.db_table,
        "targets": f"undo_{model._meta.db_table}",
        "company": _company(model),
        "columns": ", ".join(columns),
        "changes": ", ".join(f"{name} = excluded.{name}" for name in others),
        "rows": ", ".join(f"mine.{name}" for name in others),
        "excluded": ", ".join(f"excluded.{name}" for name in others),
    }


def _columns(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if not field.generated:
            yield field.column


def _people(contexts: set[str]) -> dict[str, str]:
    """Who, or else which list, stands behind each context, as far as it says."""
    rows = dict(Context.objects.filter(pk__in=contexts).values_list("pk", "metadata"))
    users = {metadata["user"] for metadata in rows.values() if metadata.get("user")}
    names = dict(User.objects.filter(pk__in=users).values_list("pk", "username"))
    return {
        str(pk): names.get(metadata.get("user")) or metadata.get("file", "")
        for pk, metadata in rows.items()
    }
