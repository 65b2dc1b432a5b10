"""What came of an import: the cluster before and after, in numbers and in plain words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Area, Sector
from clusters.templatetags.numbers import grouped
from companies.choices import Status

from .intake import Upload


@dataclass(frozen=True)
class Line:
    name: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Report:
    total: Line
    districts: list[Line]  # those that changed; the others in one number
    sectors: list[Line]
    sentences: list[str]


def report(upload: Upload) -> Report:
    before, after = (upload.census.get(when, {}) for when in ("before", "after"))

    def lines(what: str, names: dict[str, str]) -> list[Line]:
        old, new = before.get(what, {}), after.get(what, {})
        keys = [key for key in names if old.get(key, 0) != new.get(key, 0)]
        return [Line(names[key], old.get(key, 0), new.get(key, 0)) for key in keys]

    areas = {str(area.pk): area.name for area in Area.objects.filter(level=Area.Level.DISTRICT)}
    sectors = {str(sector.pk): sector.name for sector in Sector.objects.all()}
    return Report(
        Line(
            upload.cluster.name, *(sum(each.get("status", {}).values()) for each in (before, after))
        ),
        lines("district", areas | {"": _("not known")}),
        lines("sector", sectors | {"": _("without a sector")}),
        list(_sentences(upload, after)),
    )


def _sentences(upload: Upload, after: dict):
    totals = upload.totals
    if not upload.record:
        yield _("The directory already said what the list says: nothing had to be changed.")
        return
    new, changed, invalid = totals["new"], totals["changed"], totals["invalid"]
    yield ngettext("%s company is new.", "%s companies are new.", new) % grouped(new)
    if changed:
        yield (
            ngettext(
                "%s company was brought up to date.",
                "%s companies were brought up to date.",
                changed,
            )
            % changed
        )
    if invalid:
        yield (
            ngettext(
                "%s row with a fault was left out.", "%s rows with a fault were left out.", invalid
            )
            % invalid
        )
    if waiting := after.get("status", {}).get(Status.IN_REVIEW, 0):
        yield (
            ngettext(
                "In this cluster %s entry waits for a review before it is public.",
                "In this cluster %s entries wait for a review before they are public.",
                waiting,
            )
            % waiting
        )
