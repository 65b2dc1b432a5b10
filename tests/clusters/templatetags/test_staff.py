import pytest
from django.urls import reverse

from clusters import roles
from tests.accounts import logged_in, member_of
from tests.factories import ClusterFactory, CompanyFactory, DistrictFactory, NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "factory", [ClusterFactory, CompanyFactory, DistrictFactory, NetworkFactory]
)
def test_staff_find_the_way_from_a_page_to_its_form(factory):
    row = factory()
    name = f"{row._meta.app_label}_{row._meta.model_name}"
    form = reverse(f"admin:{name}_change", args=[row.pk])

    page = logged_in(member_of(roles.CURATORS)).get(row.get_absolute_url())

    assert f'href="{form}"' in page.content.decode()


def test_visitors_are_shown_no_form_and_given_no_cookie(client):
    page = client.get(ClusterFactory().get_absolute_url())

    assert "/admin/clusters/" not in page.content.decode()
    assert not page.cookies
