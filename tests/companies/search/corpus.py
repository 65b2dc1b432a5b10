"""What the query sets are asked over: lists as published, and the invented entries of queries.toml.

Names, addresses and register numbers come as the lists have them; of the hospitals, the name of the
site. An address of OffeneRegister is cut off where the list cuts it, or runs into other text: then
the seat stands for the place.
"""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

from django.utils import timezone

from clusters.models import Area, Cluster, Sector
from clusters.places import Gazetteer
from clusters.text import clean, slugify_german, sort_key
from companies.bulk import copy_rows
from companies.choices import Status
from companies.demo.write import analyse
from companies.models import Company, CompanyCluster, CompanySector, CompanyTag, Location, Tag
from tests.fixtures import rows as fixture_rows

QUERIES = tomllib.loads((Path(__file__).parent / "queries.toml").read_text(encoding="utf-8"))
NAMESPACE = UUID("6f1f6f0e-2c51-4c8c-9d0b-5b0a5d0c9c11")
ADDRESS = re.compile(r"(?P<street>[^,]+), (?P<postcode>\d{5}) (?P<city>[A-ZÄÖÜ][^.,:\d]*)")
AFTER_CITY = re.compile(r" (?:OT|Gegenstand|Rechtsform|Änderung|Rechtsverh\w+|Die)\b.*")
REGISTERS = ("bb_companies_with_address", "bb_companies_no_address_active")


@dataclass(frozen=True)
class Place:
    street: str
    postcode: str
    city: str
    locality: str = ""
    district: str = ""


@dataclass
class Entry:
    name: str
    place: Place
    kind: str = "company"
    sectors: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    register: tuple[str, str, str] = ("", "", "")
    tags: tuple[str, ...] = ()
    parent: str = ""
    vat_id: str = ""
    wz_codes: tuple[str, ...] = ()
    wz_edition: str = ""
    description_de: str = ""
    description_en: str = ""
    id: UUID | None = None


@cache
def read(folder: Path) -> list[Entry]:
    """All entries, always in the same order; ``folder`` is where the lists are."""
    entries = [*registered(folder), *health(folder), *invented()]
    for number, entry in enumerate(entries):
        entry.id = uuid5(NAMESPACE, str(number))
    return entries


def groups(entries: list[Entry]) -> list[list[str]]:
    """The names by where they come from: firms with and without address, clinics, pharmacies."""
    kinds: dict[str, list[str]] = {"address": [], "seat": [], "health": [], "pharmacy": []}
    for entry in entries:
        firm = "address" if entry.place.street else "seat"
        group = "pharmacy" if entry.kind == "pharmacy" else "health" if entry.sectors else firm
        kinds[group].append(entry.name)
    return list(kinds.values())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def registered(folder: Path) -> Iterator[Entry]:
    taken = {("", "", "")}
    for name in REGISTERS:
        for row in rows(folder / f"offeneregister/{name}.csv"):
            number = re.sub(r"(?<=\d)(?=[A-Z])", " ", row["register_number"])
            register = (row["registrar"], row["register_type"], number)
            yield Entry(
                clean(row["name"]),
                address(row.get("registered_address", ""), row["registered_office"]),
                register=("", "", "") if register in taken else register,
                former_names=tuple(filter(None, row["previous_names"].split(" | "))),
            )
            taken.add(register)


def address(text: str, seat: str) -> Place:
    found = ADDRESS.match(text)
    if not found:
        return Place("", "", seat)
    city = AFTER_CITY.sub("", found["city"]).strip()
    return Place(found["street"], found["postcode"], city or seat)


