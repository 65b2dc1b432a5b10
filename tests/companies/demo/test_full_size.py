"""The demo as it is started with: all fixtures, and as many companies as the figures say."""

import csv
from itertools import chain

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, Sum

from clusters.models import Area, Cluster, Figure
from clusters.text import fold
from companies.choices import Kind
from companies.demo.vocabulary import vocabulary
from companies.models import Company, CompanySector, Location, Membership, Tag
from networks.models import Network

REGISTER = "offeneregister/bb_companies_{}.csv"


@pytest.fixture(scope="module")
def directory(django_db_setup, django_db_blocker):
    fixtures = sorted(path.stem for path in settings.FIXTURE_DIRS[0].glob("*.json"))
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *fixtures, verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)
    connection.close()


def figures(indicator: str) -> dict[str, int]:
    rows = Figure.objects.current().filter(indicator=indicator, area__slug="berlin-brandenburg")
    return {slug: int(value) for slug, value in rows.values_list("cluster__slug", "value")}


def public_sums(expression) -> dict[str, int]:
    sums = {
        slug: Company.objects.published().in_cluster(slug).aggregate(n=expression)["n"]
        for slug in Cluster.objects.values_list("slug", flat=True)
    }
    return {slug: value for slug, value in sums.items() if value is not None}


def test_companies_employees_and_turnover_are_the_official_figures(directory):
    assert public_sums(Count("pk")) == figures("companies")
    assert public_sums(Sum("employees")) == figures("employees")
    assert public_sums(Sum("turnover_eur")) == figures("turnover")
    assert Company.objects.published().count() == sum(figures("companies").values())


def test_every_district_of_the_region_has_companies_of_every_cluster(directory):
    districts = Area.objects.districts().filter(parent__parent__slug="berlin-brandenburg")
    found = Location.objects.filter(company__status="published", is_primary=True).values_list(
        "district__slug", "company__clusters__slug"
    )

    wanted = {(d.slug, slug) for d in districts for slug in figures("companies")}
    assert wanted <= set(found)


def test_every_leaf_sector_has_companies_and_a_theme_of_its_own(directory):
    empty = [
        sector.slug
        for cluster in Cluster.objects.all()
        for sector in cluster.sectors.filter(children=None)
        if not CompanySector.objects.filter(sector=sector, is_primary=True).exists()
        or vocabulary().theme_of(sector).fallback
    ]

    assert empty == []


def test_most_are_micro_and_few_are_large(directory):
    health = Company.objects.published().in_cluster("gesundheit").exclude(employees=None)
    sizes = dict(health.order_by().values_list("size_class").annotate(n=Count("pk")))

    assert sizes["micro"] > sizes["small"] > sizes["medium"] > sizes["large"] > 50
    assert health.order_by("-employees").first().employees < 10_000


def test_kinds_tags_and_networks_are_all_in_use(directory):
    published = Company.objects.published()

    assert set(published.values_list("kind", flat=True)) == set(Kind.values)
    assert 10 <= Tag.objects.filter(is_demo=True).count() <= 60
    for network in Network.objects.all():
        assert Membership.objects.current().filter(network=network).count() >= 10
    assert published.exclude(parent=None).count() > 100


def test_nobody_in_the_register_bears_one_of_the_names(directory, shared_data):
    names = {fold(name) for name in Company.objects.values_list("name", flat=True)}
    words = vocabulary()
    stems = {fold(head + tail) for head in words.heads for tail in words.tails}
    files = [shared_data(REGISTER.format(end)) for end in ("with_address", "no_address_active")]

    rows = chain.from_iterable(csv.DictReader(path.open(encoding="utf-8")) for path in files)

    registered = {fold(row["name"]) for row in rows}
    assert len(registered) > 30_000
    assert not names & registered
    assert not stems & {word for name in registered for word in name.replace("-", " ").split()}
