import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from tests.factories import CompanyFactory, LandFactory, LocationFactory

pytestmark = pytest.mark.django_db


def test_a_company_has_one_primary_location():
    company = CompanyFactory()

    with pytest.raises(IntegrityError):
        LocationFactory(company=company)


def test_further_locations_are_welcome():
    company = CompanyFactory()
    LocationFactory(company=company, is_primary=False)
    LocationFactory(company=company, is_primary=False)

    assert company.locations.count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"postcode": "3046"},
        {"postcode": "00123"},
        {"latitude": 52.5},
        {"latitude": 95, "longitude": 13},
        {"latitude": 52, "longitude": 200},
        {"precision": "roughly"},
        {"district": None, "district_origin": "manual"},
        {"district_origin": "unknown"},
    ],
)
def test_database_refuses_impossible_places(fields):
    with pytest.raises(IntegrityError):
        LocationFactory(**fields)


def test_a_land_is_no_district():
    location = LocationFactory.build(company=CompanyFactory(), district=LandFactory())

    with pytest.raises(ValidationError) as caught:
        location.clean()

    assert list(caught.value.message_dict) == ["district"]


def test_a_district_chosen_in_a_form_counts_as_set_by_hand():
    location = LocationFactory()
    location.district_origin = "unknown"

    location.clean()

    assert location.district_origin == "manual"
