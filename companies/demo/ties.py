"""Ties of demo entries: operators and their sites, clusters, networks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Q

from clusters.models import Area, Cluster
from companies.choices import Status
from companies.models import Membership
from networks.models import Network

from .entries import Entry

ENTRIES_PER_OPERATOR = 120
ENTRIES_PER_GUEST = 300  # of another cluster: once waiting for approval, once ended
MOST_MEMBERS = 48
LEAST_MEMBERS = 3


@dataclass(frozen=True)
class ClusterTie:
    entry: Entry
    cluster: Cluster
    joined_on: date
    left_on: date | None
    approved_at: datetime | None


@dataclass(frozen=True)
class NetworkTie:
    entry: Entry
    network: Network
    role: str
    joined_on: date
    left_on: date | None


def give_operators(rng: Random, entries: list[Entry]) -> None:
    """Make a few of the bigger entries operators of smaller ones of the same kind."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.is_published:
            by_kind.setdefault(entry.kind, []).append(entry)
    for kin in by_kind.values():
        kin.sort(key=lambda entry: (-entry.staff, entry.id))
        half = len(kin) // 2
        free = rng.sample(kin[half:], len(kin) - half)
        for operator in rng.sample(kin[:half], round(len(kin) / ENTRIES_PER_OPERATOR)):
            for site in free[:4]:
                site.parent = operator.id
            free = free[rng.randint(1, 4) :]


def cluster_ties(rng: Random, entries: list[Entry], today: date) -> Iterator[ClusterTie]:
    """Every entry's own cluster; published ones wait in another one here and there, or left it."""
    clusters = list({entry.target.cluster.pk: entry.target.cluster for entry in entries}.values())
    for entry in entries:
        own = entry.target.cluster
        joined = entry.created_at.date() - timedelta(days=rng.randint(0, 900))
        approved = entry.status in (Status.PUBLISHED, Status.ARCHIVED)
        at = (entry.published_at or entry.created_at) if approved else None
        yield ClusterTie(entry, own, joined, None, at)
    for number, entry in enumerate(_guests(rng, entries)):
        cluster = rng.choice([other for other in clusters if other != entry.target.cluster])
        at = entry.published_at if number % 2 else None
        joined = entry.published_at.date()
        left = _between(rng, joined, today) if number % 2 else None
        yield ClusterTie(entry, cluster, joined, left, at)


def _guests(rng: Random, entries: list[Entry]) -> list[Entry]:
    published = [entry for entry in entries if entry.is_published]
    if len({entry.target.cluster.pk for entry in published}) < 2:
        return []
    wanted = 2 + len(published) // ENTRIES_PER_GUEST
    return rng.sample(published, min(wanted, len(published)))


def network_ties(rng: Random, entries: list[Entry], today: date) -> list[NetworkTie]:
    """Some members for every network, from its own clusters and areas as far as there are any."""
    ties = []
    networks = Network.objects.prefetch_related("clusters", "areas").order_by("slug")
    for network in networks:
        candidates = _candidates(network, entries)
        wanted = min(MOST_MEMBERS, max(LEAST_MEMBERS, len(candidates) // 4), len(candidates))
        started = min(network.started_on or today - timedelta(days=2_000), today)
        for number, entry in enumerate(rng.sample(candidates, wanted)):
            joined = _between(rng, started, today)
            left = _between(rng, joined, today) if number % 16 == 15 else None
            ties.append(NetworkTie(entry, network, _role(number), joined, left))
    return ties


def _candidates(network: Network, entries: list[Entry]) -> list[Entry]:
    clusters = {cluster.pk for cluster in network.clusters.all()}
    areas = [area.pk for area in network.areas.all()]
    inside = Q(pk__in=areas) | Q(parent__in=areas) | Q(parent__parent__in=areas)
    districts = set(Area.objects.districts().filter(inside).values_list("pk", flat=True))
    published = [entry for entry in entries if entry.is_published]
    kin = [entry for entry in published if entry.target.cluster.pk in clusters] or published
    return [entry for entry in kin if entry.district.pk in districts] or kin


def _between(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _role(number: int) -> str:
    roles = {0: Membership.Role.BOARD, 1: Membership.Role.PARTNER, 7: Membership.Role.SPONSOR}
    return roles.get(number % 24, Membership.Role.MEMBER).value