def health(folder: Path) -> Iterator[Entry]:
    for row in rows(folder / "krankenhausverzeichnis-de/krankenhaeuser_de.csv"):
        if row["bundesland"] in ("Berlin", "Brandenburg"):
            street = f"{row['strasse']} {row['haus_nr']}"
            place = Place(clean(street), row["plz"].zfill(5), row["ort"])
            name = clean(row["adresse_name_standort"])
            yield Entry(name, place, "hospital", ("krankenhaeuser",))
    for row in rows(folder / "berlin-health/apotheken_berlin_2023.csv"):
        street = f"{row['gc_strasse']} {row['gc_haus']}"
        place = Place(street, row["gc_plz"], "Berlin", row["gc_ortsteil"])
        yield Entry(clean(row["aponame"]), place, "pharmacy", ("apotheken",))
    for row in rows(folder / "berlin-health/pflegeeinrichtungen_berlin_2023.csv"):
        place = Place(f"{row['strasse']} {row['hausnr']}", row["plz"], "Berlin", row["ortsteil"])
        yield Entry(clean(row["einrichtung_name"]), place, "nursing_home", ("pflegeheime",))


def invented() -> Iterator[Entry]:
    for given in QUERIES["entry"]:
        values = {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}
        yield Entry(**values | {"place": Place("Musterallee 1", *values["place"])})


def load(entries: list[Entry]) -> None:
    """Write the entries, published; areas, clusters and sectors must be there."""
    now = timezone.now()
    by_name = {entry.name: entry.id for entry in entries}
    copy_rows(
        Company,
        (
            "id", "slug", "name", "name_sort", "former_names", "kind", "parent", "wz_codes",
            "wz_edition", "description_de", "description_en", "register_court", "register_type",
            "register_number", "vat_id", "status", "published_at",
        ),
        (
            (
                e.id, f"eintrag-{number}", e.name, sort_key(e.name)[:300], list(e.former_names),
                e.kind, by_name.get(e.parent), list(e.wz_codes), e.wz_edition, e.description_de,
                e.description_en, *e.register, e.vat_id, Status.PUBLISHED, now,
            )
            for number, e in enumerate(entries)
        ),
    )  # fmt: skip
    load_places(entries)
    load_sectors(entries)
    load_tags(entries)
    analyse()


def load_places(entries: list[Entry]) -> None:
    areas = list(Area.objects.all())
    by_slug = {area.slug: area for area in areas}
    gazetteer = Gazetteer(
        areas,
        [
            (row["code"], by_slug[row["district"][0]].pk, row["place"], row["weight"])
            for row in fixture_rows("postcodes")
        ],
    )

    @cache
    def district(place: Place) -> tuple[int | None, str]:
        if place.district:
            return by_slug[place.district].pk, "manual"
        finding = gazetteer.find_district(
            postcode=place.postcode, locality=place.locality, city=place.city
        )
        return finding.district and finding.district.pk, finding.origin

    copy_rows(
        Location,
        ("company", "street", "postcode", "city", "locality", "district_id", "district_origin"),
        [
            (e.id, p.street[:160], p.postcode, p.city[:120], p.locality, *district(without(p)))
            for e in entries
            for p in [e.place]
        ],
    )


def without(place: Place) -> Place:
    """The same without its street, so that it is looked up once."""
    return Place("", place.postcode, place.city, place.locality, place.district)


def load_sectors(entries: list[Entry]) -> None:
    sectors = {sector.slug: sector for sector in Sector.objects.select_related("cluster")}
    clusters = {cluster.slug: cluster.pk for cluster in Cluster.objects.all()}
    chosen = [(e.id, sectors[slug], not n) for e in entries for n, slug in enumerate(e.sectors)]
    copy_rows(
        CompanySector,
        ("company", "sector", "is_primary"),
        [(company, sector.pk, is_primary) for company, sector, is_primary in chosen],
    )
    members = dict.fromkeys((company, sector.cluster.slug) for company, sector, _ in chosen)
    now = timezone.now()
    copy_rows(
        CompanyCluster,
        ("company", "cluster", "approved_at"),
        [(company, clusters[slug], now) for company, slug in members],
    )


def load_tags(entries: list[Entry]) -> None:
    names = sorted({tag for entry in entries for tag in entry.tags})
    tags = {name: Tag.objects.create(slug=slugify_german(name), name_de=name) for name in names}
    copy_rows(
        CompanyTag, ("company", "tag"), [(e.id, tags[tag].pk) for e in entries for tag in e.tags]
    )
