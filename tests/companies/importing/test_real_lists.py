"""The lists that the README names, as published; judged by columns that the import leaves out."""

import csv
import shlex
from collections import Counter, defaultdict
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from clusters.models import Postcode
from companies.models import Company, Location, SourceRecord
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db

FIXTURES = ["areas", "organisations", "sources", "postcodes", "clusters", "sectors"]


@pytest.fixture(scope="module")
def facts(django_db_setup, django_db_blocker):
    """The fixtures that a list meets, loaded once for the module and taken away again."""
    names = sorted(path.stem for path in settings.FIXTURE_DIRS[0].glob("*.json"))
    wanted = [name for name in names if name.split("_", 1)[-1] in FIXTURES]
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *wanted, verbosity=0)
        yield
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture
def bring_documented(facts, shared_data):
    """Run the command for a list as it stands in the README."""
    text = (ROOT / "README.md").read_text().replace("\\\n", " ")
    commands = [line for line in text.splitlines() if "import_companies ../shared/data/" in line]

    def run(path):
        file = shared_data(path)
        (command,) = (line for line in commands if path in line)
        arguments = shlex.split(command)[3:]  # after python manage.py import_companies
        said = StringIO()
        call_command("import_companies", str(file), *arguments[1:], stdout=said, stderr=said)
        return said.getvalue()

    return run


def share_in_the_right_district(file: Path, source: str, key: str, locality: str) -> float:
    """Judge by the Ortsteil that each row of the list names."""
    districts = defaultdict(Counter)
    for place, district, weight in Postcode.objects.values_list("place", "district", "weight"):
        districts[place][district] += weight
    records = SourceRecord.objects.filter(source__slug=source)
    found = dict(records.values_list("key", "company__locations__district"))
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    right = sum(found[row[key]] == _likeliest(districts[row[locality]]) for row in rows)
    return right / len(rows)


def _likeliest(counts: Counter) -> int | None:
    return counts.most_common(1)[0][0] if counts else None


@pytest.mark.parametrize(
    ("file", "source", "key", "locality", "count"),
    [
        ("apotheken", "apotheken-berlin", "gc_id", "gc_ortsteil", 732),
        ("pflegeeinrichtungen", "pflegeeinrichtungen-berlin", "ik_nummer", "ortsteil", 274),
    ],
)
def test_lists_of_berlin_find_their_districts_without_the_ortsteil(
    bring_documented, shared_data, file, source, key, locality, count
):
    path = f"berlin-health/{file}_berlin_2023.csv"
    said = bring_documented(path)

    assert f"{count} new, 0 changed, 0 unchanged, 0 skipped, 0 invalid" in said
    assert Company.objects.published().in_cluster("gesundheit").count() == count
    assert not Location.objects.filter(district=None).exists()
    assert not Location.objects.exclude(locality="").exists()
    assert share_in_the_right_district(shared_data(path), source, key, locality) >= 0.98
    assert f"0 new, 0 changed, {count} unchanged" in bring_documented(path)


def test_nursing_homes_know_their_operators(bring_documented):
    said = bring_documented("berlin-health/pflegeeinrichtungen_berlin_2023.csv")

    assert "142 operators become drafts" in said
    assert Company.objects.filter(status="draft", company_clusters=None).count() == 142
    # 6 rows name no operator, 22 themselves in one spelling or another
    assert Company.objects.published().exclude(parent=None).count() == 274 - 6 - 22


def test_hospitals_of_the_region_are_picked_from_all_of_germany(bring_documented):
    path = "krankenhausverzeichnis-de/krankenhaeuser_de.csv"
    said = bring_documented(path)
    hospitals = Company.objects.published().filter(kind="hospital")

    assert "233 new, 0 changed, 0 unchanged, 2546 skipped, 0 invalid" in said
    assert sum(".csv:" in line and "plz: " in line for line in said.splitlines()) == 17
    assert hospitals.count() == 233
    assert hospitals.values("name").distinct().count() == 233
    assert not Location.objects.filter(district=None).exists()
    assert "0 new, 0 changed, 233 unchanged, 2546 skipped" in bring_documented(path)
