import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from clusters import identifiers
from clusters.models import Area, Postcode
from clusters.text import clean

# The first heading that a file has is the one that counts.
HEADINGS = {
    "code": ("plz",),
    "ags": ("ags", "ags_kreis"),
    "place": ("ortsteil", "ort", "bezirk"),
    "weight": ("addresses",),
}
SHOWN = 50  # bad rows; more help nobody

Cells = dict[str | None, Any]
Columns = dict[str, str]


class Key(NamedTuple):
    code: str
    district: Area
    place: str


class BadCellError(Exception):
    def __init__(self, column: str, value: object, reason: str) -> None:
        super().__init__(f"{column} “{value}”: {reason}")


class Command(BaseCommand):
    help = "Add or update postcodes: a CSV file with the columns plz, ags, ort, addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        counts = {"file": file} | save(self.weights_in(file))
        self.stdout.write(
            _(
                "%(file)s: %(added)d added, %(changed)d changed, %(removed)d removed, "
                "%(kept)d as before."
            )
            % counts
        )

    def weights_in(self, file: Path) -> dict[Key, int]:
        districts = {area.ags: area for area in Area.objects.districts().exclude(ags="")}
        weights: dict[Key, int] = {}
        errors = []
        for line, row, columns in rows_of(file):
            try:
                key, weight = read(row, columns, districts)
                if key in weights:
                    raise BadCellError(columns["code"], key.code, _("this row is there twice"))
                weights[key] = weight
            except BadCellError as error:
                errors.append(f"{file}:{line} {error}")
        if errors:
            self.stderr.write("\n".join(errors[:SHOWN]))
            raise CommandError(
                _("Rows that cannot be read: %(count)d. Nothing was saved.")
                % {"count": len(errors)}
            )
        return weights


@transaction.atomic
def save(weights: dict[Key, int]) -> dict[str, int]:
    """Add and update rows. One without a place stands only where no place is known."""
    rows = Postcode.objects.select_related("district")
    known = {Key(row.code, row.district, row.place): row for row in rows}
    with_places = {key[:2] for key in [*known, *weights] if key.place}
    used = {k: w for k, w in weights.items() if k.place or k[:2] not in with_places}
    stale = [row.pk for k, row in known.items() if not k.place and k[:2] in with_places]
    new = [Postcode(**k._asdict(), weight=w) for k, w in used.items() if k not in known]
    changed = [known[k] for k, w in used.items() if k in known and known[k].weight != w]
    for row in changed:
        row.weight = used[Key(row.code, row.district, row.place)]
    Postcode.objects.filter(pk__in=stale).delete()
    Postcode.objects.bulk_create(new)
    Postcode.objects.bulk_update(changed, ["weight"])
    added, kept = len(new), len(weights) - len(new) - len(changed)
    return {"added": added, "changed": len(changed), "removed": len(stale), "kept": kept}


def rows_of(file: Path) -> Iterator[tuple[int, Cells, Columns]]:
    """Yield line number, row, and which heading holds which field."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}
        ) from error
    except UnicodeDecodeError as error:
        raise CommandError(_("%(file)s is not UTF-8 text.") % {"file": file}) from error
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        reader.fieldnames = [heading.strip().lower() for heading in reader.fieldnames or []]
        columns = columns_of(file, reader.fieldnames)
        for row in reader:
            yield reader.line_num, row, columns
    except csv.Error as error:
        raise CommandError(
            _("%(file)s is not CSV: %(reason)s.") % {"file": file, "reason": error}
        ) from error


def columns_of(file: Path, headings: list[str]) -> Columns:
    columns = {}
    for field, names in HEADINGS.items():
        found = [name for name in names if name in headings]
        if found:
            columns[field] = found[0]
        elif field != "weight":
            raise CommandError(
                _("%(file)s has no column %(names)s; its first line is: %(headings)s")
                % {"file": file, "names": " / ".join(names), "headings": ", ".join(headings)[:200]}
            )
    return columns


def read(row: Cells, columns: Columns, districts: dict[str, Area]) -> tuple[Key, int]:
    if None in row or None in row.values():
        raise BadCellError(
            columns["code"],
            row[columns["code"]],
            _("the row has more or fewer cells than the first line"),
        )
    cells = {field: clean(row[column]) for field, column in columns.items()}
    try:
        code = identifiers.postcode(cells["code"])
    except ValidationError as error:
        raise BadCellError(columns["code"], cells["code"], error.messages[0]) from error
    if cells["ags"] not in districts:
        raise BadCellError(columns["ags"], cells["ags"], _("there is no district with this AGS"))
    if not 0 < len(cells["place"]) <= Postcode._meta.get_field("place").max_length:
        raise BadCellError(columns["place"], cells["place"][:80], _("this is no name of a place"))
    weight = cells.get("weight", "1")
    if not weight.isdecimal() or not 0 < int(weight) < 10**9:
        raise BadCellError(columns["weight"], weight[:80], _("this is no number of addresses"))
    place = "" if columns["place"] == "bezirk" else cells["place"]  # the district is no place in it
    return Key(code, districts[cells["ags"]], place), int(weight)
