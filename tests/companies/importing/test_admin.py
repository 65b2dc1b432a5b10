"""Import and export in the admin, on a site with the company's list alone."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clusters.models import ClusterRole
from companies.choices import Status
from companies.models import Company, Import
from tests.factories import ClusterFactory, ClusterRoleFactory, CompanyFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.companies.importing.admin_urls")]

IMPORT = "admin:companies_company_import"
EXPORT = "admin:companies_company_export"
PROCESS = "admin:companies_company_process_import"
LIST = "Firma;PLZ;Ort;Bemerkung\nHavel Optik;10367;Berlin;x\nCottbus Labor;3046;Cottbus;\n"


@pytest.fixture
def curator(client):
    return signed_in(client, "import", "export", "publish", "curate", "view", "change")


def signed_in(client, *actions):
    user = UserFactory()
    codes = [f"{action}_company" for action in actions]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    user.save()  # with its password, which the session depends on
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return user


def upload(client, text, cluster, name="liste.csv", file_format=0):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, content)
    form = {"import_file": file, "format": file_format, "cluster": cluster.pk, "resource": 0}
    return client.post(reverse(IMPORT), form)


def confirm(client, page):
    form = page.context["confirm_form"]
    return client.post(reverse(PROCESS), {**form.initial}, follow=True)


def test_a_preview_saves_nothing_and_confirming_it_does(client, curator, region, cluster):
    page = upload(client, LIST, cluster)
    assert not Company.objects.exists()
    confirm(client, page)
    havel = Company.objects.get(name="Havel Optik")

    assert (havel.status, havel.submitted_by, havel.published_by) == (
        Status.PUBLISHED, curator, curator,
    )  # fmt: skip
    assert havel.primary_location.district.slug == "lichtenberg"
    assert Import.objects.get().user == curator


def test_the_preview_shows_changes_mended_cells_and_columns_left_out(
    client, curator, region, cluster
):
    html = upload(client, LIST, cluster).content.decode()

    assert "<ins>Havel Optik</ins>" in html
    assert "“3046” was read as 03046." in html
    assert "Bemerkung" in html
    assert "style=" not in re.sub(r"(?s)^.*<table class=\"import-preview\">", "", html)


def test_a_fault_is_named_with_row_column_value_and_reason(client, curator, region, cluster):
    page = upload(client, LIST + "Oder;99;;\n", cluster)
    html = page.content.decode()

    assert "confirm_form" not in page.context or not page.context["confirm_form"]
    assert [row.number for row in page.context["result"].invalid_rows] == [4]
    assert "PLZ" in html
    assert "99 – " in html


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"name\n", "no rows"),
        (b"titel\nA\n", "no column “name”"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_reason(client, curator, cluster, data, reason):
    page = upload(client, data, cluster)

    assert page.status_code == 200
    assert reason in page.content.decode() or "submitted file is empty" in page.content.decode()
    assert "Traceback" not in page.content.decode()


def test_a_second_import_skips_every_row(client, curator, region, cluster):
    confirm(client, upload(client, LIST, cluster))
    page = upload(client, LIST, cluster)

    assert page.context["result"].totals["skip"] == 2
    confirm(client, page)
    assert Import.objects.count() == 1


def test_confirming_twice_ends_with_a_message(client, curator, region, cluster):
    page = upload(client, LIST, cluster)
    confirm(client, page)

    assert "is gone" in confirm(client, page).content.decode()


def test_what_changed_since_the_preview_saves_nothing(client, curator, region, cluster):
    page = upload(client, "name,vat_id,parent\nHavel,DE136695976,Spree\n", cluster)
    CompanyFactory(name="Oder", vat_id="DE136695976")

    assert "has changed since the preview" in confirm(client, page).content.decode()
    assert not Company.objects.filter(name="Havel").exists()


def test_a_manager_imports_into_own_clusters_for_review(client, region, cluster):
    manager = signed_in(client, "import", "view")
    ClusterRoleFactory(user=manager, cluster=cluster, role=ClusterRole.Role.MANAGER)
    other = ClusterFactory(slug="dual-use")

    assert upload(client, LIST, other).context["form"].errors["cluster"]
    confirm(client, upload(client, LIST, cluster))
    assert set(Company.objects.values_list("status", "submitted_by")) == {
        (Status.IN_REVIEW, manager.pk)
    }


def test_a_manager_cannot_reach_entries_or_clusters_of_others(client, region, cluster):
    manager = signed_in(client, "import", "view")
    ClusterRoleFactory(user=manager, cluster=cluster, role=ClusterRole.Role.MANAGER)
    ClusterFactory(slug="dual-use")
    CompanyFactory(name="Fremd", location=None, clusters=["dual-use"])
    html = upload(client, "name,clusters\nFremd,\nNeu,dual-use\n", cluster).content.decode()

    assert "belongs to a cluster that you do not manage" in html
    assert "you do not manage the cluster dual-use" in html


def test_import_and_export_need_their_permissions(client, cluster):
    signed_in(client, "view", "change")

    assert client.get(reverse(IMPORT)).status_code == 403
    assert client.get(reverse(EXPORT)).status_code == 403


@pytest.mark.parametrize("file_format", [0, 1])
def test_an_export_comes_back_unchanged(client, curator, region, cluster, file_format):
    confirm(client, upload(client, LIST, cluster))
    page = client.get(reverse(EXPORT))
    form = {name: "on" for name in page.context["form"].fields if name.startswith("planned")}
    file = client.post(reverse(EXPORT), {**form, "format": file_format, "resource": 0})

    again = upload(client, file.content, cluster, file_format=file_format)
    assert again.context["result"].totals["skip"] == 2
