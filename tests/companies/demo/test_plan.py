import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.models import Figure
from clusters.models.figure import supersede
from companies.demo.plan import apportion, targets

weights = st.lists(st.floats(0.01, 10_000), min_size=1, max_size=40)


@given(st.integers(0, 10**10), weights, st.integers(0, 3))
def test_apportioned_parts_add_up_exactly(total, weights, at_least):
    parts = apportion(total, weights, at_least)

    assert sum(parts) == total
    assert len(parts) == len(weights)
    assert min(parts) >= (at_least if at_least * len(weights) <= total else 0)


@given(st.integers(0, 10_000), weights)
def test_an_apportioned_part_is_its_share_rounded(total, weights):
    for part, weight in zip(apportion(total, weights), weights, strict=True):
        assert abs(part - total * weight / sum(weights)) <= 1


def test_apportioning_splits_by_weight():
    assert apportion(10, [1, 1, 3]) == [2, 2, 6]
    assert apportion(4, [1, 1, 1]) == [2, 1, 1]
    assert apportion(5, [1, 1, 98], at_least=1) == [1, 1, 3]


def test_targets_are_the_figures(region):
    health = next(target for target in targets() if target.cluster.slug == "gesundheit")

    assert (health.companies, health.employees, health.turnover_eur) == (90, 1_500, 100_000_000)
    assert health.universities == {"lichtenberg": 2}
    assert health.area == region


def test_what_no_figure_says_stays_unknown(region):
    dual_use = next(target for target in targets() if target.cluster.slug == "dual-use")

    assert (dual_use.companies, dual_use.employees, dual_use.turnover_eur) == (30, None, None)


def test_a_superseded_figure_does_not_count(region):
    supersede(figure=Figure.objects.get(cluster__slug="dual-use"), value=31)

    assert sorted(target.companies for target in targets()) == [31, 90]


@pytest.mark.parametrize("companies", [2, 3, 17, 119, 500])
def test_targets_scale_to_a_total(region, companies):
    scaled = {target.cluster.slug: target for target in targets(companies)}

    assert sum(target.companies for target in scaled.values()) == companies
    assert min(target.companies for target in scaled.values()) >= 1
    health = scaled["gesundheit"]
    assert health.employees == round(1_500 * health.companies / 90)


def test_fewer_companies_than_clusters_are_refused(region):
    with pytest.raises(ValueError, match="2 clusters need at least 2 companies"):
        targets(1)


def test_without_figures_there_is_no_plan(db):
    with pytest.raises(ValueError, match="load the fixtures first"):
        targets()
