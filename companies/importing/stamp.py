"""When a file was taken out of the directory: its name says so, for when it is brought in again."""

import re
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from .errors import WrongOptionError

FORMAT = "%Y-%m-%d-%H%M%S"
STAMPED = re.compile(r"clusteratlas-(\d{4}-\d\d-\d\d-\d{6})(?!\d)")


def stamp(moment: datetime) -> str:
    """Return local time to the second, fit for a file name: 2026-11-21-143005."""
    return timezone.localtime(moment).strftime(FORMAT)


def stamped_at(name: str) -> datetime | None:
    """Return what ``stamp`` put into a file's name, whatever a browser added behind it."""
    found = STAMPED.search(name)
    if found is None:
        return None
    try:
        return timezone.make_aware(datetime.strptime(found[1], FORMAT))
    except ValueError:
        return None


def moment_of(text: str) -> datetime:
    """Return the time that an option states. Raises WrongOptionError."""
    try:
        moment = parse_datetime(text.strip()) or stamped_at(text)
    except ValueError:
        moment = None
    if moment is None:
        raise WrongOptionError(_("“%s” is not a time as 2026-11-21T14:30.") % text)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
