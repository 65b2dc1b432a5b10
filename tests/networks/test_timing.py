from datetime import date

import pytest

from clusters.dates import Precision
from networks.timing import by_time, gather_topics
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def when(**values) -> str:
    times = by_time([EventFactory(**values)], TODAY)
    (place,) = [name for name, events in times._asdict().items() if events]
    return place


@pytest.mark.parametrize(
    ("starts_on", "precision", "place"),
    [
        (date(2026, 6, 14), Precision.DAY, "past"),
        (date(2026, 6, 15), Precision.DAY, "upcoming"),
        (date(2026, 5, 1), Precision.MONTH, "past"),
        (date(2026, 6, 1), Precision.MONTH, "upcoming"),
        (date(2025, 1, 1), Precision.YEAR, "past"),
        (date(2026, 1, 1), Precision.YEAR, "upcoming"),
        (None, Precision.UNKNOWN, "undated"),
    ],
)
def test_an_event_is_past_once_no_day_is_left_that_it_could_fall_on(starts_on, precision, place):
    assert when(starts_on=starts_on, starts_precision=precision) == place


def test_a_call_is_open_until_it_closes():
    closing = {"kind": "call", "starts_on": None, "starts_precision": Precision.UNKNOWN}
    month = {"ends_precision": Precision.MONTH}

    assert when(**closing, ends_on=date(2026, 6, 1), **month) == "upcoming"
    assert when(**closing, ends_on=date(2026, 5, 1), **month) == "past"


def test_an_event_without_date_is_past_if_somebody_says_so():
    unknown = {"starts_on": None, "starts_precision": Precision.UNKNOWN}

    assert when(**unknown, took_place=True) == "past"


def test_the_next_comes_first_and_of_the_past_the_latest():
    events = [
        EventFactory(title=title, starts_on=day, starts_precision=Precision.DAY)
        for title, day in [
            ("late", date(2026, 9, 1)),
            ("soon", date(2026, 7, 1)),
            ("old", date(2020, 1, 1)),
            ("recent", date(2026, 1, 1)),
        ]
    ]

    times = by_time(events, TODAY)

    assert [event.title for event in times.upcoming] == ["soon", "late"]
    assert [event.title for event in times.past] == ["recent", "old"]


def test_undated_parts_stand_below_their_series():
    unknown = {"starts_on": None, "starts_precision": Precision.UNKNOWN}
    series = EventFactory(kind="series", **unknown)
    topic = EventFactory(series=series, **unknown)

    times = gather_topics(by_time([series, topic], TODAY))

    assert times.undated == [series]
    assert series.topics == [topic]
