"""Mappings kept by name, and found again by the headings of a list."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clusters.models import Source

from .columns import Columns
from .errors import WrongOptionError
from .headings import heading_key
from .models import ImportMapping
from .options import IGNORED, Options


def remembered(headings: list[str]) -> ImportMapping | None:
    """Return the latest mapping that was made for these headings, in whatever order they stand."""
    wanted = _signature(headings)
    for mapping in ImportMapping.objects.exclude(headings=[]).order_by("-pk"):
        if _signature(mapping.headings) == wanted:
            return mapping
    return None


def remember(name: str, headings: list[str], options: Options) -> tuple[ImportMapping, bool]:
    """Keep ``options`` under ``name``; return the mapping and whether that changed anything.

    Columns that nobody mapped are kept as left out on purpose. Raises WrongOptionError.
    """
    left_out = dict.fromkeys(Columns(headings, options).ignored, IGNORED)
    values = {
        "columns": options.columns | left_out,
        "constants": options.constants,
        "only": options.only,
        "key_column": options.key_column,
        "values": options.values,
        "rules": options.rules,
        "headings": headings,
        "source": Source.objects.filter(slug=options.source).first(),
    }
    longest = ImportMapping._meta.get_field("key_column").max_length
    if len(options.key_column) > longest:
        message = _("The heading of the key column is too long to be kept; %s characters fit.")
        raise WrongOptionError(message % longest)
    mapping = ImportMapping.objects.filter(name=name).first() or ImportMapping(name=name)
    if mapping.pk and all(getattr(mapping, field) == value for field, value in values.items()):
        return mapping, False
    for field, value in values.items():
        setattr(mapping, field, value)
    mapping.save()
    return mapping, True


def unseen(mapping: ImportMapping, headings: Iterable[str]) -> list[str]:
    """Return the columns of a list that were not there when ``mapping`` was made."""
    seen = {heading_key(heading) for heading in mapping.headings}
    return [heading for heading in headings if heading and heading_key(heading) not in seen]


def _signature(headings: Iterable[str]) -> list[str]:
    return sorted(filter(None, map(heading_key, headings)))
