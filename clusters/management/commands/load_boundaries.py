import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from clusters.boundaries import checked_geometry
from clusters.models import Area
from clusters.region_map.tracing import traced


class Command(BaseCommand):
    help = "Load the boundaries of areas from a GeoJSON file (WGS 84, with a property “ags”)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        geometries = geometries_by_ags(features_of(file))
        with transaction.atomic():
            areas = {area.ags: area for area in Area.objects.filter(ags__in=geometries)}
            changed = [a for ags, a in areas.items() if a.boundary != geometries[ags]]
            for area in changed:
                area.boundary = geometries[area.ags]
                area.save(update_fields=["boundary"])
            draw_outlines()
        unknown = sorted(geometries.keys() - areas.keys())
        if unknown:
            message = _("Unknown here, left out: %(ags)s") % {"ags": ", ".join(unknown)}
            self.stderr.write(message)
        if not areas:
            raise CommandError(_("%(file)s: no area has one of these AGS.") % {"file": file})
        self.stdout.write(
            _("%(file)s: %(count)d areas have a boundary, %(changed)d of them a new one.")
            % {"file": file, "count": len(areas), "changed": len(changed)}
        )


def draw_outlines() -> None:
    """Draw all anew: what surrounds an area may have changed, or how outlines are made."""
    bounded = Area.objects.districts().exclude(boundary=None).select_related("parent")
    outlines = traced(bounded)
    areas = Area.objects.exclude(outline=None) | Area.objects.filter(pk__in=outlines)
    for area in areas.defer("boundary"):
        if area.outline != outlines.get(area.pk):
            area.outline = outlines.get(area.pk)
            area.save(update_fields=["outline"])


def features_of(file: Path) -> list[Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}
        ) from error
    except (ValueError, RecursionError) as error:  # wrong encodings are ValueErrors, too
        raise CommandError(
            _("%(file)s is not GeoJSON: %(reason)s") % {"file": file, "reason": error}
        ) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        raise CommandError(_("%(file)s holds no GeoJSON features.") % {"file": file})
    return features


def geometries_by_ags(features: list[Any]) -> dict[str, dict[str, Any]]:
    """Check all features before anything is saved; all that is wrong with them is one error."""
    geometries: dict[str, dict[str, Any]] = {}
    errors = []
    for number, feature in enumerate(features, start=1):
        try:
            ags = ags_of(feature)
            if ags in geometries:
                raise ValidationError(_("AGS %(ags)s stands there twice.") % {"ags": ags})
            geometries[ags] = checked_geometry(feature.get("geometry"))
        except ValidationError as error:
            place = _("Feature %(number)d") % {"number": number}
            errors.append(f"{place}: {' '.join(error.messages)}")
    if errors:
        raise CommandError("\n".join([*errors, _("Nothing was saved.")]))
    return geometries


def ags_of(feature: object) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    ags = properties.get("ags") if isinstance(properties, dict) else None
    if not isinstance(ags, str | int) or not str(ags).strip():
        raise ValidationError(_("It has no property “ags”."))
    return str(ags).strip()
