import json

import pytest
from django.core.management import CommandError, call_command

from clusters.models import Area
from clusters.places import Gazetteer
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db

SQUARE = [[13.4, 52.5], [13.5, 52.5], [13.5, 52.6], [13.4, 52.6], [13.4, 52.5]]
GEOMETRY = {"type": "Polygon", "coordinates": [SQUARE]}


def feature(ags="11000011", geometry=GEOMETRY):
    return {"type": "Feature", "properties": {"ags": ags}, "geometry": geometry}


@pytest.fixture
def district():
    return DistrictFactory(slug="lichtenberg", ags="11000011")


@pytest.fixture
def file(tmp_path):
    def write(*features):
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return path

    return write


def test_load_boundaries_gives_an_area_its_boundary(district, file, capsys):
    call_command("load_boundaries", file(feature()))

    found = Gazetteer.load().find_district(latitude=52.55, longitude=13.45)
    assert (found.district, found.origin) == (district, "coordinates")
    assert " 1 " in capsys.readouterr().out


def test_loading_boundaries_again_changes_nothing(district, file):
    call_command("load_boundaries", file(feature()))
    call_command("load_boundaries", file(feature()))

    assert district.history.count() == 2  # made, and given a boundary


def test_unknown_ags_are_named_and_left_out(district, file, capsys):
    call_command("load_boundaries", file(feature(), feature("09162")))

    assert "09162" in capsys.readouterr().err
    district.refresh_from_db()
    assert district.boundary == GEOMETRY


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "Feature", "properties": {}, "geometry": GEOMETRY},
        {"type": "Feature", "properties": None, "geometry": GEOMETRY},
        "feature",
        feature("12052", {"type": "Point", "coordinates": [13, 52]}),
        feature("12052", {"type": "Polygon", "coordinates": [SQUARE[:3]]}),
        feature("11000011"),
    ],
)
def test_one_broken_feature_keeps_all_out(district, file, broken):
    with pytest.raises(CommandError, match="2"):
        call_command("load_boundaries", file(feature(), broken))

    assert not Area.objects.exclude(boundary=None).exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"ags,name\n11,Berlin\n", b"[]", b'{"features": []}', b"[" * 200_000],
)
def test_a_file_that_is_no_geojson_is_refused(tmp_path, content):
    path = tmp_path / "areas.geojson"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=r"areas\.geojson"):
        call_command("load_boundaries", path)


def test_a_missing_file_and_one_without_our_areas_are_named(tmp_path, file):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("load_boundaries", tmp_path / "nowhere.geojson")
    with pytest.raises(CommandError, match="AGS"):
        call_command("load_boundaries", file(feature()))


def test_the_real_boundaries_load(shared_data, capsys):
    path = shared_data("geo/bb_districts.geojson")
    for number, item in enumerate(json.loads(path.read_text())["features"]):
        DistrictFactory(slug=f"district-{number}", ags=item["properties"]["ags"])

    call_command("load_boundaries", path)

    assert Area.objects.exclude(boundary=None).count() == 30
    outlined = Area.objects.exclude(outline=None)
    assert outlined.districts().count() == 30


def test_loading_draws_the_outline(district, file):
    call_command("load_boundaries", file(feature()))

    district.refresh_from_db()
    assert district.outline["sheet"] == district.parent.slug
    assert district.outline["path"].startswith("M")


def test_an_outline_is_drawn_again_but_not_without_its_boundary(district, file):
    other = DistrictFactory(slug="pankow", outline={"sheet": "berlin"})
    call_command("load_boundaries", file(feature()))
    Area.objects.filter(pk=district.pk).update(outline=None)

    call_command("load_boundaries", file(feature()))

    district.refresh_from_db()
    other.refresh_from_db()
    assert district.outline is not None
    assert other.outline is None
