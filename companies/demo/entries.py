"""The entries of a cluster: how many of which sector, district and kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, repeat
from random import Random
from typing import TypeVar
from uuid import UUID

from clusters.models import Sector, SectorActivity
from companies.choices import Kind, Status

from .places import Address, District
from .plan import Target, apportion
from .vocabulary import Theme, vocabulary

T = TypeVar("T")
UNSEEN = (Status.DRAFT.value, Status.IN_REVIEW.value, Status.ARCHIVED.value)
PUBLISHED_PER_UNSEEN = 1_500  # for each of the statuses above


@dataclass(frozen=True)
class Branch:
    """A leaf sector with what demo entries take from it."""

    pk: int
    theme: Theme
    codes: dict[str, list[str]]  # WZ codes by edition


@dataclass(slots=True)
class Entry:
    """One demo company in the making."""

    id: UUID
    target: Target
    branch: Branch
    theme: Theme
    district: District
    kind: str
    status: str = Status.PUBLISHED.value
    name: str = ""
    legal_form: str = ""
    slug: str = ""
    host: str = ""
    former_names: list[str] = field(default_factory=list)
    former_slugs: list[str] = field(default_factory=list)
    parent: UUID | None = None
    second_branch: Branch | None = None
    tags: list[str] = field(default_factory=list)
    wz_codes: list[str] = field(default_factory=list)
    wz_edition: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    description_de: str = ""
    description_en: str = ""
    founded_year: int | None = None
    staff: float = 0  # drawn before the head counts are fitted to the figure
    employees: int | None = None
    employees_year: int | None = None
    turnover_eur: int | None = None
    turnover_year: int | None = None
    stated_size_class: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    published_at: datetime | None = None
    verified_on: date | None = None
    objection_on: date | None = None
    addresses: list[tuple[str, Address]] = field(default_factory=list)  # with their label

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED


def branches_of(target: Target) -> list[Branch]:
    sectors = Sector.objects.filter(cluster=target.cluster, children=None).order_by("slug")
    codes: dict[int, dict[str, list[str]]] = {}
    activities = SectorActivity.objects.filter(sector__in=sectors).order_by("edition", "code")
    for activity in activities:
        by_edition = codes.setdefault(activity.sector_id, {})
        by_edition.setdefault(activity.edition, []).append(activity.code)
    return [
        Branch(sector.pk, vocabulary().theme_of(sector), codes.get(sector.pk, {}))
        for sector in sectors
    ]


def spread(
    rng: Random, target: Target, branches: list[Branch], districts: list[District]
) -> list[Entry]:
    """Return the published entries of a target, then a few that the public does not see."""
    shares = _shares(branches)
    people = [district.weight for district in districts]
    entries = [
        _entry(rng, target, branch, district)
        for branch, district in zip(
            _dealt(rng, branches, apportion(target.companies, shares, at_least=1)),
            _dealt(rng, districts, apportion(target.companies, people, at_least=1)),
            strict=True,
        )
    ]
    _make_universities(rng, target, entries)
    for status in UNSEEN:
        for _ in range(max(1, target.companies // PUBLISHED_PER_UNSEEN)):
            branch, district = rng.choices(branches, shares)[0], rng.choices(districts, people)[0]
            entries.append(_entry(rng, target, branch, district, status))
    return entries


def _shares(branches: list[Branch]) -> list[float]:
    """A theme's share is divided among the branches that have it."""
    keys = [branch.theme.key for branch in branches]
    return [branch.theme.share / keys.count(branch.theme.key) for branch in branches]


def _dealt(rng: Random, things: Sequence[T], counts: Sequence[int]) -> list[T]:
    cards = list(chain.from_iterable(map(repeat, things, counts)))
    rng.shuffle(cards)
    return cards


def _entry(
    rng: Random, target: Target, branch: Branch, district: District, status: str = "published"
) -> Entry:
    theme = vocabulary().mixed(branch.theme, rng)
    kind = theme.kinds.draw(rng)
    pk = UUID(int=rng.getrandbits(128), version=4)
    return Entry(pk, target, branch, theme, district, kind, status)


def _make_universities(rng: Random, target: Target, entries: list[Entry]) -> None:
    """As many as the figures say in the districts that have such a figure, as many elsewhere."""
    academic = [entry for entry in entries if Kind.RESEARCH_INSTITUTE in entry.theme.kinds.values]
    groups = [
        ([entry for entry in academic if entry.district.slug == slug], count)
        for slug, count in target.universities.items()
    ]
    elsewhere = [entry for entry in academic if entry.district.slug not in target.universities]
    groups.append((elsewhere, sum(target.universities.values())))
    for candidates, count in groups:
        for entry in rng.sample(candidates, min(count, len(candidates))):
            entry.kind = Kind.UNIVERSITY.value
