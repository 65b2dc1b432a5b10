"""What an import would do, and how far it is, made ready for its pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .actor import Actor
from .intake import PlannedRow, Upload
from .labels import LABELS
from .progress import Phase, share

Outcome = PlannedRow.Outcome
MENDED = "mended"
LABEL = {
    Outcome.INVALID: gettext_lazy("With a fault"),
    Outcome.NEW: gettext_lazy("New"),
    Outcome.CHANGED: gettext_lazy("Changed"),
    MENDED: gettext_lazy("Mended by itself"),
    Outcome.UNCHANGED: gettext_lazy("Unchanged"),
    Outcome.LEFT_OUT: gettext_lazy("Left out"),
}
PATIENCE = 4  # seconds until somebody is told that no worker is there
SURE = 0.05  # of the whole; before that nobody can say how long it takes


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: int


def tabs(upload: Upload) -> list[Tab]:
    return [Tab(name, str(label), rows(upload, name).count()) for name, label in LABEL.items()]


def rows(upload: Upload, name: str) -> QuerySet[PlannedRow]:
    if name == MENDED:
        return upload.rows.filter(has_notes=True)
    return upload.rows.filter(outcome=name)


def waits(upload: Upload) -> bool:
    """Whether what comes in needs a second person before it is public."""
    return not Actor.staff(upload.user).admits(upload.cluster)


@dataclass(frozen=True)
class Progress:
    percent: int
    words: str
    left: str
    problem: str  # why nothing moves, if nothing does


def progress(upload: Upload, *, at_work: bool) -> Progress:
    done = share(upload.phase, upload.done, upload.total)
    taken = (timezone.now() - upload.begun_at).total_seconds() if upload.begun_at else 0.0
    words = str(Phase(upload.phase).label) if upload.phase else _("Waiting to begin")
    if upload.total:
        words += ": " + _("%(done)s of %(total)s rows") % vars(upload)
    elif upload.done:
        words += ": " + ngettext("%s row", "%s rows", upload.done) % upload.done
    left = _left(taken * (1 - done) / done) if done > SURE else ""
    problem = ""
    if not at_work and taken > PATIENCE:
        problem = (
            _("The work was interrupted. Nothing was saved, and it can go on.")
            if upload.phase
            else _("No worker has taken it up yet: “manage.py import_worker” does the work.")
        )
    return Progress(round(100 * done), words, left, problem)


def _left(seconds: float) -> str:
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("about %s minute left", "about %s minutes left", minutes) % minutes


def label_of(column: str) -> Any:
    return LABELS.get(column, column)
