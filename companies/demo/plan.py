"""How many demo companies there shall be, and what they add up to: the official figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor

from clusters.models import Area, Cluster, Figure


@dataclass(frozen=True)
class Target:
    """What the published demo companies of one cluster add up to; None is unknown."""

    cluster: Cluster
    area: Area
    companies: int
    employees: int | None = None
    turnover_eur: int | None = None
    universities: dict[str, int] = field(default_factory=dict)  # by district slug


def targets(companies: int | None = None) -> list[Target]:
    """One target per cluster with a number of companies for a whole region.

    With ``companies`` everything is scaled to that total. Raises ValueError where there are no
    such figures, or fewer companies are wanted than there are clusters.
    """
    official = [target for cluster in Cluster.objects.all() if (target := _official(cluster))]
    if not official:
        raise ValueError("no figure says how many companies a cluster has; load the fixtures first")
    if companies is None:
        return official
    if companies < len(official):
        raise ValueError(f"{len(official)} clusters need at least {len(official)} companies")
    counts = apportion(companies, [target.companies for target in official], at_least=1)
    return [_scaled(target, count) for target, count in zip(official, counts, strict=True)]


def apportion(total: int, weights: Sequence[float], at_least: int = 0) -> list[int]:
    """Split ``total`` into whole parts in proportion to ``weights``; the sum is exact.

    A part that would be smaller than ``at_least`` is just that, unless ``total`` is too small for
    it. The rest goes by largest remainder; of equal remainders the first comes first.
    """
    least = at_least if at_least * len(weights) <= total else 0
    shares: list[float] = [least] * len(weights)
    open_places = range(len(weights))
    while open_places:
        rest = total - least * (len(weights) - len(open_places))
        whole = sum(weights[i] for i in open_places)
        above = [i for i in open_places if rest * weights[i] / whole >= least]
        if len(above) == len(open_places):
            break
        open_places = above
    for i in open_places:
        shares[i] = rest * weights[i] / whole
    parts = [floor(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - shares[i])
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def _official(cluster: Cluster) -> Target | None:
    figures = Figure.objects.current().filter(cluster=cluster).select_related("area")
    # of several sources the latest counts
    ordered = figures.order_by("reference_year", "as_of_on", "pk")
    region = {f.indicator: f for f in ordered if f.area.level == Area.Level.REGION}
    if Figure.Indicator.COMPANIES not in region:
        return None
    numbers = {indicator: int(figure.value) for indicator, figure in region.items()}
    return Target(
        cluster=cluster,
        area=region[Figure.Indicator.COMPANIES].area,
        companies=numbers[Figure.Indicator.COMPANIES],
        employees=numbers.get(Figure.Indicator.EMPLOYEES),
        turnover_eur=numbers.get(Figure.Indicator.TURNOVER),
        universities={
            f.area.slug: int(f.value)
            for f in ordered
            if f.indicator == Figure.Indicator.UNIVERSITIES and f.area.level == Area.Level.DISTRICT
        },
    )


def _scaled(target: Target, companies: int) -> Target:
    def scale(value: int | None) -> int | None:
        return None if value is None else round(value * companies / target.companies)

    return Target(
        cluster=target.cluster,
        area=target.area,
        companies=companies,
        employees=scale(target.employees),
        turnover_eur=scale(target.turnover_eur),
        universities={slug: scale(count) for slug, count in target.universities.items()},
    )
