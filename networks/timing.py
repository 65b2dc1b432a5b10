"""Where an event stands in time, as far as its partial dates tell."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from clusters.dates import PartialDate
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
        over = True if event.took_place else _last(event).is_past(today)
        if over is None:
            (times.undated if _last(event).date is None else times.upcoming).append(event)
        else:
            (times.past if over else times.upcoming).append(event)
    times.upcoming.sort(key=_in_order)
    times.past.sort(key=_in_order, reverse=True)
    times.past.sort(key=lambda event: _last(event).date is None)  # unknown dates last
    return times


def gather_topics(times: Times) -> Times:
    """Put the undated parts of a series below it, as ``topics``, instead of beside it."""
    for series in (event for group in times for event in group if event.kind == Event.Kind.SERIES):
        series.topics = [event for event in times.undated if event.series_id == series.pk]
        for topic in series.topics:
            times.undated.remove(topic)
    return times


def _last(event: Event) -> PartialDate:
    """The end or deadline; the start where no end is given."""
    return event.starts if event.ends_on is None else event.ends


def _in_order(event: Event) -> tuple:
    first = event.ends if event.starts_on is None else event.starts
    return (*first.sort_value(), event.title)
