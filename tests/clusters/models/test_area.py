import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from clusters.models import Area
from tests.factories import AreaFactory, DistrictFactory, LandFactory

pytestmark = pytest.mark.django_db


def test_a_land_stands_for_all_its_districts():
    mitte = DistrictFactory(slug="mitte")
    DistrictFactory(slug="potsdam", parent=LandFactory(name="Brandenburg"))

    assert list(Area.objects.districts_of("berlin")) == [mitte]
    assert list(Area.objects.districts_of("mitte")) == [mitte]


def test_a_locality_may_be_named_like_its_district():
    district = DistrictFactory(slug="lichtenberg")
    Area.objects.create(
        parent=district, level=4, kind="ortsteil", name="Lichtenberg", slug="lichtenberg"
    )

    assert Area.objects.districts().get(slug="lichtenberg") == district


def test_two_districts_cannot_share_a_slug():
    DistrictFactory(slug="mitte")

    with pytest.raises(IntegrityError):
        Area.objects.create(
            parent=LandFactory(name="Brandenburg"), level=3, kind="kreis", name="X", slug="mitte"
        )


@pytest.mark.parametrize(
    "fields", [{"level": 2, "parent": None}, {"level": 5}, {"ags": "1100"}, {"ags": "DE300"}]
)
def test_database_refuses_impossible_areas(fields):
    with pytest.raises(IntegrityError):
        AreaFactory(**fields)


def test_a_region_is_part_of_nothing():
    with pytest.raises(IntegrityError):
        AreaFactory(name="Inner", parent=AreaFactory())


def test_a_boundary_must_be_a_geometry():
    with pytest.raises(ValidationError) as error:
        DistrictFactory(boundary={"type": "Point", "coordinates": [13, 52]}).full_clean()

    assert list(error.value.message_dict) == ["boundary"]


def test_fixtures_know_an_ortsteil_by_its_own_name_and_its_districts():
    district = DistrictFactory(slug="mitte")
    ortsteil = Area.objects.create(
        parent=district, level=4, kind="ortsteil", name="Mitte", slug="mitte"
    )

    for area in (district, ortsteil):
        assert Area.objects.get_by_natural_key(*area.natural_key()) == area
