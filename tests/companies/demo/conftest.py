import pytest

from clusters.models import Area, Figure
from tests.factories import (
    AreaFactory,
    ClusterFactory,
    DistrictFactory,
    FigureFactory,
    LandFactory,
    NetworkAreaFactory,
    NetworkClusterFactory,
    NetworkFactory,
    PostcodeFactory,
    SectorActivityFactory,
    SectorFactory,
)


@pytest.fixture
def region(db) -> Area:
    """Two clusters with figures in a region of three districts; one district lies outside.

    Health: 90 companies, 1,500 employees, EUR 100 million, 2 universities in Lichtenberg.
    Dual-use: 30 companies, nothing else known.
    """
    region = AreaFactory()
    places = [("lichtenberg", "10367", "Lichtenberg"), ("mitte", "10115", "Wedding")]
    for slug, code, place in places:
        district = DistrictFactory(slug=slug, latitude="52.53", longitude="13.50")
        PostcodeFactory(district=district, code=code, place=place)
    brandenburg = LandFactory(name="Brandenburg", parent=region)
    kreis = DistrictFactory(slug="barnim", kind=Area.Kind.KREIS, parent=brandenburg)
    PostcodeFactory(district=kreis, code="16225", place="Eberswalde")
    niederrhein = AreaFactory(slug="niederrhein")
    outside = DistrictFactory(slug="wesel", parent=LandFactory(name="NRW", parent=niederrhein))
    _cluster("gesundheit", ["krankenhaeuser", "apotheken", "medizintechnik", "praxen"], 90)
    _cluster("dual-use", ["elektronik", "quantenrechner", "irgendetwas"], 30)
    _figure("employees", 1_500)
    _figure("turnover", 100_000_000)
    _figure("universities", 2, area__slug="lichtenberg")
    defense = NetworkFactory(slug="defense")
    NetworkClusterFactory(network=defense, cluster=ClusterFactory(slug="dual-use"))
    NetworkAreaFactory(network=defense, area=outside)
    return region


def _cluster(slug: str, sectors: list[str], companies: int) -> None:
    parent = SectorFactory(cluster__slug=slug, slug=f"{slug}-oben")
    for sector in sectors:
        leaf = SectorFactory(cluster=parent.cluster, parent=parent, slug=sector)
        SectorActivityFactory(sector=leaf)
    FigureFactory(cluster=parent.cluster, value=companies)


def _figure(indicator: str, value: int, **area: str) -> Figure:
    return FigureFactory(cluster__slug="gesundheit", indicator=indicator, value=value, **area)
