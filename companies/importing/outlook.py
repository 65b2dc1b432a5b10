"""What an import would do, and how far it is, made ready for its pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.models import Area, Cluster, Sector
from clusters.templatetags.numbers import grouped
from companies.choices import Kind, Precision, Status
from companies.size import SizeClass

from .actor import Actor
from .intake import PlannedRow, Upload
from .labels import LABELS
from .options import CHOICES
from .progress import Phase, share

Outcome = PlannedRow.Outcome
MENDED, OPEN = "mended", "open"
LABEL = {
    Outcome.INVALID: gettext_lazy("With a fault"),
    OPEN: gettext_lazy("To decide"),
    Outcome.CONFLICT: gettext_lazy("Changed here as well"),
    Outcome.NEW: gettext_lazy("New"),
    Outcome.CHANGED: gettext_lazy("Changed"),
    MENDED: gettext_lazy("Mended by itself"),
    Outcome.UNCHANGED: gettext_lazy("Unchanged"),
    Outcome.LEFT_OUT: gettext_lazy("Left out"),
    Outcome.MISSING: gettext_lazy("Not in the list any more"),
}
ALWAYS = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)  # shown also where there are none
MOST_WORDS = 100
NOTHING = "-"
PATIENCE = 4  # seconds until somebody is told that no worker is there
SURE = 0.05  # of the whole; before that nobody can say how long it takes


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: int


def tabs(upload: Upload) -> list[Tab]:
    counts = upload.rows.aggregate(**{name: Count("pk", _belongs(name)) for name in LABEL})
    every = [Tab(name, str(label), counts[name]) for name, label in LABEL.items()]
    return [tab for tab in every if tab.count or tab.name in ALWAYS]


def rows(upload: Upload, name: str) -> QuerySet[PlannedRow]:
    return upload.rows.filter(_belongs(name))


def _belongs(name: str) -> Q:
    """Whether a row stands under the tab of that name."""
    return {MENDED: Q(is_mended=True), OPEN: Q(is_open=True)}.get(name, Q(outcome=name))


def name_values(rows: Iterable[PlannedRow]) -> None:
    """Let the cells of rows say names instead of the codes that files have."""
    names = {
        "kind": dict(Kind.choices),
        "size_class": dict(SizeClass.choices),
        "status": dict(Status.choices),
        "location_precision": dict(Precision.choices),
        "clusters": {row.slug: row.name for row in Cluster.objects.all()},
        "sectors": {row.slug: row.name for row in Sector.objects.all()},
        "district": {row.slug: row.name for row in Area.objects.all()},
    }
    for row in rows:
        for cell in row.cells:
            known = names.get(cell[0], {})
            cell[1:] = [
                ", ".join(str(known.get(part, part)) for part in text.split("|")) if known else text
                for text in cell[1:]
            ]


def waits(upload: Upload) -> bool:
    """Whether what comes in needs a second person before it is public."""
    return not Actor.staff(upload.user).admits(upload.cluster)


@dataclass(frozen=True)
class Word:
    """A word of the list that the directory does not know, and what it may mean."""

    id: str
    field: str
    text: str
    count: int  # rows
    choices: list[tuple[str, str, bool]]  # value, label, whether it is similar

    @property
    def label(self) -> Any:
        return label_of(self.field)


def unknown_words(upload: Upload) -> list[Word]:
    """The most frequent first; those of fields whose values can be told one by one."""
    known = _choices(upload) if upload.unknown else {}
    words = []
    for field, found in upload.unknown.items():
        if field not in known:
            continue
        for text, (count, near) in found.items():
            similar = [(v, label, True) for v, label in known[field] if v in near or label in near]
            others = [(v, label, False) for v, label in known[field]]
            words.append(Word("", field, text, count, similar + others))
    words.sort(key=lambda word: -word.count)
    return [replace(word, id=f"word-{place}") for place, word in enumerate(words[:MOST_WORDS])]


def translated(upload: Upload, answers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The translations of a list with what somebody has answered; “-” says that it is nothing."""
    values = {field: dict(words) for field, words in upload.options.get("values", {}).items()}
    for word in unknown_words(upload):
        if answer := answers.get(word.id, ""):
            values.setdefault(word.field, {})[word.text] = "" if answer == NOTHING else answer
    return values


def decided(upload: Upload, answers: Mapping[str, str]) -> dict[str, Any]:
    """The options of a list with what somebody has decided; nothing said is nothing changed.

    ``answers`` has ``row-KEY`` for single rows, and the rules that hold for all others.
    """
    options = dict(upload.options)
    single = {name.removeprefix("row-"): a for name, a in answers.items() if name[:4] == "row-"}
    options["decisions"] = options.get("decisions", {}) | {k: a for k, a in single.items() if a}
    for name, choices in CHOICES.items():
        if answers.get(name) in choices:
            options[name] = answers[name]
    if answers.get("grace_days", "").isdecimal():
        options["grace_days"] = int(answers["grace_days"][:5])
    return options


def _choices(upload: Upload) -> dict[str, list[tuple[str, str]]]:
    areas = Area.objects.filter(level=Area.Level.DISTRICT)
    sectors = sorted(Sector.objects.filter(cluster=upload.cluster), key=lambda row: row.name)
    return {
        "kind": [(value, str(label)) for value, label in Kind.choices],
        "size_class": [(value, str(label)) for value, label in SizeClass.choices],
        "sectors": [(sector.slug, sector.name) for sector in sectors],
        "district": [(area.slug, area.name) for area in areas],
    }


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
        numbers = {"done": grouped(upload.done), "total": grouped(upload.total)}
        words += ": " + _("%(done)s of %(total)s rows") % numbers
    elif upload.done:
        words += ": " + ngettext("%s row", "%s rows", upload.done) % grouped(upload.done)
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
