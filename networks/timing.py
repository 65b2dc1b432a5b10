"""Where an event stands in time, as far as its partial dates tell."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from clusters.dates import PartialDate, Precision
from networks.models import Event


class Times(NamedTuple):
    upcoming: list[Event]  # the next one first
    past: list[Event]  # the latest first
    undated: list[Event]


def by_time(events: Iterable[Event], today: date | None = None) -> Times:
    """Sort events into coming, past and undated; one that could still come is coming."""
    today = today or timezone.localdate()
    times = Times([], [], [])
    for event in events:
        last = last_day(event.ends) or last_day(event.starts)
        if last is None:
            (times.past if event.took_place else times.undated).append(event)
        else:
            (times.past if last < today or event.took_place else times.upcoming).append(event)
    times.upcoming.sort(key=lambda event: (_first(event), event.title))
    times.past.sort(key=lambda event: (_first(event), event.title), reverse=True)
    return times


def last_day(when: PartialDate) -> date | None:
    """The last day that a partial date can mean."""
    day = when.date
    if day is None or when.precision == Precision.UNKNOWN:
        return None
    if when.precision == Precision.MONTH:
        return day.replace(day=monthrange(day.year, day.month)[1])
    if when.precision == Precision.YEAR:
        return day.replace(month=12, day=31)
    return day


def _first(event: Event) -> date:
    return event.starts_on or event.ends_on or date.min
