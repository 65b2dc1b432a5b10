"""A list on its way through the four pages of the admin."""

import csv
import io

import pytest
from django.urls import reverse

from clusters import roles
from companies.choices import Status
from companies.importing import tasks
from companies.importing.intake import Upload
from companies.models import Company, Import, ImportMapping
from tests.accounts import manager_of, member_of
from tests.companies.importing.conftest import LIST
from tests.factories import (
    ClusterFactory,
    CompanyFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region", "sector")]

FAULTY = LIST + "Oder Labor;Weg 1;99;Berlin;;;;\n"
ADD = "admin:companies_upload_add"


def test_the_list_of_uploads_offers_no_history_where_none_is_kept(curator, cluster):
    curator.send(cluster)
    lists = reverse("admin:companies_upload_changelist")
    assert "Gelöscht" not in curator.client.get(lists).content.decode()
    assert curator.client.get(f"{lists}deleted/").status_code == 302  # as any unknown list
    assert curator.client.get(f"{lists}{curator.upload.pk}/history/").status_code == 404


def test_a_list_goes_through_four_pages_and_is_in(curator, cluster):
    columns = curator.send(cluster)
    assert [row["field"].value() for row in columns.context["form"].rows()][:3] == [
        "name", "street", "postcode",
    ]  # fmt: skip
    check = curator.go()
    assert {tab.name: tab.count for tab in check.context["tabs"]}["new"] == 2
    assert not Company.objects.exists()
    report = curator.post("check", {"all": "1"})

    assert Company.objects.get(name="Havel Optik GmbH").submitted_by == curator.upload.user
    assert "2 Unternehmen sind neu." in report.content.decode()
    assert (report.context["report"].total.before, report.context["report"].total.after) == (0, 2)
    assert curator.upload.record == Import.objects.get()


def test_faults_are_named_and_come_back_as_a_file(curator, cluster):
    curator.send(cluster, FAULTY)
    html = curator.go().content.decode()
    assert "PLZ" in html
    assert "99" in html
    curator.post("check", {"good": "1"})
    file = curator.client.get(curator.address("rest", "csv")).getvalue().decode("utf-8-sig")

    assert Company.objects.count() == 2
    row = list(csv.reader(io.StringIO(file), delimiter=";"))[1]
    assert row[:3] == ["Oder Labor", "Weg 1", "99"]
    assert row[-1].startswith("PLZ: 99 – ")


def test_with_faults_all_rows_are_never_brought_in(curator, cluster):
    curator.send(cluster, FAULTY)
    curator.go()
    curator.post("check", {"all": "1"})

    assert not Company.objects.exists()
    assert curator.upload.state == Upload.State.PLANNED
    assert "Fehler" in curator.upload.message


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"name\n", "keine Zeilen"),
        (b"PK\x03\x04nonsense", "beschädigt"),
        (b";".join(b"Spalte %d" % n for n in range(2000)) + b"\nx", "höchstens 300"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_reason(curator, cluster, data, reason):
    html = curator.send(cluster, data).content.decode()

    assert reason in html
    assert "Andere Datei wählen" in html


def test_an_empty_or_too_large_file_is_refused_at_once(curator, cluster, settings):
    settings.IMPORT_FILE_MB = 0
    assert "leer" in str(curator.send(cluster, b"").context["form"].errors)
    assert "Teilen Sie die Liste auf" in str(curator.send(cluster).context["form"].errors)
    assert not Upload.objects.exists()


def test_a_list_can_be_read_otherwise(curator, cluster):
    curator.send(cluster, "a,b\n" + LIST)
    page = curator.post("columns", {"read": "1", "header_row": "2", "delimiter": ";"})

    assert [row["field"].label for row in page.context["form"].rows()][:2] == ["Firma", "Straße"]


def test_two_columns_of_one_meaning_are_joined_and_fixed_values_added(curator, cluster):
    curator.send(cluster, "Wer;Wo;Nr\nHavel Optik;Musterallee;12\n")
    choices = {"column-0": "name", "column-1": "street", "column-2": "street"}
    curator.go(**choices, kind="hospital")
    curator.post("check", {"all": "1"})
    company = Company.objects.get()

    assert company.primary_location.street == "Musterallee 12"
    assert company.kind == "hospital"


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        ({"column-0": ""}, "Namen der Unternehmen"),
        ({"sectors": "medizintechnik"}, "entweder aus einer Spalte"),
        ({"key_column": "PLZ"}, "gehört der Kurzname"),
        ({"source": "Zwei Wörter"}, "Nur Buchstaben"),
        ({"column-0": "nonsense"}, "nonsense"),
    ],
)
def test_choices_that_do_not_fit_are_explained(curator, cluster, choices, reason):
    curator.send(cluster)

    assert reason in str(curator.go(**choices).context["form"].errors)
    assert curator.upload.state == Upload.State.COLUMNS


