import re

import pytest
from django.core.management import call_command

from networks.models import Event
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_every_event_is_listed_once(client):
    series = EventFactory(kind="series", starts_on=None, starts_precision="unknown")
    EventFactory(series=series, starts_on=None, starts_precision="unknown")
    EventFactory()

    html = client.get("/termine/").content.decode()

    assert 'data-total="3"' in html
    listed = re.findall(r'data-event="([^"]+)"', html)
    assert sorted(listed) == sorted(Event.objects.values_list("slug", flat=True))


def test_partial_dates_are_as_exact_as_their_source(client):
    EventFactory(starts_on="2025-10-01", starts_precision="month")
    EventFactory(starts_on="2024-01-01", starts_precision="year")
    EventFactory(kind="call", starts_on=None, starts_precision="unknown",
                 ends_on="2026-01-01", ends_precision="month")  # fmt: skip

    html = client.get("/termine/").content.decode()

    assert "Oktober 2025" in html
    assert re.search(r'class="when">\s*2024\s*<', html)
    assert "endet Januar 2026" in html
    assert "1. Oktober" not in html


def test_the_events_of_the_sources_are_told_in_full(client):
    names = ["01_areas", "02_organisations", "03_sources", "05_clusters", "10_networks",
             "11_network_clusters", "12_network_areas", "13_events"]  # fmt: skip
    call_command("loaddata", *names, verbosity=0)

    html = client.get("/termine/").content.decode().replace("\xa0", " ")

    for text in ("130.000 €", "Sana-Klinikum", "Exportkontrolle", "Defense Tech Inkubator",
                 "Veranstalter nicht genannt", "10. Dezember 2018", "Oktober 2025"):  # fmt: skip
        assert text in html, text


def test_an_empty_calendar_says_so(client):
    assert "Zurzeit ist kein Termin bekannt" in client.get("/termine/").content.decode()
