"""The bitmaps against plain SQL, over data and filters that nobody thought of."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from clusters.models import Area, Cluster, Sector
from companies.facets import counts, plain, store
from companies.filters import CompanyFilterSet
from companies.listing import Listing
from companies.models import Company, Tag
from companies.search.index import rebuild
from networks.models import Network
from tests.factories import (
    ClusterFactory,
    CompanyFactory,
    LocationFactory,
    SectorFactory,
)

CLUSTERS = ["gesundheit", "dual-use"]
SECTORS = ["optik", "laser", "linsen"]  # the latter two below the first
DISTRICTS = ["mitte", "pankow"]
companies = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["company", "hospital", "pharmacy"]),
        "employees": st.sampled_from([None, 3, 80, 5000]),
        "status": st.sampled_from(["published", "published", "draft"]),
        "verified_on": st.sampled_from([None, 10, 900]),
        "objection_on": st.sampled_from([None, None, None, 1]),
        "clusters": st.lists(st.sampled_from(CLUSTERS), unique=True),
        "sectors": st.lists(st.sampled_from(SECTORS), unique=True),
        "tags": st.lists(st.sampled_from(["lidar", "radar"]), unique=True),
        "networks": st.lists(st.sampled_from(["defense"]), unique=True),
        "districts": st.lists(st.sampled_from(DISTRICTS), min_size=1, max_size=3),
        "name": st.sampled_from(["Laser Nord", "Optik Süd", "Ärztehaus", "7 Linsen"]),
    }
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "cluster": st.lists(st.sampled_from(CLUSTERS), min_size=1, unique=True),
        "sector": st.lists(st.sampled_from(SECTORS), min_size=1, unique=True),
        "district": st.lists(st.sampled_from([*DISTRICTS, "berlin"]), min_size=1, unique=True),
        "kind": st.lists(st.sampled_from(["hospital", "company"]), min_size=1, unique=True),
        "size": st.lists(st.sampled_from(["micro", "large"]), min_size=1, unique=True),
        "tag": st.just(["lidar"]),
        "network": st.just(["defense"]),
        "freshness": st.lists(st.sampled_from(["fresh", "stale", "unverified"]), min_size=1),
        "letter": st.lists(st.sampled_from(["a", "l", "#"]), min_size=1, unique=True),
        "q": st.sampled_from(["laser", "optik sud", "-laser", "lazer"]),
    },
)
KEYED = {"cluster": Cluster, "sector": Sector, "district": Area, "network": Network, "tag": Tag}


def write(fields: dict) -> None:
    fields = dict(fields)
    today = timezone.localdate()
    for name in ("verified_on", "objection_on"):
        fields[name] = today - timedelta(days=fields[name]) if fields[name] else None
    first, *others = fields.pop("districts")
    slug = f"entry-{Company.objects.count()}"
    company = CompanyFactory(**fields, slug=slug, location__district__slug=first)
    for slug in others:
        LocationFactory(company=company, is_primary=False, district__slug=slug)


def slugs(facet: str) -> dict[str, str]:
    """The value in an address for each key of the facet's counts."""
    if facet not in KEYED:
        return {}
    rows = KEYED[facet].objects.all()
    if facet == "district":
        rows = rows.filter(level__in=[Area.Level.STATE, Area.Level.DISTRICT])
    return {str(pk): slug for pk, slug in rows.values_list("pk", "slug")}


def compare(chosen: dict) -> None:
    parameters = QueryDict(urlencode(chosen, doseq=True))
    found = Listing(parameters).counts
    expected = plain.Counts(CompanyFilterSet(parameters))

    assert found.total == expected.total
    for facet in plain.PARTS:
        keys = slugs(facet) or expected.values[facet]
        values = {key: found.of(facet, key) for key in keys if found.of(facet, key)}
        assert values == expected.values[facet], facet


class TestCounts(TestCase):
    @classmethod
    def setUpTestData(cls):
        optics = SectorFactory(slug="optik", cluster=ClusterFactory(slug="dual-use"))
        for slug in ("laser", "linsen"):
            SectorFactory(slug=slug, parent=optics, cluster=optics.cluster)
        CompanyFactory(clusters=CLUSTERS, tags=["lidar", "radar"], networks=["defense"])
        for slug in DISTRICTS:
            CompanyFactory(location__district__slug=slug)

    @settings(max_examples=20)
    @given(st.lists(companies, max_size=5), filters)
    def test_they_equal_those_of_plain_sql(self, entries, chosen):
        for fields in entries:
            write(fields)
        compare(chosen)

    @settings(max_examples=20)
    @given(st.lists(companies, max_size=5), filters)
    def test_each_is_the_total_of_the_list_behind_it(self, entries, chosen):
        for fields in entries:
            write(fields)
        counts = Listing(QueryDict(urlencode(chosen, doseq=True))).counts
        for facet in ("cluster", "sector", "district", "tag"):
            for key, slug in slugs(facet).items():
                only = QueryDict(urlencode({**chosen, facet: [slug]}, doseq=True))
                assert Listing(only).total == counts.of(facet, key), f"{facet}={slug}"

    @settings(max_examples=20)
    @given(st.lists(companies, min_size=1, max_size=5), st.data())
    def test_a_patched_snapshot_is_one_that_was_read_anew(self, entries, data):
        write(entries[0])
        before = store.read()
        for fields in entries[1:]:
            write(fields)
        some = Company.objects.filter(pk__in=data.draw(st.sets(st.sampled_from(all_ids()))))
        changes = [lambda: some.update(name_sort="zzz"), lambda: some.update(status="archived")]
        data.draw(st.sampled_from([*changes, some.delete]))()

        patched, anew = store.patch(before, before.version), store.read()

        assert patched.order.tolist() == anew.order.tolist()
        assert {key: value for key, value in patched.values.items() if value} == anew.values
        for name in ("employees", "published", "verified"):
            assert (getattr(patched, name)[anew.order] == getattr(anew, name)[anew.order]).all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chosen", [{"kind": ["company"]}, {"tag": ["lidar"]}, {"q": "laser"}])
def test_codes_of_the_base_and_what_changed_since_add_up(chosen, monkeypatch):
    monkeypatch.setattr(counts, "CODED", 0)
    for number, tags in enumerate((["lidar"], ["lidar", "radar"], ["radar"], ["lidar"])):
        CompanyFactory(name=f"Laser {number}", kind="company", tags=tags)
    rebuild()
    Company.objects.filter(pk=all_ids()[0]).update(kind="hospital")
    CompanyFactory(name="Laser Ost", kind="company", tags=["lidar"])

    compare(chosen)


def all_ids() -> list:
    return list(Company.objects.values_list("pk", flat=True))
