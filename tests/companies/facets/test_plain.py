import pytest
from django.http import QueryDict
from django.utils import timezone

from clusters.models import Area, Cluster, Sector
from companies.facets.plain import PARTS, Counts
from companies.filters import CompanyFilterSet
from networks.models import Network
from tests.factories import (
    ClusterFactory,
    CompanyClusterFactory,
    CompanyFactory,
    LocationFactory,
    SectorFactory,
)

pytestmark = pytest.mark.django_db


def counts(query: str = "") -> Counts:
    return Counts(CompanyFilterSet(QueryDict(query)))


def key(model, slug: str) -> int:
    return model.objects.get(slug=slug).pk


def test_every_facet_counts_in_one_query(django_assert_num_queries):
    filterset = CompanyFilterSet(QueryDict("kind=hospital&size=micro"))

    with django_assert_num_queries(1):
        Counts(filterset)


def test_a_facet_leaves_its_own_choice_out():
    CompanyFactory(kind="hospital", employees=5)
    CompanyFactory(kind="pharmacy", employees=5)
    CompanyFactory(kind="pharmacy", employees=5000)

    found = counts("kind=hospital&size=micro")

    assert found.total == 1
    assert found.values["kind"] == {"hospital": 1, "pharmacy": 1}
    assert found.values["size"] == {"micro": 1}


def test_land_and_top_sector_count_each_company_once():
    top = SectorFactory(slug="medizin")
    for slug in ("diagnostik", "labor"):
        SectorFactory(slug=slug, parent=top, cluster=top.cluster)
    company = CompanyFactory(sectors=["diagnostik", "labor"], location__district__slug="mitte")
    LocationFactory(company=company, is_primary=False, district__slug="pankow")

    found = counts()

    assert found.of("sector", key(Sector, "medizin")) == 1
    assert found.of("sector", key(Sector, "labor")) == 1
    assert found.of("district", key(Area, "berlin")) == 1
    assert found.of("district", key(Area, "pankow")) == 1


def test_an_objection_counts_for_branch_and_address_only():
    CompanyFactory(
        objection_on=timezone.localdate(),
        clusters=["gesundheit"],
        sectors=["optik"],
        networks=["defense"],
        tags=["lidar"],
        employees=5,
        location__district__slug="mitte",
    )

    found = counts()

    assert found.total == 1
    assert {facet for facet, values in found.values.items() if values} == {
        "cluster",
        "sector",
        "district",
    }


def test_each_count_is_the_length_of_the_list_that_it_announces():
    optics = SectorFactory(slug="optik", cluster=ClusterFactory(slug="dual-use"))
    SectorFactory(slug="laser", parent=optics, cluster=optics.cluster)
    CompanyFactory(sectors=["laser"], clusters=["dual-use"], networks=["defense"], employees=3)
    CompanyFactory(sectors=["optik", "laser"], clusters=["dual-use", "gesundheit"])
    CompanyClusterFactory(
        company=CompanyFactory(tags=["lidar"]), cluster__slug="gesundheit", left_on="2026-01-01"
    )

    found = counts("sector=optik")

    rows = {"cluster": Cluster, "sector": Sector, "district": Area, "network": Network}
    checked = 0
    for facet, values in found.values.items():
        for value, count in values.items():
            slug = rows[facet].objects.get(pk=value).slug if facet in rows else value
            scope = "" if facet == "sector" else "sector=optik&"
            assert CompanyFilterSet(QueryDict(f"{scope}{facet}={slug}")).qs.count() == count
            checked += 1
    assert checked > 8


def test_the_statement_holds_only_the_facets_asked_for():
    CompanyFactory(clusters=["gesundheit"])

    found = Counts(CompanyFilterSet(QueryDict("")), ("cluster",))

    assert set(found.values) == {"cluster"}
    assert set(PARTS) > {"cluster"}
