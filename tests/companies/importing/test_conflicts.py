"""An exported file comes back edited, while the directory went on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pghistory.core import event_models

from companies.importing.stamp import stamp, stamped_at
from companies.models import Company, CompanyTag
from tests.factories import CompanyFactory, CompanyTagFactory

# Each edit in a transaction of its own: the history tells them apart by their time.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("region")]


@pytest.fixture
def entry(cluster):
    return CompanyFactory(
        name="Havel Optik", phone="+493023125000", employees=10, tags=["laser"],
        clusters=["gesundheit"],
        location__street="Weg 1", location__postcode="10367",
    )  # fmt: skip


@pytest.fixture
def bring_back(bring):
    """``bring_back(moment, id=…, phone=…)``: a file that was taken out at ``moment``."""

    def run(moment, *options, **cells):
        text = "\n".join(";".join(map(str, row)) for row in (cells, cells.values()))
        return bring(text, "--exported", moment.isoformat(), "--save", *options)

    return run


def change(entry, **values):
    Company.objects.filter(pk=entry.pk).update(**values)


def test_what_only_the_file_changed_counts(entry, bring_back):
    said = bring_back(timezone.now(), id=entry.pk, name="Havel Photonik", employees=10)

    assert "changed here as well" not in said
    assert Company.objects.get().name == "Havel Photonik"


def test_what_only_the_directory_changed_stays(entry, bring_back):
    moment = timezone.now()
    change(entry, employees=20)

    said = bring_back(moment, id=entry.pk, name="Havel Photonik", employees=10)

    assert "employees: not changed in the file, but here since the export" in said
    assert Company.objects.values_list("name", "employees").get() == ("Havel Photonik", 20)


@pytest.mark.parametrize(("rule", "phone"), [("keep", "+493011111111"), ("file", "+493022222222")])
def test_what_both_changed_is_told_and_kept_unless_the_file_shall_count(
    entry, bring_back, rule, phone
):
    moment = timezone.now()
    change(entry, phone="+493011111111")

    said = bring_back(
        moment, "--conflicts", rule, id=entry.pk, name="Havel Optik", phone="030 22222222"
    )

    assert "from “+493023125000” to “+493011111111”" in said
    assert "1 changed here as well" in said
    assert Company.objects.get().phone == phone


def test_addresses_and_keywords_are_compared_too(entry, bring_back):
    moment = timezone.now()
    entry.locations.update(street="Weg 2")
    CompanyTagFactory(company=entry, tag__slug="lidar", tag__name_de="Lidar")

    bring_back(moment, id=entry.pk, street="Weg 1", postcode="10367", tags="laser")

    assert entry.locations.get().street == "Weg 2"
    assert set(CompanyTag.objects.values_list("tag__slug", flat=True)) == {"laser", "lidar"}


def test_an_operator_that_was_given_here_stays(entry, bring_back):
    operator, other = CompanyFactory(slug="alt"), CompanyFactory(slug="neu")
    change(entry, parent=operator)
    moment = timezone.now()
    change(entry, parent=other)

    bring_back(moment, id=entry.pk, name="Havel Optik", parent="alt")

    assert Company.objects.get(pk=entry.pk).parent == other


def test_a_file_of_ours_says_in_its_name_when_it_was_made(entry, bring):
    (events,) = event_models(tracks_model=Company)
    events.objects.update(pgh_created_at=timezone.now() - timedelta(hours=2))
    name = f"clusteratlas-{stamp(timezone.now() - timedelta(hours=1))}-laser (1).csv"
    change(entry, employees=20)
    text = f"id;name;employees\n{entry.pk};Havel Optik;30\n"

    assert "0 changed, 1 unchanged" in bring(text, file=name)
    assert "1 changed here as well" in bring(text, file=name)
    assert "1 changed, 0 unchanged" in bring(text, file="anders.csv")


def test_rows_without_our_id_come_from_elsewhere(entry, bring_back):
    moment = timezone.now()
    change(entry, employees=20)

    bring_back(moment, name="Havel Optik", street="Weg 1", plz="10367", employees=30)

    assert Company.objects.get().employees == 30


def test_a_time_that_is_none_is_refused(bring):
    assert "“gestern” is not a time" in bring("name\nA\n", "--exported", "gestern")


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))
def test_a_stamp_is_read_as_it_was_written(moment):
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    found = stamped_at(f"clusteratlas-{stamp(moment)}-10367-berlin.xlsx")

    # an hour that a night in October has twice is taken for the first
    assert 0 <= (moment - found).total_seconds() <= 3600
    assert stamp(found) == stamp(moment)
    assert stamped_at("clusteratlas-2026-99-99-999999.csv") is None
