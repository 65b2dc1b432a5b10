"""From an address to its district."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Self

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from clusters import identifiers
from clusters.boundaries import Outline
from clusters.models import Area, Postcode
from clusters.place_names import core_key, is_part_of, place_key

REMEMBERED = 8192  # addresses, by postcode and place
NEIGHBOURHOOD = 3  # digits that the postcodes of one neighbourhood share


class Origin(StrEnum):
    """What a district rests on."""

    COORDINATES = "coordinates"
    PLACE = "place"
    POSTCODE = "postcode"
    GUESS = "guess"
    UNKNOWN = "unknown"


REASONS = {
    Origin.COORDINATES: _("The coordinates lie in %(district)s."),
    Origin.PLACE: _("The place lies in %(district)s."),
    Origin.POSTCODE: _("The whole postcode lies in %(district)s."),
}


@dataclass(frozen=True)
class Finding:
    district: Area | None
    origin: Origin
    reason: str


@dataclass(frozen=True)
class PostcodeFix:
    """A postcode of five digits; ``message`` says what was ``changed`` to make it one."""

    code: str
    changed: bool = False
    message: str = ""


@dataclass(frozen=True)
class Served:
    """One place that a postcode serves, and how many of its addresses are there."""

    district: Area
    district_key: str
    key: str
    core: str
    weight: int


class Gazetteer:
    """All districts, places and postcodes, held in memory: two queries, then none per address."""

    def __init__(self, areas: Iterable[Area], postcodes: Iterable[tuple[str, int, str, int]]):
        """``postcodes`` are rows of code, district's primary key, place and weight."""
        by_pk = {area.pk: area for area in areas}
        for area in by_pk.values():
            if area.parent_id:
                area.parent = by_pk[area.parent_id]
        self.districts = [a for a in by_pk.values() if a.level == Area.Level.DISTRICT]
        self.lands = {place_key(a.name): a for a in by_pk.values() if a.level == Area.Level.STATE}
        self._localities = [a for a in by_pk.values() if a.level == Area.Level.LOCALITY]
        self._served: dict[str, list[Served]] = defaultdict(list)
        for code, pk, place, weight in postcodes:
            keys = place_key(by_pk[pk].name), place_key(place), core_key(place)
            self._served[code].append(Served(by_pk[pk], *keys, weight))
        self._remembered = lru_cache(REMEMBERED)(self._by_address)
        self._neighbourhoods = {code[:NEIGHBOURHOOD] for code in self._served}

    @classmethod
    def load(cls) -> Self:
        postcodes = Postcode.objects.values_list("code", "district_id", "place", "weight")
        return cls(Area.objects.all(), postcodes)

    def find_district(
        self,
        *,
        postcode: str = "",
        locality: str = "",
        city: str = "",
        latitude: float | None = None,
        longitude: float | None = None,
    ) -> Finding:
        """Find the district of an address; the first of these that tells it:

        the coordinates, if boundaries are loaded; the postcode with its place (``locality`` is
        the Ortsteil, ``city`` the municipality); the postcode alone, if it lies in one district;
        the most likely of its districts, as a guess. Without a postcode, the name of a place
        that there is only once.
        """
        if latitude is not None and longitude is not None:
            for district, outline in self._outlines:
                if outline.contains(float(latitude), float(longitude)):
                    return _found(district, Origin.COORDINATES)
        return self._remembered(postcode, locality, city, get_language())

    def _by_address(self, postcode: str, locality: str, city: str, language: str) -> Finding:
        """``language`` is that of the reason: what was found before is told in it."""
        served = self._in_land(self._served.get(postcode, []), city)
        if not served:
            return self._by_name(postcode, locality, city)
        for name in filter(None, (locality, city)):
            narrowed = _matching(served, self._keys(name))
            if narrowed:
                return _likeliest(postcode, narrowed, Origin.PLACE)
        return _likeliest(postcode, served, Origin.POSTCODE)

    def land_of(self, postcode: str) -> Area | None:
        """Return the Land in which a postcode lies; None if unknown or if in several."""
        lands = {served.district.parent for served in self._served.get(postcode, [])}
        return lands.pop() if len(lands) == 1 else None

    def has_postcode(self, code: str) -> bool:
        return code in self._served

    def has_place(self, name: str) -> bool:
        """Whether a Land, a district or a place served by a postcode is called so."""
        key = place_key(name)
        return key in self.lands or key in self._names

    def city_called(self, name: str) -> str:
        """Return the name of the independent city that ``name`` means, else ``name`` itself."""
        return self._cities.get(place_key(name), name)

    def repair_postcode(self, value: str, place: str = "", land: str = "") -> PostcodeFix:
        """Return a postcode; give back the zero that a spreadsheet took from its front.

        That is done if the code then is one of the named place or Land. ValidationError if not,
        and for anything that is no postcode. A code outside the region passes.
        """
        try:
            return PostcodeFix(identifiers.postcode(value))
        except ValidationError as error:
            if error.code != "postcode_four_digits":
                raise
            written = error.params["value"]
        code = f"0{written}"
        served = self._served.get(code, [])
        if not self._lies_in(code, place, land):
            raise ValidationError(
                _("“%(value)s” has four digits, and %(code)s is no postcode of “%(place)s”.")
                if served
                else _("“%(value)s” has four digits, and %(code)s is not known either."),
                code="postcode_four_digits",
                params={"value": written, "code": code, "place": place or land or "?"},
            )
        message = gettext("“%(value)s” was read as %(code)s.") % {"value": written, "code": code}
        return PostcodeFix(code, changed=True, message=message)

    @cached_property
    def has_boundaries(self) -> bool:
        """Whether coordinates tell a district."""
        return bool(self._outlines)

    @cached_property
    def _outlines(self) -> list[tuple[Area, Outline]]:
        return [(area, Outline(area.boundary)) for area in self.districts if area.boundary]

    @cached_property
    def _cities(self) -> dict[str, str]:
        """By every key: "frankfurt oder", and "frankfurt o" as it is abbreviated."""
        cities = {}
        for area in self.districts:
            if area.kind == Area.Kind.CITY:
                town, *rest = place_key(area.name).split(" ")
                short = [" ".join([town, *(word[0] for word in rest)])] if rest else []
                for key in (place_key(area.name), place_key(area.official_name), *short):
                    cities[key] = area.name
        cities.pop("", None)
        return cities

    @cached_property
    def _names(self) -> dict[str, set[Area]]:
        """The districts in which there is a place of that name."""
        names: dict[str, set[Area]] = defaultdict(set)
        for district in self.districts:
            names[place_key(district.name)].add(district)
            names[place_key(district.official_name)].add(district)
        for locality in self._localities:
            names[place_key(locality.name)].add(locality.parent)
        for served in self._served.values():
            for place in served:
                names[place.key].add(place.district)
        names.pop("", None)
        return names

    def _keys(self, name: str) -> list[str]:
        """The keys of a name, from exact to vague: "berlin mitte", "mitte"."""
        key, core = place_key(name), core_key(name)
        stripped = [
            key.removeprefix(f"{land} ") for land in self.lands if key.startswith(f"{land} ")
        ]
        return list(dict.fromkeys(filter(None, [key, *stripped, core])))

    def _in_land(self, served: list[Served], city: str) -> list[Served]:
        """Leave out the other side of a border where the city is a Land, like Berlin."""
        land = self.lands.get(place_key(city))
        return [place for place in served if place.district.parent == land] or served

    def _by_name(self, postcode: str, locality: str, city: str) -> Finding:
        """Find a place by its name alone.

        A postcode that is not in the table is no obstacle if its neighbours are: there are some
        for P.O. boxes and large customers. Any other lies elsewhere, whatever the name says.
        """
        if postcode and postcode[:NEIGHBOURHOOD] not in self._neighbourhoods:
            reason = gettext("%(postcode)s is not a postcode of the region.")
            return Finding(None, Origin.UNKNOWN, reason % {"postcode": postcode})
        land = self.lands.get(place_key(city))
        name = city if city and not land else locality
        land = land or self.lands.get(place_key(name).split(" ")[0])
        named = (self._named(key, land) for key in self._keys(name))
        districts = next(filter(None, named), set())
        if len(districts) == 1:
            return _found(districts.pop(), Origin.PLACE)
        reason = (
            gettext("There are several places of that name.")
            if districts
            else gettext("Neither postcode nor place is known.")
        )
        return Finding(None, Origin.UNKNOWN, reason)

    def _named(self, key: str, land: Area | None) -> set[Area]:
        return {area for area in self._names.get(key, ()) if land in (None, area.parent)}

    def _lies_in(self, code: str, place: str, land: str) -> bool:
        served = self._served.get(code, [])
        lands = {place_key(each.district.parent.name) for each in served}
        return not lands.isdisjoint(map(place_key, (place, land))) or bool(
            _matching(served, self._keys(place))
        )


def _matching(served: list[Served], keys: list[str]) -> list[Served]:
    """Return the places meant by ``keys``; the more exact the agreement, the better."""
    tests = (
        lambda place, key: key in (place.key, place.district_key),
        lambda place, key: key == place.core,
        lambda place, key: is_part_of(key, place.key) or is_part_of(place.key, key),
    )
    for agrees in tests:
        for key in keys:
            found = [place for place in served if agrees(place, key)]
            if found:
                return found
    return []


def _likeliest(postcode: str, served: list[Served], origin: Origin) -> Finding:
    weights: Counter[Area] = Counter()
    for place in served:
        weights[place.district] += place.weight
    district = max(weights, key=lambda area: (weights[area], -area.position))
    if len(weights) == 1:
        return _found(district, origin)
    reason = gettext("%(postcode)s lies in %(districts)s; most of it in %(district)s.") % {
        "postcode": postcode,
        "districts": ", ".join(sorted(area.name for area in weights)),
        "district": district.name,
    }
    return Finding(district, Origin.GUESS, reason)


def _found(district: Area, origin: Origin) -> Finding:
    return Finding(district, origin, REASONS[origin] % {"district": district.name})
