"""Where demo companies are: invented streets, real postcodes, coordinates about their district."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import cos, pi, radians, sin, sqrt
from random import Random

from clusters.models import Area, Postcode
from companies.choices import DistrictOrigin, Precision

KM_PER_DEGREE = 111.2
# Thousand inhabitants, rounded: weights for invented data, not figures to be shown.
INHABITANTS = {
    "mitte": 390, "friedrichshain-kreuzberg": 290, "pankow": 420,
    "charlottenburg-wilmersdorf": 340, "spandau": 260, "steglitz-zehlendorf": 310,
    "tempelhof-schoeneberg": 350, "neukoelln": 330, "treptow-koepenick": 290,
    "marzahn-hellersdorf": 290, "lichtenberg": 310, "reinickendorf": 270,
    "potsdam": 190, "cottbus": 100, "brandenburg-an-der-havel": 75, "frankfurt-oder": 60,
    "barnim": 190, "dahme-spreewald": 180, "elbe-elster": 100, "havelland": 170,
    "maerkisch-oderland": 200, "oberhavel": 220, "oberspreewald-lausitz": 110, "oder-spree": 180,
    "ostprignitz-ruppin": 100, "potsdam-mittelmark": 220, "prignitz": 75, "spree-neisse": 110,
    "teltow-flaeming": 180, "uckermark": 120,
}  # fmt: skip
USUAL_INHABITANTS = 150
# Nearly all of a circle this wide around the label point lies in the district.
RADIUS_KM = {Area.Kind.BEZIRK: 1.5, Area.Kind.CITY: 3.0, Area.Kind.KREIS: 5.0}
PRECISIONS = (Precision.EXACT.value, Precision.POSTCODE.value, Precision.DISTRICT.value)


@dataclass(frozen=True)
class District:
    pk: int
    slug: str
    name: str
    weight: int
    city: str  # of every address here; empty where each postcode names its own
    latitude: float | None
    longitude: float | None
    radius_km: float
    postcodes: Sequence[tuple[str, str]]  # code, place
    cum_weights: Sequence[int]


@dataclass(frozen=True)
class Address:
    """A location without its company."""

    street: str
    postcode: str
    city: str
    locality: str
    district_id: int
    district_origin: str
    latitude: Decimal | None
    longitude: Decimal | None
    precision: str


def districts_in(region: Area) -> list[District]:
    areas = Area.objects.districts().filter(parent__parent=region).select_related("parent")
    postcodes: dict[int, list[Postcode]] = {}
    for postcode in Postcode.objects.filter(district__in=areas).order_by("code", "place"):
        postcodes.setdefault(postcode.district_id, []).append(postcode)
    return [_district(area, postcodes.get(area.pk, [])) for area in areas.order_by("slug")]


def address(rng: Random, district: District, streets: Sequence[str]) -> Address:
    code, place = "", ""
    if district.postcodes:
        code, place = rng.choices(district.postcodes, cum_weights=district.cum_weights)[0]
    latitude, longitude = _near(rng, district)
    number = f"{rng.randint(1, 140)}{rng.choices(('', 'a', 'b', 'c'), (90, 5, 3, 2))[0]}"
    return Address(
        street=f"{rng.choice(streets)} {number}",
        postcode=code,
        city=district.city or place or district.name,
        locality=place if district.city else "",
        district_id=district.pk,
        district_origin=(DistrictOrigin.PLACE if code else DistrictOrigin.MANUAL).value,
        latitude=latitude,
        longitude=longitude,
        precision=rng.choices(PRECISIONS, (95, 4, 1))[0],
    )


def _district(area: Area, postcodes: list[Postcode]) -> District:
    return District(
        pk=area.pk,
        slug=area.slug,
        name=area.name,
        weight=INHABITANTS.get(area.slug, USUAL_INHABITANTS),
        city=area.parent.name if area.kind == Area.Kind.BEZIRK else "",
        latitude=None if area.latitude is None else float(area.latitude),
        longitude=None if area.longitude is None else float(area.longitude),
        radius_km=RADIUS_KM.get(area.kind, min(RADIUS_KM.values())),
        postcodes=[(postcode.code, postcode.place) for postcode in postcodes],
        cum_weights=list(accumulate(postcode.weight for postcode in postcodes)),
    )


def _near(rng: Random, district: District) -> tuple[Decimal | None, Decimal | None]:
    if district.latitude is None or district.longitude is None:
        return None, None
    angle = rng.uniform(0, 2 * pi)
    distance = district.radius_km * sqrt(rng.random()) / KM_PER_DEGREE
    latitude = district.latitude + distance * sin(angle)
    longitude = district.longitude + distance * cos(angle) / cos(radians(district.latitude))
    return Decimal(f"{latitude:.6f}"), Decimal(f"{longitude:.6f}")
