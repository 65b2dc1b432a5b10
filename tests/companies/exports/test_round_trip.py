import io

import pytest

from companies.choices import Precision
from companies.importing.actor import Actor
from companies.importing.options import Options
from companies.importing.run import Job, run
from companies.models import Company, CompanyCluster, CompanySector, CompanyTag, Import, Location
from tests.factories import ClusterFactory, CompanyFactory, UserFactory

from .files import FILES, content

pytestmark = pytest.mark.django_db
TABLES = (Company, CompanyCluster, CompanySector, CompanyTag, Location)
NAMES = [
    "=1+1 Optik", "+pluswerk", "-cmd", "@-yet", "'=1+1", "''+", '"Havel", Optik; GmbH', "A | B",
    "Zwei  Leerzeichen ", "Mu\u0308ller & Söhne", "<r><t>Optik</t></r>", "Weich\xadtrenner _x000D_",
]  # fmt: skip


@pytest.fixture
def cluster():
    return ClusterFactory(slug="gesundheit")


@pytest.fixture
def nasty(cluster):
    """Entries that a careless file, or a careless reader, would change."""
    operator = CompanyFactory(slug="traeger", status="draft")
    for position, name in enumerate(NAMES):
        CompanyFactory(
            name=name, slug=f"eintrag-{position}", clusters=["gesundheit"], sectors=["labor"],
            former_names=["Alt | Neu", name], phone="+493023125000", tags=["laser", "lidar"],
            description_de=f"{name}\r\n\r\n\r\nzwei\t\x01", description_en="- k. A.\n",
            employees=1200, turnover_eur=1_234_567, verified_on="2024-12-31", wz_edition="2008",
            wz_codes=["86.10"], parent=operator, stated_size_class="micro", email="A@EXAMPLE.org",
            location__latitude="52.527", location__longitude="-0.000001",
            location__street="=Weg  1", location__postcode="03046", location__city="Cottbus",
            location__district__slug="cottbus",
        )  # fmt: skip


@pytest.fixture
def discreet(cluster):
    """Entries of which the files hold less than the directory."""
    rest = {"clusters": ["gesundheit"], "phone": "+493023125000", "tags": ["laser"]}
    CompanyFactory(objection_on="2025-01-01", kind="hospital", employees=99, **rest)
    for precision in (Precision.POSTCODE, Precision.DISTRICT):
        CompanyFactory(location__precision=precision, location__locality="Mitte", **rest)
    CompanyFactory(location=None, **rest)


def everything():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def bring_back(data: bytes, cluster):
    actor = Actor.command_line(UserFactory(is_superuser=True))
    job = Job.of_file(io.BytesIO(data), "f", cluster=cluster, options=Options(), actor=actor)
    return run(job, save=True).plan


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("entries", ["nasty", "discreet"])
def test_exporting_and_importing_again_changes_nothing(client, cluster, entries, file, request):
    request.getfixturevalue(entries)
    before = everything()

    plan = bring_back(content(client.get(f"/unternehmen/{file}")), cluster)

    published = Company.objects.published().count()
    assert plan.problems == []
    assert plan.totals() | {"unchanged": 0} == dict.fromkeys(plan.totals(), 0)
    assert plan.totals()["unchanged"] == published
    assert everything() == before
    assert not Import.objects.exists()


@pytest.mark.parametrize("file", FILES)
def test_what_was_changed_in_the_file_is_all_that_changes(client, cluster, nasty, file):
    Company.objects.filter(slug="eintrag-0").update(name="Havel Optik")
    data = content(client.get(f"/unternehmen/{file}"))
    Company.objects.filter(slug="eintrag-0").update(name="=1+1 Optik")

    plan = bring_back(data, cluster)

    assert [change.after for change in plan.changed] == [{"name": "Havel Optik"}]
