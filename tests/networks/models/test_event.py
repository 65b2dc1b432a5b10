import pytest
from django.db import IntegrityError

from networks.models import Event
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_events_without_a_date_come_last():
    undated = EventFactory()
    old = EventFactory(starts_on="2018-12-10", starts_precision="day")
    new = EventFactory(starts_on="2026-01-01", starts_precision="year")

    assert list(Event.objects.by_date()) == [new, old, undated]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "party"},
        {"starts_on": "2018-12-10"},
        {"starts_precision": "year"},
        {
            "starts_on": "2018-12-10",
            "starts_precision": "day",
            "ends_on": "2018-12-09",
            "ends_precision": "day",
        },
    ],
)
def test_database_refuses_impossible_events(fields):
    with pytest.raises(IntegrityError):
        EventFactory(**fields)


def test_an_event_is_not_its_own_series():
    event = EventFactory()
    event.series = event

    with pytest.raises(IntegrityError):
        event.save()
