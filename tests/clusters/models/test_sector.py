import pytest
from django.core.exceptions import ValidationError

from clusters.models import Sector
from tests.factories import ClusterFactory, SectorActivityFactory, SectorFactory

pytestmark = pytest.mark.django_db


def test_a_sector_stands_for_the_ones_below_it():
    above = SectorFactory(slug="versorgung")
    below = SectorFactory(slug="pflege", parent=above)
    SectorFactory(slug="pharma")

    assert list(Sector.objects.within("versorgung").order_by("pk")) == [above, below]
    assert list(Sector.objects.within("pflege")) == [below]


def test_sectors_have_two_levels():
    below = SectorFactory(slug="pflege", parent=SectorFactory(slug="versorgung"))

    with pytest.raises(ValidationError, match=r".*"):
        SectorFactory.build(cluster=below.cluster, parent=below).clean()


def test_the_sector_above_is_of_the_same_cluster():
    above = SectorFactory(slug="versorgung")

    with pytest.raises(ValidationError) as caught:
        SectorFactory.build(cluster=ClusterFactory(slug="dual-use"), parent=above).clean()

    assert list(caught.value.message_dict) == ["parent"]


def test_an_activity_is_kept_in_canonical_form_and_only_if_its_edition_has_it():
    activity = SectorActivityFactory.build(code="3031", edition="2025")
    activity.clean()
    assert activity.code == "30.31"

    activity.edition = "2008"
    with pytest.raises(ValidationError):
        activity.clean()
