"""Every change of a row is an event, written by database triggers, set-based writes included."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

M = TypeVar("M", bound=type[models.Model])

PAGES = 32  # of events, of which the index says which contexts they have


NEW_VERSION = pgtrigger.Trigger(
    name="new_data_version",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
    func="PERFORM clusters_data_changed(); RETURN NULL;",
)


def tracked(
    *,
    exclude: Sequence[str] = (),
    public: bool = True,
    looked_for_by: str = "",
    moves: bool = False,
) -> Callable[[M], M]:
    """Keep each insert, change and deletion of the model's rows.

    Events are found by their context and by their row, or by the key ``looked_for_by``, which no
    row changes unless it ``moves``. No other key has an index: each is one more to be written with
    every row of a long list. That of the context costs next to nothing, as events of one are
    written together.

    One trigger per statement instead of one per row keeps bulk imports quick. Unless the rows are
    not ``public``, a change of them gives the data a new version: pages kept by readers go stale.
    """

    def track(model: M) -> M:
        if public:
            model = pgtrigger.register(NEW_VERSION)(model)
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(exclude) or None,
            level=pghistory.Statement,
            model_name=f"{model.__name__}History",
            meta={"indexes": _indexes(model.__name__.lower(), looked_for_by)},
            obj_field=pghistory.ObjForeignKey(
                related_name="history", db_index=moves or not looked_for_by
            ),
            context_field=pghistory.ContextForeignKey(db_index=False),
        )(model)

    return track


def _indexes(name: str, looked_for_by: str) -> list[models.Index]:
    by_context = BrinIndex(
        fields=["pgh_context"],
        opclasses=["uuid_bloom_ops"],
        pages_per_range=PAGES,
        name=f"{name}_by_context",
    )
    return [by_context, models.Index(fields=[looked_for_by])] if looked_for_by else [by_context]
