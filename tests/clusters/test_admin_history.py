import pytest
from django.urls import reverse

from clusters import roles
from clusters.models import Sector
from companies.models import Company, Location
from tests.accounts import form_data, logged_in, manager_of, member_of
from tests.factories import CompanyFactory, SectorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return member_of(roles.CURATORS, first_name="Ada", last_name="Muster")


def edit(client, row, **changes):
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    response = client.post(url, form_data(client.get(url)) | changes)
    assert response.status_code == 302, response.context["errors"]


def history(client, row, pk=None):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_history"
    return client.get(reverse(name, args=[pk or row.pk]))


def put_back(client, owner, event, pk=None):
    name = f"admin:{owner._meta.app_label}_{owner._meta.model_name}_put_back"
    args = [pk or owner.pk, event._meta.label_lower, event.pk]
    return client.post(reverse(name, args=args), follow=True)


def test_history_says_who_changed_what_and_why(curator):
    sector = SectorFactory(name_de="Pflege")
    client = logged_in(curator)

    edit(client, sector, name_de="Altenpflege", change_reason="Beschluss vom Mai")

    change = history(client, sector).context["changes"][0]
    assert (change.who, change.reason) == ("Ada Muster", "Beschluss vom Mai")
    assert [(one.before, one.after) for one in change.fields] == [("Pflege", "Altenpflege")]


def test_history_shows_the_rows_inside_the_form_too(curator):
    company = CompanyFactory(location__city="Berlin")
    client = logged_in(curator)

    edit(client, company, **{"locations-0-city": "Potsdam"})

    changes = history(client, company).context["changes"]
    places = [one for change in changes if change.model is Location for one in change.fields]
    assert ("Berlin", "Potsdam") in [(one.before, one.after) for one in places]


def test_putting_back_is_a_new_change_with_a_reason(curator):
    sector = SectorFactory(name_de="Pflege")
    client = logged_in(curator)
    edit(client, sector, name_de="Altenpflege")
    first = sector.history.order_by("pgh_id").first()

    put_back(client, sector, first)

    sector.refresh_from_db()
    assert sector.name_de == "Pflege"
    newest = history(client, sector).context["changes"][0]
    assert (newest.event.pgh_label, newest.context["reason"]) == ("update", "Put back")


def test_putting_back_does_not_move_the_status(curator):
    company = CompanyFactory(status="published", name="Havel Optik")
    company.name, company.status = "Spree Optik", "archived"
    company.save()

    put_back(logged_in(curator), company, company.history.order_by("pgh_id").first())

    company.refresh_from_db()
    assert (company.name, company.status) == ("Havel Optik", "archived")


def test_a_state_that_no_longer_fits_is_refused_with_the_reason(curator):
    company = CompanyFactory(vat_id="DE136695976")
    company.vat_id = ""
    company.save()
    CompanyFactory(name="Neue Inhaberin", vat_id="DE136695976")

    response = put_back(logged_in(curator), company, company.history.order_by("pgh_id").first())

    company.refresh_from_db()
    assert company.vat_id == ""
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_a_deleted_location_comes_back(curator):
    company = CompanyFactory()
    location = company.locations.get()
    location.delete()
    deletion = company.locations.model.history.rel.related_model.objects.get(pgh_label="delete")

    put_back(logged_in(curator), company, deletion)

    assert company.locations.get().street == "Musterallee 12"


def test_a_deleted_company_comes_back_with_what_was_deleted_with_it():
    chief = logged_in(UserFactory(is_superuser=True))
    company = CompanyFactory(clusters=["gesundheit"], sectors=["pflege"])
    pk = company.pk
    chief.post(reverse("admin:companies_company_delete", args=[pk]), {"post": "yes"})
    assert not Company.objects.exists()

    page = history(chief, Company, pk=pk)
    deletion = next(c.event for c in page.context["changes"] if c.model is Company)
    put_back(chief, Company, deletion, pk=pk)

    back = Company.objects.in_cluster("gesundheit").in_sector("pflege").get()
    assert (back.pk, back.status, back.locations.count()) == (pk, "published", 1)


def test_what_was_deleted_is_listed_for_those_who_may_delete(curator):
    chief = logged_in(UserFactory(is_superuser=True))
    SectorFactory(name_de="Weg damit").delete()
    url = reverse("admin:clusters_sector_deleted")

    assert "Weg damit" in chief.get(url).content.decode()
    assert logged_in(curator).get(url).status_code == 403


def test_readers_see_the_history_and_put_nothing_back(curator):
    sector = SectorFactory(name_de="Pflege")
    edit(logged_in(curator), sector, name_de="Altenpflege")
    reader = logged_in(member_of(roles.READERS))

    assert not any(one.can_be_put_back for one in history(reader, sector).context["changes"])
    response = put_back(reader, sector, sector.history.order_by("pgh_id").first())
    assert response.status_code == 403
    assert Sector.objects.get().name_de == "Altenpflege"


def test_the_history_of_a_foreign_entry_is_not_found():
    company = CompanyFactory(clusters=["dual-use"])
    client = logged_in(manager_of("gesundheit"))

    assert history(client, company).status_code == 404
    response = put_back(client, company, company.history.first())
    assert response.status_code == 404


def test_an_event_of_another_entry_is_not_put_back(curator):
    company, other = CompanyFactory(), CompanyFactory()

    response = put_back(logged_in(curator), company, other.history.first())

    assert response.status_code == 404


@pytest.mark.parametrize("pk", ["x", "00000000-0000-0000-0000-000000000000"])
def test_the_history_of_nothing_is_not_found(curator, pk):
    assert history(logged_in(curator), Company, pk=pk).status_code == 404
