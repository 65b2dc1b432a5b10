from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.choices import Status
from companies.filters import CompanyFilterSet
from companies.parameters import LONGEST_QUERY
from tests.factories import (
    CompanyClusterFactory,
    CompanyFactory,
    LandFactory,
    LocationFactory,
    MembershipFactory,
    SectorFactory,
)

pytestmark = pytest.mark.django_db


def names(query: str) -> list[str]:
    return sorted(company.name for company in CompanyFilterSet(QueryDict(query)).qs)


def problems(query: str) -> list[tuple[str, str]]:
    return CompanyFilterSet(QueryDict(query)).parameters.problems


def test_values_of_one_filter_are_alternatives_and_filters_narrow_each_other():
    CompanyFactory(name="A", location__district__slug="mitte", kind="hospital")
    CompanyFactory(name="B", location__district__slug="pankow", kind="hospital")
    CompanyFactory(name="C", location__district__slug="spandau", kind="hospital")
    CompanyFactory(name="D", location__district__slug="mitte", kind="pharmacy")

    assert names("district=mitte&district=pankow&kind=hospital") == ["A", "B"]


def test_a_land_means_all_its_districts():
    brandenburg = LandFactory(name="Brandenburg")
    CompanyFactory(
        name="A", location__district__slug="prignitz", location__district__parent=brandenburg
    )
    CompanyFactory(name="B", location__district__slug="mitte")

    assert names("district=brandenburg") == ["A"]


def test_a_company_with_several_locations_is_found_at_each_and_counted_once():
    company = CompanyFactory(name="A", location__district__slug="mitte")
    LocationFactory(company=company, is_primary=False, district__slug="pankow")

    assert names("district=pankow") == ["A"]
    assert names("district=mitte&district=pankow") == ["A"]


def test_a_sector_includes_those_below_it():
    top = SectorFactory(slug="medizintechnik")
    SectorFactory(slug="diagnostik", parent=top, cluster=top.cluster)
    CompanyFactory(name="A", sectors=["diagnostik"])

    assert names("sector=medizintechnik") == names("sector=diagnostik") == ["A"]


def test_only_approved_members_belong_to_a_cluster():
    CompanyFactory(name="A", clusters=["gesundheit"])
    waiting = CompanyClusterFactory(company=CompanyFactory(name="B"), cluster__slug="gesundheit")
    type(waiting).objects.filter(pk=waiting.pk).update(approved_at=None, approved_by=None)

    assert names("cluster=gesundheit") == ["A"]


def test_former_members_of_a_network_are_not_found():
    CompanyFactory(name="A", networks=["defense"])
    MembershipFactory(
        company=CompanyFactory(name="B"), network__slug="defense", left_on=timezone.localdate()
    )

    assert names("network=defense") == ["A"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED])
def test_only_published_companies_are_listed(status):
    CompanyFactory(status=status)

    assert names("") == []


@pytest.mark.parametrize(
    ("days_ago", "value"), [(0, "fresh"), (365, "fresh"), (366, "stale"), (None, "unverified")]
)
def test_freshness_tells_how_long_ago_an_entry_was_verified(days_ago, value):
    today = timezone.localdate()
    verified = None if days_ago is None else today - timedelta(days=days_ago)
    CompanyFactory(name="A", verified_on=verified)

    found = {option for option in ("fresh", "stale", "unverified") if names(f"freshness={option}")}

    assert found == {value}


def test_letters_follow_the_sort_order():
    CompanyFactory(name="Ödland Optik")
    CompanyFactory(name="Die Optik")
    CompanyFactory(name="3D Druck")

    assert names("letter=o") == ["Die Optik", "Ödland Optik"]
    assert names("letter=%23") == ["3D Druck"]
    assert names("letter=O") == names("letter=o")


def test_size_and_tag_narrow():
    CompanyFactory(name="A", employees=5, tags=["lidar"])
    CompanyFactory(name="B", employees=5000)

    assert names("size=micro") == ["A"]
    assert names("size=large") == ["B"]
    assert names("tag=lidar") == ["A"]


def test_an_unknown_value_is_named_and_dropped_alone():
    CompanyFactory(name="A", location__district__slug="mitte")
    CompanyFactory(name="B", location__district__slug="pankow")

    assert names("district=mitte&district=atlantis&kind=xyz") == ["A"]
    found = dict(problems("district=mitte&district=atlantis&kind=xyz"))
    assert found.keys() == {"district", "kind"}
    assert "atlantis" in found["district"]
    assert "mitte" not in found["district"]


def test_a_long_query_is_cut_with_a_message():
    assert [name for name, _message in problems(f"q={'x' * 10_000}")] == ["q"]
    assert problems(f"q={'x' * LONGEST_QUERY}") == []


def test_what_an_objection_hides_finds_nothing():
    CompanyFactory(
        name="Stille Optik",
        objection_on=timezone.localdate(),
        kind="hospital",
        employees=5,
        verified_on=timezone.localdate(),
        description_de="Geheimer Laser",
        networks=["defense"],
        tags=["lidar"],
        sectors=["optik"],
        location__district__slug="mitte",
    )

    hidden = ["kind=hospital", "size=micro", "freshness=fresh", "network=defense", "tag=lidar"]
    for query in [*hidden, "q=geheimer", "q=lidar"]:
        assert names(query) == [], query
    for query in ["", "sector=optik", "district=mitte", "letter=s", "q=stille"]:
        assert names(query) == ["Stille Optik"], query


PARAMETERS = list(CompanyFilterSet.base_filters)
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(PARAMETERS), texts), max_size=6))
def test_no_query_string_breaks_the_list(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)

    filterset = CompanyFilterSet(query)

    assert list(filterset.qs) == []
    assert all(name in PARAMETERS and message for name, message in filterset.parameters.problems)
