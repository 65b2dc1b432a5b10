import pytest
from django.core.exceptions import ValidationError

from clusters.models import Area
from clusters.places import Gazetteer, Origin
from companies.choices import DistrictOrigin
from tests.factories import DistrictFactory, PostcodeFactory


def area(pk, name, level, parent=None, **fields):
    return Area(pk=pk, name=name, level=level, parent_id=parent, **fields)


BOX = [[13.3, 52.5], [13.4, 52.5], [13.4, 52.6], [13.3, 52.6], [13.3, 52.5]]
POSTCODES = [
    ("10115", 11, "Mitte", 1523),
    ("10119", 11, "Mitte", 885),
    ("10119", 12, "Prenzlauer Berg", 294),
    ("12555", 13, "Köpenick", 10),
    ("12435", 13, "Alt-Treptow", 10),
    ("03046", 21, "Cottbus", 1),
    ("15236", 22, "Frankfurt (Oder)", 1),
    ("15236", 23, "Briesen (Mark) Biegen", 5),
    ("16321", 24, "Bernau", 1),
    ("14641", 23, "Schönwalde", 1),
    ("14778", 24, "Schönwalde", 1),
]


@pytest.fixture
def gazetteer():
    areas = [
        area(1, "Berlin-Brandenburg", 1),
        area(2, "Berlin", 2, 1),
        area(3, "Brandenburg", 2, 1),
        area(11, "Mitte", 3, 2, boundary={"type": "Polygon", "coordinates": [BOX]}),
        area(12, "Pankow", 3, 2),
        area(13, "Treptow-Köpenick", 3, 2),
        area(21, "Cottbus", 3, 3, official_name="Cottbus / Chóśebuz"),
        area(22, "Frankfurt (Oder)", 3, 3),
        area(23, "Oder-Spree", 3, 3),
        area(24, "Barnim", 3, 3),
        area(31, "Wedding", 4, 11),
    ]
    return Gazetteer(areas, POSTCODES)


@pytest.mark.parametrize(
    ("address", "district", "origin"),
    [
        ({"postcode": "10115", "city": "Berlin"}, "Mitte", "postcode"),
        ({"postcode": "10119", "city": "Berlin"}, "Mitte", "guess"),
        ({"postcode": "10119", "city": "BERLIN", "locality": "prenzlauer berg"}, "Pankow", "place"),
        ({"postcode": "10119", "city": "Berlin-Pankow"}, "Pankow", "place"),
        ({"postcode": "10119", "city": "Berlin Mitte"}, "Mitte", "place"),
        ({"postcode": "10119", "locality": "Nirgendwo"}, "Mitte", "guess"),
        ({"postcode": "12555", "locality": "Koepenick"}, "Treptow-Köpenick", "place"),
        ({"postcode": "12435", "locality": "Treptow"}, "Treptow-Köpenick", "place"),
        ({"postcode": "15236", "city": "Frankfurt/Oder"}, "Frankfurt (Oder)", "place"),
        ({"postcode": "15236", "city": "Frankfurt"}, "Frankfurt (Oder)", "place"),
        ({"postcode": "15236", "city": "Biegen"}, "Oder-Spree", "place"),
        ({"postcode": "15236"}, "Oder-Spree", "guess"),
        ({"postcode": "15229", "city": "Frankfurt (Oder)"}, "Frankfurt (Oder)", "place"),
        ({"city": "Bernau bei Berlin"}, "Barnim", "place"),
        ({"city": "Cottbus/Chóśebuz"}, "Cottbus", "place"),
        ({"city": "Berlin-Wedding"}, "Mitte", "place"),
        ({"city": "Berlin", "locality": "Wedding"}, "Mitte", "place"),
        ({"postcode": "10119", "latitude": 52.55, "longitude": 13.35}, "Mitte", "coordinates"),
        ({"postcode": "03046", "latitude": 51.76, "longitude": 14.33}, "Cottbus", "postcode"),
    ],
)
def test_an_address_has_its_district(gazetteer, address, district, origin):
    finding = gazetteer.find_district(**address)

    assert (finding.district.name, finding.origin) == (district, origin)
    assert finding.reason


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"city": "Berlin"},
        {"city": "Frankfurt am Main"},
        {"city": "Frankfurt"},
        {"city": "Schönwalde"},
        {"city": "Hannover", "locality": "Mitte"},
        {"postcode": "30159", "city": "Hannover", "locality": "Mitte"},
        {"postcode": "19053", "city": "Bernau"},
        {"postcode": "\x00", "city": "\x00"},
        {"latitude": float("nan"), "longitude": 13.35},
    ],
)
def test_an_address_elsewhere_or_unclear_has_none(gazetteer, address):
    finding = gazetteer.find_district(**address)

    assert (finding.district, finding.origin) == (None, Origin.UNKNOWN)
    assert finding.reason


def test_a_guess_names_the_districts_it_was_made_among(gazetteer):
    reason = gazetteer.find_district(postcode="10119").reason

    assert "10119" in reason
    assert "Mitte, Pankow" in reason


def test_a_postcode_lies_in_a_land(gazetteer):
    assert gazetteer.land_of("10119").name == "Berlin"
    assert gazetteer.land_of("03046").name == "Brandenburg"
    assert gazetteer.land_of("80331") is None


@pytest.mark.parametrize(
    "named",
    [{"place": "Cottbus"}, {"place": "COTTBUS/Chóśebuz"}, {"land": "Brandenburg"},
     {"place": "Brandenburg"}],
)  # fmt: skip
def test_four_digits_get_their_zero_back_where_place_or_land_agree(gazetteer, named):
    fix = gazetteer.repair_postcode("3046", **named)

    assert (fix.code, fix.changed) == ("03046", True)
    assert "3046" in fix.message


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("3046", {}),
        ("3046", {"place": "Leipzig", "land": "Sachsen"}),
        ("3046", {"land": "Berlin"}),
        ("4109", {"place": "Leipzig"}),
        ("00123", {"place": "Cottbus"}),
        ("123", {}),
        ("abcde", {}),
        ("", {}),
    ],
)
def test_what_is_no_postcode_is_refused_by_name(gazetteer, value, named):
    with pytest.raises(ValidationError) as error:
        gazetteer.repair_postcode(value, **named)

    assert value in error.value.messages[0]


@pytest.mark.parametrize("value", ["10119", " 10119 ", "D-10119", "80331"])
def test_five_digits_pass_within_the_region_and_outside(gazetteer, value):
    fix = gazetteer.repair_postcode(value)

    assert (fix.code, fix.changed, fix.message) == (value.strip()[-5:], False, "")


@pytest.mark.django_db
def test_all_is_loaded_with_two_queries(django_assert_num_queries):
    PostcodeFactory(code="10119", district=DistrictFactory(slug="pankow"), place="Prenzlauer Berg")

    with django_assert_num_queries(2):
        gazetteer = Gazetteer.load()
        finding = gazetteer.find_district(postcode="10119", city="Berlin")
        land = gazetteer.land_of("10119")

    assert (finding.district.slug, land.slug) == ("pankow", "berlin")


def test_origins_are_those_that_a_location_keeps():
    assert {*Origin} | {"manual"} == {*DistrictOrigin.values}