def test_kept_choices_are_used_again(curator, cluster):
    curator.send(cluster, "Wer;Was\nHavel Optik;Laser\n")
    curator.go(**{"column-0": "name", "column-1": "tags"}, keep_as="freunde")
    curator.send(cluster, "Wer;Was\nSpree Optik;Laser\n")
    page = curator.client.get(curator.address("columns"))
    assert "freunde" in page.content.decode()

    assert ImportMapping.objects.get().columns == {"Wer": "name", "Was": "tags"}
    assert [row["field"].value() for row in page.context["form"].rows()] == ["name", "tags"]


def test_what_changed_since_the_check_is_compared_anew(curator, cluster):
    curator.send(cluster)
    curator.go()
    CompanyFactory(
        name="Havel Optik GmbH", location__postcode="10367", location__street="Musterallee 12"
    )
    page = curator.post("check", {"all": "1"})

    assert "Das Verzeichnis hat sich" in page.content.decode()
    assert {tab.name: tab.count for tab in page.context["tabs"]}["changed"] == 1
    assert Company.objects.count() == 1


def test_a_second_time_nothing_would_change(curator, cluster):
    curator.send(cluster)
    curator.go()
    curator.post("check", {"all": "1"})
    curator.send(cluster)

    assert "Es würde sich nichts ändern." in curator.go().content.decode()


def test_an_error_of_the_program_is_told_and_nothing_saved(curator, cluster, monkeypatch):
    curator.send(cluster)
    curator.go()
    monkeypatch.setattr(tasks, "run", lambda *args, **options: 1 / 0)
    page = curator.post("check", {"all": "1"})

    assert "Ein Fehler im Programm" in page.content.decode()
    assert curator.upload.state == Upload.State.PLANNED


def test_managers_bring_lists_into_their_own_clusters_for_review(visit, cluster):
    own = ClusterFactory(slug="dual-use", is_sensitive=True)
    manager = visit(manager_of("dual-use"))
    assert manager.send(cluster).context["form"].errors["cluster"]
    manager.send(own, LIST.replace(";Branche;", ";Bemerkung;"))
    assert "zweite Person" in manager.go().content.decode()
    manager.post("check", {"all": "1"})

    assert set(Company.objects.values_list("status", flat=True)) == {Status.IN_REVIEW}


def test_a_list_of_somebody_else_is_hidden_from_managers(visit, curator, cluster):
    curator.send(cluster)
    manager = visit(manager_of("gesundheit"))

    assert manager.client.get(curator.address("columns")).status_code == 404
    assert manager.client.get(curator.address("file")).status_code == 404


def test_without_permission_there_is_no_page(visit):
    reader = visit(member_of(roles.READERS))

    assert reader.client.get(reverse(ADD)).status_code == 403
    assert reader.client.get(reverse("admin:companies_upload_changelist")).status_code == 403


def test_an_import_is_taken_back_and_carried_out_again_from_its_report(curator, cluster):
    curator.send(cluster)
    curator.go()
    curator.post("check", {"all": "1"})
    assert "wurde zurückgenommen" in curator.post("take-back").content.decode()
    assert not Company.objects.exists()
    curator.post("take-back")

    assert Company.objects.count() == 2


def test_the_list_and_its_plan_can_be_fetched(curator, cluster):
    curator.send(cluster, FAULTY.encode("utf-16"))
    curator.go()
    plan = curator.client.get(curator.address("plan")).getvalue().decode("utf-8-sig")

    assert curator.client.get(curator.address("file")).getvalue() == FAULTY.encode("utf-16")
    lines = list(csv.reader(io.StringIO(plan), delimiter=";"))
    assert ["2", "neu", "Havel Optik GmbH", "Name", "", "Havel Optik GmbH", ""] in lines
    assert any(line[:2] == ["4", "mit Fehler"] and line[5] == "99" for line in lines)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_comes_back_unchanged(visit, cluster, ending):
    admin = visit(UserFactory(is_superuser=True))
    admin.send(cluster)
    admin.go()
    admin.post("check", {"all": "1"})
    address = reverse("admin:companies_company_export")
    names = admin.client.get(address).context["form"].fields
    form = {name: "on" for name in names if name.startswith("company")}
    place = ["csv", "xlsx"].index(ending)
    file = admin.client.post(address, {**form, "format": place, "resource": 0})
    admin.send(cluster, file.content, f"again.{ending}")

    assert "Es würde sich nichts ändern." in admin.go().content.decode()
    assert admin.upload.totals["unchanged"] == 2


def test_the_page_of_rows_asks_as_many_queries_however_many_there_are(
    curator, cluster, django_assert_max_num_queries
):
    lines = "".join(f"Muster {n};Weg {n};10367;Berlin;;;;\n" for n in range(120))
    curator.send(cluster, LIST.splitlines()[0] + "\n" + lines)
    curator.go()

    with django_assert_max_num_queries(13):
        page = curator.client.get(curator.address("check"), {"show": "new", "page": 2})
    assert len(page.context["rows"]) == 25
