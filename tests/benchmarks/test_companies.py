from datetime import date
from itertools import islice

import pytest

from benchmarks import companies
from companies.models import Company, CompanyCluster, CompanySector, Location
from tests.factories import DistrictFactory, PostcodeFactory, SectorFactory

TODAY = date(2026, 5, 4)


@pytest.fixture
def world(db) -> companies.World:
    for slug, code, place in (("lichtenberg", "10367", "Lichtenberg"), ("mitte", "10115", "Mitte")):
        district = DistrictFactory(slug=slug, latitude="52.53", longitude="13.50")
        PostcodeFactory(district=district, code=code, place=place)
    for slug in ("apotheken", "krankenhaeuser", "drohnen"):
        SectorFactory(cluster__slug=f"cluster-{slug}", slug=slug)
    return companies.world(TODAY)


def test_the_same_seed_gives_the_same_companies(world):
    few, many = list(companies.entries(50, world)), list(companies.entries(80, world))

    assert few == many[:50]
    assert few != list(companies.entries(50, world, seed=2))


def test_a_billion_companies_wait_to_be_asked_for(world):
    first = islice(companies.entries(1_000_000_000, world), 3)

    assert len({entry.slug for entry in first}) == 3


def test_companies_are_written_a_chunk_at_a_time(world, monkeypatch):
    monkeypatch.setattr(companies, "CHUNK", 4)
    sizes = []
    monkeypatch.setattr(companies, "_write_chunk", lambda chunk: sizes.append(len(chunk)))

    assert companies.write(companies.entries(10, world)) == 10
    assert sizes == [4, 4, 2]


def test_written_companies_are_valid_and_found(world):
    companies.write(companies.entries(120, world))

    assert Company.objects.published().count() == 120
    for model in (Company, Location, CompanyCluster, CompanySector):
        for row in model.objects.all():
            row.full_clean(validate_unique=False)
    assert Location.objects.primary().count() == 120
    assert CompanySector.objects.filter(is_primary=True).count() == 120


def test_a_description_has_some_twenty_words(world):
    for entry in companies.entries(300, world):
        assert 10 <= len(entry.description_de.split()) <= 32


def test_few_words_are_frequent_and_many_are_rare(world):
    names = [entry.name.split() for entry in companies.entries(3_000, world)]
    words = [word for name in names for word in name]

    assert len(set(words)) > 1_500
    assert max(map(words.count, set(words))) > 100
