import pytest

from companies.models import Company
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", factories.__all__)
def test_each_factory_makes_a_saved_row(name):
    assert getattr(factories, name)().pk is not None


def test_company_factory_makes_relations_by_slug():
    factories.CompanyFactory(
        location__district__slug="mitte",
        clusters=["gesundheit"],
        sectors=["pflege"],
        tags=["lidar"],
    )

    company = (
        Company.objects.in_district("mitte").in_cluster("gesundheit").in_sector("pflege").get()
    )
    assert [tag.slug for tag in company.tags.all()] == ["lidar"]
