import pytest
from django.contrib import admin
from django.contrib.flatpages.models import FlatPage
from django.contrib.sites.models import Site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters import roles
from tests import factories
from tests.accounts import logged_in, manager_of, member_of

pytestmark = pytest.mark.django_db

FLOORS = ("clusters", "networks", "companies")
PAGES_OF_ITS_OWN = "companies.upload"
OURS = {
    model._meta.label_lower: model
    for model in admin.site._registry
    if model._meta.app_label in FLOORS and model._meta.label_lower != PAGES_OF_ITS_OWN
}
FACTORIES = {getattr(factories, name)._meta.model: name for name in reversed(factories.__all__)}
INLINE_ONLY = {
    "clusterrole",
    "companysector",
    "companytag",
    "networkarea",
    "networkcluster",
    "sectoractivity",
    "upload",
}
NOT_WRITTEN_BY_HAND = {"companies.import", "companies.slughistory", "companies.sourcerecord"}


def a_row(model, number=0):
    """A row of the model; what belongs to a company or cluster belongs to the health cluster."""
    factory = getattr(factories, FACTORIES[model])
    names = {field.name for field in model._meta.fields}
    values = {}
    if "company" in names:
        values["company"] = factories.CompanyFactory(clusters=["gesundheit"])
    if model._meta.model_name == "location":
        values["is_primary"] = False
    if model._meta.model_name == "company":
        values["clusters"] = ["gesundheit"]
    elif model._meta.model_name == "companycluster":
        values["company"] = factories.CompanyFactory()
    elif "slug" in names:
        values["slug"] = f"{model._meta.model_name}-{number}"
    if model._meta.model_name == "postcode":
        values["place"] = f"Ort {number}"
    return factory(**values)


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def chief():
    return logged_in(factories.UserFactory(is_superuser=True))


def test_every_model_has_a_form_of_its_own_or_stands_in_another():
    assert OURS
    missing = {model._meta.model_name for model in FACTORIES if model._meta.label_lower not in OURS}
    assert missing == INLINE_ONLY


@pytest.mark.parametrize("label", OURS)
@pytest.mark.parametrize("group", roles.GROUPS)
def test_each_page_opens_for_those_who_may_and_for_nobody_else(group, label):
    model = OURS[label]
    row = a_row(model)
    user = manager_of("gesundheit") if group == roles.MANAGERS else member_of(group)
    client = logged_in(user)
    may_view = user.has_perm("{}.view_{}".format(*label.split(".")))
    may_add = user.has_perm("{}.add_{}".format(*label.split(".")))

    assert client.get(url(model, "changelist")).status_code == (200 if may_view else 403)
    assert client.get(url(model, "change", row.pk)).status_code == (200 if may_view else 403)
    assert client.get(url(model, "history", row.pk)).status_code == (200 if may_view else 403)
    assert client.get(url(model, "add")).status_code == (200 if may_add else 403)
    assert client.get(url(model, "deleted")).status_code in (200, 403)


@pytest.mark.parametrize("label", OURS)
def test_each_page_opens_for_the_administrator(chief, label):
    model = OURS[label]
    row = a_row(model)

    for page, args in [("changelist", []), ("change", [row.pk]), ("history", [row.pk])]:
        assert chief.get(url(model, page, *args)).status_code == 200, page
    written = 403 if label in NOT_WRITTEN_BY_HAND else 200
    assert chief.get(url(model, "add")).status_code == written
    assert chief.get(url(model, "changelist"), {"q": "zzz"}).status_code == 200


@pytest.mark.parametrize("label", OURS)
def test_a_list_asks_as_many_queries_for_30_rows_as_for_3(
    chief, label, django_assert_max_num_queries
):
    model = OURS[label]
    for number in range(3):
        a_row(model, number)
    chief.get(url(model, "changelist"))  # fills the caches of a process
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert chief.get(url(model, "changelist")).status_code == 200

    for number in range(3, 30):
        a_row(model, number)
    with django_assert_max_num_queries(len(few)):
        response = chief.get(url(model, "changelist"))
    assert response.context["cl"].result_count >= 30


def test_staff_without_a_group_sees_an_empty_first_page():
    client = logged_in(factories.UserFactory())

    response = client.get(reverse("admin:index"))

    assert response.status_code == 200
    assert response.context["dashboard"].tasks == []


def test_visitors_are_sent_to_the_login(client):
    response = client.get(reverse("admin:companies_company_changelist"))

    assert response.status_code == 302
    assert "login" in response["Location"]


def test_curators_edit_texts_but_not_sites_or_accounts():
    client = logged_in(member_of(roles.CURATORS))
    page = FlatPage.objects.create(url="/text-fuer-test/", title="Text")

    assert client.get(reverse("admin:flatpages_flatpage_change", args=[page.pk])).status_code == 200
    assert client.get(reverse("admin:clusters_user_changelist")).status_code == 403
    assert Site not in admin.site._registry


@pytest.mark.parametrize("name", ["index", "login", "companies_company_changelist"])
def test_admin_pages_hold_no_inline_style_or_script(chief, name):
    text = chief.get(reverse(f"admin:{name}"), follow=True).content.decode()

    assert "style=" not in text
    assert "<style" not in text
    assert all("src=" in tag.split(">")[0] for tag in text.split("<script")[1:])
