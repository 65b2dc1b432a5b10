"""A small directory with something of every kind, for the browser tests."""

import pytest
from django.conf import settings
from django.core.management import call_command

from clusters.models import Area, Cluster, Sector
from companies.models import Company
from networks.models import Network
from tests.factories import (
    CompanyClusterFactory,
    CompanyFactory,
    CompanySectorFactory,
    CompanyTagFactory,
    LocationFactory,
    MembershipFactory,
    TagFactory,
)

PAGES = {
    "home": "/",
    "list": "/unternehmen/",
    "filtered list": "/unternehmen/?cluster=gesundheit&district=lichtenberg&district=atlantis",
    "table": "/unternehmen/?view=table",
    "map": "/unternehmen/?view=map&district=lichtenberg",
    "empty list": "/unternehmen/?q=xyzzy&kind=hospital",
    "beyond the end": "/unternehmen/?page=99",
    "company": "/unternehmen/muster-optik-0/",
    "company after an objection": "/unternehmen/stille-optik/",
    "clusters": "/cluster/",
    "cluster": "/cluster/gesundheit/",
    "districts": "/bezirke/",
    "district": "/bezirke/lichtenberg/",
    "land": "/bezirke/brandenburg/",
    "networks": "/netzwerke/",
    "network": "/netzwerke/gesundheitswirtschaft-lichtenberg/",
    "events": "/termine/",
    "imprint": "/impressum/",
    "easy language": "/leichte-sprache/",
    "missing": "/nirgends/",
    "English list": "/en/companies/?q=optik",
}
COMPANIES = 24  # more than a page


@pytest.fixture
def region(transactional_db) -> None:
    fixtures = sorted(path.stem for path in settings.FIXTURE_DIRS[0].glob("*.json"))
    call_command("loaddata", *fixtures, verbosity=0)
    tag = TagFactory(slug="lidar")
    for number in range(COMPANIES):
        full = number % 2 == 0
        company = add_company(f"Muster Optik {number}", number, employees=number or None)
        if full:
            CompanyTagFactory(company=company, tag=tag)
            MembershipFactory(company=company, network=Network.objects.first())
    Company.objects.filter(name="Muster Optik 0").update(
        former_names=["Bundesausbildungsförderungsgesellschaft"],
        website="https://example.org",
        description_de="Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesellschaft.",
        verified_on="2020-01-01",
        is_demo=True,
    )
    add_company("Stille Optik", 0, objection_on="2026-01-01")


def add_company(name: str, number: int, **values) -> Company:
    """One in Lichtenberg's health economy, or elsewhere in another cluster, in turn."""
    slug = "gesundheit" if number % 2 == 0 else "dual-use"
    cluster = Cluster.objects.get(slug=slug)
    company = CompanyFactory(name=name, location=None, **values)
    CompanyClusterFactory(company=company, cluster=cluster)
    sector = Sector.objects.filter(cluster=cluster).last()
    CompanySectorFactory(company=company, sector=sector, is_primary=True)
    district = Area.objects.districts().get(slug="lichtenberg" if number % 2 == 0 else "prignitz")
    LocationFactory(company=company, district=district)
    return company
