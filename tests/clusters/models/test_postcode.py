import pytest
from django.db import IntegrityError

from tests.factories import DistrictFactory, PostcodeFactory

pytestmark = pytest.mark.django_db


def test_a_postcode_may_lie_in_several_districts():
    PostcodeFactory(code="10967")
    PostcodeFactory(code="10967", district=DistrictFactory(slug="neukoelln"))


@pytest.mark.parametrize("code", ["3046", "00123", "ABCDE", "103670"])
def test_database_refuses_impossible_postcodes(code):
    with pytest.raises(Exception, match=r"clusters_postcode_form|too long"):
        PostcodeFactory(code=code)


def test_the_same_place_is_listed_once():
    PostcodeFactory()

    with pytest.raises(IntegrityError):
        PostcodeFactory()
