"""The rule for districts, with the project's own areas and postcodes, on lists people have."""

import csv
import json

import pytest

from clusters.models import Area
from clusters.places import Gazetteer
from tests.fixtures import rows


def gazetteer_with(boundaries=None):
    """A gazetteer of the fixtures without a database; ``boundaries`` are geometries by AGS."""
    areas, pks = [], {}
    for pk, row in enumerate(rows("areas"), start=1):
        parent = pks[row["parent"][0]] if "parent" in row else None
        if row["level"] < 4:
            pks[row["slug"]] = pk
        boundary = (boundaries or {}).get(row.get("ags"))
        fields = {name: row[name] for name in ("level", "name", "slug")}
        areas.append(
            Area(pk=pk, parent_id=parent, ags=row.get("ags", ""), boundary=boundary, **fields)
        )
    postcodes = [
        (row["code"], pks[row["district"][0]], row["place"], row["weight"])
        for row in rows("postcodes")
    ]
    return Gazetteer(areas, postcodes)


@pytest.fixture(scope="module")
def gazetteer():
    return gazetteer_with()


def read(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def bezirk_of_ortsteil(shared_data):
    table = read(shared_data("plz/plz_ortsteil_berlin.csv"))
    # part of the Ortsteil Rahnsdorf, which the list of pharmacies names instead
    return {row["ortsteil"]: row["ags"] for row in table} | {"Wilhelmshagen": "11000009"}


LISTS = [
    ("berlin-health/apotheken_berlin_2023.csv", "gc_plz", "gc_ortsteil", 732),
    ("berlin-health/pflegeeinrichtungen_berlin_2023.csv", "plz", "ortsteil", 274),
]


@pytest.mark.parametrize(("file", "postcode", "ortsteil", "length"), LISTS)
def test_98_percent_are_right_by_postcode_and_all_by_ortsteil(
    shared_data, gazetteer, file, postcode, ortsteil, length
):
    bezirk = bezirk_of_ortsteil(shared_data)
    right = {"": 0, ortsteil: 0}
    for row in read(shared_data(file)):
        for column in right:
            finding = gazetteer.find_district(
                postcode=row[postcode], city="Berlin", locality=row.get(column, "")
            )
            right[column] += finding.district.ags == bezirk[row[ortsteil]]

    assert right[""] >= 0.98 * length
    assert right[ortsteil] == length


def test_every_hospital_of_the_region_has_a_postcode_and_a_district(shared_data, gazetteer):
    hospitals = [
        row
        for row in read(shared_data("krankenhausverzeichnis-de/krankenhaeuser_de.csv"))
        if row["bundesland"] in ("Berlin", "Brandenburg")
    ]
    repaired = right = 0
    for row in hospitals:
        fix = gazetteer.repair_postcode(row["plz"], place=row["ort"])
        district = gazetteer.find_district(postcode=fix.code, city=row["ort"]).district
        ags = f"{'110000' if row['bundesland'] == 'Berlin' else '120'}{row['kreis']:>02}"
        repaired += fix.changed
        right += district.ags == ags

    assert (len(hospitals), repaired) == (233, 17)
    assert right >= 0.97 * 233  # by the list's own number of the Kreis


def test_coordinates_within_the_boundaries_decide(shared_data):
    collection = json.loads(shared_data("geo/bb_districts.geojson").read_text(encoding="utf-8"))
    features = collection["features"]
    with_boundaries = gazetteer_with({f["properties"]["ags"]: f["geometry"] for f in features})
    bezirk = bezirk_of_ortsteil(shared_data)
    pharmacies = read(shared_data("berlin-health/apotheken_berlin_2023.csv"))
    found = [
        with_boundaries.find_district(latitude=row["lat"], longitude=row["lon"])
        for row in pharmacies
    ]

    assert {finding.origin for finding in found} == {"coordinates"}
    right = sum(
        finding.district.ags == bezirk[row["gc_ortsteil"]]
        for finding, row in zip(found, pharmacies, strict=True)
    )
    assert right >= 0.99 * len(pharmacies)
