"""Invented companies in any number, one after the other: memory does not grow with them.

Names and trades come from the words of the demo. Unlike the demo, which meets official figures
and so holds all its entries at once, this forgets each entry as soon as it is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, islice
from operator import attrgetter
from random import Random
from uuid import UUID

from benchmarks.words import compound, stem
from clusters.models import Area, Sector
from clusters.text import slugify_german, sort_key
from companies.bulk import copy_rows
from companies.demo.places import Address, District, address, districts_in
from companies.demo.vocabulary import Theme, vocabulary
from companies.models import (
    Company,
    CompanyCluster,
    CompanySector,
    CompanyTag,
    Location,
    Membership,
    Tag,
)
from companies.search.index import index_later
from networks.models import Network

VERSION = 1  # of what is generated: another one makes the bench's databases anew
SEED = 20_000_101
CHUNK = 10_000  # entries in memory at a time
COMPANY_FIELDS = (
    "id", "slug", "name", "legal_form", "kind", "description_de", "website", "founded_year",
    "employees", "employees_year", "status", "published_at", "verified_on", "objection_on",
)  # fmt: skip
ADDRESS_FIELDS = (
    "street", "postcode", "city", "locality", "district_id", "district_origin", "latitude",
    "longitude", "precision",
)  # fmt: skip


@dataclass(frozen=True)
class Branch:
    sector: int
    cluster: int
    theme: Theme


@dataclass(frozen=True)
class World:
    """What entries refer to, by primary key."""

    branches: Sequence[Branch]
    districts: Sequence[District]
    cum_weights: Sequence[int]  # of the districts
    tags: Sequence[int]
    networks: Sequence[int]
    today: date


@dataclass(slots=True)
class Entry:
    id: UUID
    slug: str
    name: str
    legal_form: str
    kind: str
    description_de: str
    website: str
    founded_year: int
    employees: int | None
    employees_year: int | None
    published_at: datetime
    verified_on: date | None
    objection_on: date | None
    addresses: list[Address]
    sectors: list[int]  # the main one first
    clusters: list[int]
    tags: list[int]
    networks: list[int]
    status: str = "published"


def world(today: date) -> World:
    """Load what the fixtures brought; the tags are made if they are not there."""
    leaves = Sector.objects.filter(children=None).order_by("cluster__slug", "slug")
    regions = Area.objects.filter(level=Area.Level.REGION).order_by("slug")
    districts = [district for region in regions for district in districts_in(region)]
    words = vocabulary()
    return World(
        branches=[Branch(row.pk, row.cluster_id, words.theme_of(row)) for row in leaves],
        districts=districts,
        cum_weights=list(accumulate(district.weight for district in districts)),
        tags=_tags(),
        networks=list(Network.objects.order_by("slug").values_list("pk", flat=True)),
        today=today,
    )


def _tags() -> list[int]:
    rows = [
        Tag(slug=slug, kind=tag["kind"], name_de=tag["de"], name_en=tag["en"])
        for slug, tag in sorted(vocabulary().tags.items())
    ]
    Tag.objects.bulk_create(rows, ignore_conflicts=True)
    found = Tag.objects.filter(slug__in=[row.slug for row in rows]).order_by("slug")
    return list(found.values_list("pk", flat=True))


def entries(count: int, around: World, seed: int = SEED) -> Iterator[Entry]:
    """The same arguments give the same entries, and more of them begin with the same ones."""
    rng = Random(seed)
    shares = list(accumulate(branch.theme.share for branch in around.branches))
    noon = datetime.combine(around.today, time(12), UTC)
    for number in range(1, count + 1):
        branch = rng.choices(around.branches, cum_weights=shares)[0]
        yield _entry(rng, number, branch, around, noon)


def _entry(rng: Random, number: int, branch: Branch, around: World, noon: datetime) -> Entry:
    words, theme = vocabulary(), branch.theme
    kind = theme.kinds.draw(rng)
    name = _name(rng, kind, theme)
    form = words.forms[theme.form if kind == "company" else kind].draw(rng)
    staff = max(1, round(words.staff_of(kind, theme).draw(rng)))
    employees = staff if rng.random() < 0.94 else None
    slug = f"{slugify_german(name, 60)}-{number}"
    published = rng.randint(2, 1_500)  # days ago
    verified = rng.randint(1, published) if rng.random() < 0.85 else None
    return Entry(
        id=UUID(int=rng.getrandbits(128), version=4),
        slug=slug,
        name=f"{name} {form}".rstrip(),
        legal_form=form,
        kind=kind,
        description_de=_description(rng, theme),
        website=f"https://{slug}.example.org" if rng.random() < 0.8 else "",
        founded_year=around.today.year - 2 - int(80 * rng.random() ** 3),
        employees=employees,
        employees_year=None if employees is None else around.today.year - 1,
        published_at=noon - timedelta(days=published, seconds=rng.randint(0, 20_000)),
        verified_on=None if verified is None else around.today - timedelta(days=verified),
        objection_on=around.today if rng.random() < 0.003 else None,
        **_ties(rng, branch, around),
    )


def _name(rng: Random, kind: str, theme: Theme) -> str:
    pattern = rng.choice(vocabulary().kind_names.get(kind, theme.names))
    name = pattern.format(stem=stem(rng), topic=theme.topic[0])
    return f"{name} {compound(rng)}" if rng.random() < 0.25 else name


def _description(rng: Random, theme: Theme) -> str:
    """Ten to twenty-five words."""
    does, offer, client = (
        rng.choice(theme.does),
        rng.choice(theme.offers),
        rng.choice(theme.clients),
    )
    focus = ", ".join(compound(rng) for _ in range(rng.randint(2, 4)))
    sentence = rng.choice(vocabulary().sentences["seeks"])[0]
    purpose = "" if " für " in offer[0] else f" für {client[0]}"
    first = f"{does[0]} {offer[0]}{purpose}."
    return f"{first[:1].upper()}{first[1:]} Schwerpunkte: {focus} und mehr. {sentence}"


def _ties(rng: Random, branch: Branch, around: World) -> dict[str, list]:
    """One or two places and clusters, up to three sectors and four tags, rarely a network."""
    places = rng.choices(around.districts, cum_weights=around.cum_weights, k=1 + _now_and_then(rng))
    streets = vocabulary().streets
    further = rng.choices(around.branches, k=rng.choices((0, 1, 2), (70, 24, 6))[0])
    clusters = [branch.cluster]
    if _now_and_then(rng):
        clusters.append(rng.choice(around.branches).cluster)
    return {
        "addresses": [address(rng, place, streets) for place in places],
        "sectors": _once(branch.sector, *(other.sector for other in further)),
        "clusters": _once(*clusters),
        "tags": rng.sample(around.tags, rng.choices((0, 1, 2, 3, 4), (20, 30, 25, 15, 10))[0]),
        "networks": [rng.choice(around.networks)]
        if around.networks and rng.random() < 0.02
        else [],
    }


def _now_and_then(rng: Random) -> bool:
    return rng.random() < 0.12


def _once(*keys: int) -> list[int]:
    return list(dict.fromkeys(keys))


def write(rows: Iterable[Entry]) -> int:
    """Copy the entries into their tables, a chunk at a time, and return how many there were."""
    rows, written = iter(rows), 0
    while chunk := list(islice(rows, CHUNK)):
        with index_later(keep_base=False):
            _write_chunk(chunk)
        written += len(chunk)
    return written


def _write_chunk(chunk: list[Entry]) -> None:
    company, place = attrgetter(*COMPANY_FIELDS), attrgetter(*ADDRESS_FIELDS)
    copy_rows(
        Company, ("name_sort", *COMPANY_FIELDS), ((sort_key(e.name), *company(e)) for e in chunk)
    )
    copy_rows(
        Location,
        ("company_id", "is_primary", *ADDRESS_FIELDS),
        ((e.id, n == 0, *place(row)) for e in chunk for n, row in enumerate(e.addresses)),
    )
    copy_rows(
        CompanySector,
        ("company_id", "sector_id", "is_primary"),
        ((e.id, key, n == 0) for e in chunk for n, key in enumerate(e.sectors)),
    )
    copy_rows(
        CompanyCluster,
        ("company_id", "cluster_id", "approved_at"),
        ((e.id, key, e.published_at) for e in chunk for key in e.clusters),
    )
    pairs = ((CompanyTag, "tag_id", "tags"), (Membership, "network_id", "networks"))
    for model, field, name in pairs:
        rows = ((e.id, key) for e in chunk for key in getattr(e, name))
        copy_rows(model, ("company_id", field), rows)
