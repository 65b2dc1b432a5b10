"""Every public number links to a list, and that list has exactly that many rows."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from clusters.models import Area, Cluster
from companies.models import Company
from networks.models import Network
from tests.html import hooks

DEMO_COMPANIES = 400  # enough that most districts and sectors have some


@pytest.fixture(scope="module")
def directory(django_db_setup, django_db_blocker):
    """All fixtures and a small demo, loaded once for the module and taken away again."""
    fixtures = sorted(path.stem for path in settings.FIXTURE_DIRS[0].glob("*.json"))
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *fixtures, verbosity=0)
        call_command("load_demo", companies=DEMO_COMPANIES, verbosity=0)
        yield
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture(scope="module")
def total_behind(directory):
    """A link's ``data-total``, each asked for once."""
    known: dict[str, int] = {}

    def ask(address: str) -> int:
        if address not in known:
            (known[address],) = hooks(Client().get(address)).totals
        return known[address]

    return ask


def addresses() -> dict[str, list[str]]:
    return {
        "home": ["/", "/en/"],
        "districts": [area.get_absolute_url() for area in Area.objects.districts()],
        "clusters": [cluster.get_absolute_url() for cluster in Cluster.objects.all()],
        "networks": [network.get_absolute_url() for network in Network.objects.all()],
        "lists": ["/cluster/", "/bezirke/", "/netzwerke/", "/unternehmen/?view=map"],
    }


def wrong_counts(address: str, total_behind) -> list[str]:
    counts = hooks(Client().get(address)).counts
    assert counts, f"{address} shows no number that stands for a list"
    assert {count["tag"] for count in counts} == {"a"}
    return [
        f"{address}: {count['data-count']} → {count['href']} has {total_behind(count['href'])}"
        for count in counts
        if int(count["data-count"]) != total_behind(count["href"])
    ]


@pytest.mark.parametrize(
    ("pages", "how_many"),
    [("home", 2), ("districts", 33), ("clusters", 3), ("networks", 2), ("lists", 4)],
)
def test_every_number_equals_the_total_of_the_list_behind_it(pages, how_many, total_behind):
    found = addresses()[pages]
    assert len(found) == how_many

    wrong = [line for address in found for line in wrong_counts(address, total_behind)]

    assert wrong == []


def test_facet_counts_equal_the_total_behind_each_value(directory, total_behind):
    facets = hooks(Client().get("/unternehmen/?cluster=gesundheit")).facets
    assert {facet["data-facet"] for facet in facets} >= {
        "cluster",
        "sector",
        "district",
        "kind",
        "size",
    }

    for facet in facets:
        if facet["data-facet"] in ("kind", "size"):
            address = (
                f"/unternehmen/?cluster=gesundheit&{facet['data-facet']}={facet['data-value']}"
            )
            assert int(facet["data-count"]) == total_behind(address)


def test_the_list_shows_all_published_companies_and_only_those(directory, total_behind):
    assert total_behind("/unternehmen/") == Company.objects.published().count()
