"""What the pages of a list ask, and what comes of the answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.importing.intake import Upload
from companies.models import Company
from tests.companies.importing.conftest import LIST
from tests.factories import CompanyFactory, ImportMappingFactory, NetworkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region", "sector")]


def test_a_word_that_is_not_known_is_asked_for_once(curator, cluster):
    curator.send(cluster, "Firma;PLZ;Art\nEins;10367;Spital\nZwei;10367;Spital\n")
    page = curator.go()
    (word,) = page.context["words"]
    assert (word.text, word.count) == ("Spital", 2)
    page = curator.post("check", {"translate": "1", word.id: "hospital"})

    assert {tab.name: tab.count for tab in page.context["tabs"]}["new"] == 2
    curator.post("check", {"all": "1"})
    assert set(Company.objects.values_list("kind", flat=True)) == {"hospital"}


def test_cells_are_shown_with_names_instead_of_the_codes_of_files(curator, cluster):
    CompanyFactory(name="Spree Diagnostik", kind="startup", clusters=["gesundheit"])
    text = "Firma;PLZ;Art;Branche\nSpree Diagnostik;10367;hospital;medizintechnik\n"
    curator.send(cluster, text)
    curator.go()
    curator.post("check", {"decide": "1", "candidates": "match"})
    page = curator.client.get(curator.address("check"), {"show": "changed"})
    (row,) = page.context["rows"]

    assert ["kind", "Start-up", "Krankenhaus"] in row.cells
    assert ["sectors", "", "Medizintechnik"] in row.cells


TEXT = "id;Firma;Telefon;Webseite\n{};Havel Optik;;neu.example\n"


def known_entry():
    return CompanyFactory(
        name="Havel Optik", phone="+493023125000", website="https://alt.example/",
        clusters=["gesundheit"],
    )  # fmt: skip


def test_a_column_can_empty_what_an_entry_says_and_another_only_fill_in(curator, cluster):
    company = known_entry()
    curator.send(cluster, TEXT.format(company.pk))
    curator.go(clear=["Telefon"], fill=["Webseite"])
    page = curator.client.get(curator.address("columns"))
    assert page.context["form"]["clear"].value() == ["Telefon"]
    curator.post("check", {"all": "1"})

    company.refresh_from_db()
    assert (company.phone, company.website) == ("", "https://alt.example/")


def test_a_column_that_every_entry_needs_cannot_empty_it(curator, cluster):
    curator.send(cluster, "Firma;PLZ\nHavel;10367\n")
    page = curator.go(clear=["Firma"])

    assert "Name: kann nicht geleert werden." in page.content.decode()


def test_the_time_of_an_export_can_be_said_where_its_file_was_renamed(curator, cluster):
    curator.send(cluster, TEXT.format(known_entry().pk))
    minute = f"{timezone.localtime() - timedelta(days=1):%Y-%m-%dT%H:%M}"
    curator.go(exported_at=minute)

    assert curator.upload.options["exported_at"].startswith(minute)


def test_what_is_mended_in_a_cell_is_shown_before_and_after(curator, cluster):
    curator.send(cluster, "Firma;Straße;PLZ;Ort\nHavel;Hauptstr. 5;3046;Cottbus\n")
    curator.go()
    html = curator.client.get(curator.address("check"), {"show": "mended"}).content.decode()

    assert "<del>3046</del> <ins>03046</ins>" in html
    assert "<ins>Hauptstraße 5</ins>" in html


def test_a_column_is_proposed_by_its_values_with_the_reason(curator, cluster):
    lines = "".join(f"Firma {n};10367;https://f{n}.example\n" for n in range(9))
    page = curator.send(cluster, "Firma;Spalte 2;Spalte 3\n" + lines)
    rows = page.context["form"].rows()

    assert [row["field"].value() for row in rows] == ["name", "postcode", "website"]
    assert rows[2]["reason"]


def test_a_row_that_may_be_an_entry_is_decided_side_by_side(curator, cluster):
    known = CompanyFactory(
        name="Havel Optik GmbH", location__postcode="10367", location__street="Weg 1",
        clusters=["gesundheit"],
    )  # fmt: skip
    curator.send(cluster, "Firma;Straße;PLZ;Ort\nHavel Optik GmbH;Allee 9;10367;Berlin\n")
    curator.go()
    page = curator.client.get(curator.address("check"), {"show": "open"})
    assert known.name in page.content.decode()
    (row,) = page.context["rows"]
    name = f"row-{row.candidates[0]['key']}"
    curator.post("check", {"decide": "1", name: row.candidates[0]["answer"]})

    assert (curator.upload.totals["new"], curator.upload.totals["changed"]) == (0, 1)


def test_entries_that_the_list_has_no_more_leave_the_cluster_if_told_so(curator, cluster):
    text = "Nr;Firma\n1;Havel Optik\n2;Spree Labor\n"
    for lines in (text, text.replace("2;Spree Labor\n", "3;Panke Reha\n")):
        curator.send(cluster, lines)
        curator.go(**{"column-0": ""}, key_column="Nr", source="mitglieder")
        if lines == text:
            curator.post("check", {"all": "1"})
    page = curator.client.get(curator.address("check"), {"show": "missing"})
    assert "Spree Labor" in page.content.decode()
    curator.post("check", {"decide": "1", "missing": "leave"})
    curator.post("check", {"all": "1"})

    assert Company.objects.get(name="Spree Labor").company_clusters.get().left_on


def test_what_changed_in_the_file_and_in_the_directory_is_shown_in_three_columns(curator, cluster):
    company = CompanyFactory(name="Havel Optik", employees=10, clusters=["gesundheit"])
    stamp = timezone.localtime().strftime("%Y-%m-%d-%H%M%S")
    Company.objects.filter(pk=company.pk).update(employees=20)
    text = f"id,name,employees\n{company.pk},Havel Optik,30\n"
    curator.send(cluster, text, f"clusteratlas-{stamp}.csv")
    curator.go()
    page = curator.client.get(curator.address("check"), {"show": "conflict"})
    if not page.context["rows"]:
        pytest.skip("the history of one transaction has one time")

    assert {"20", "30"} <= set(page.context["rows"][0].cells[0])


def test_a_list_can_be_the_members_of_a_network(curator, cluster):
    network = NetworkFactory(slug="hub")
    curator.send(cluster)
    curator.go(network="hub")
    html = curator.client.get(curator.address("check"), {"show": "new"}).content.decode()
    assert network.name in html
    curator.post("check", {"all": "1"})

    assert network.memberships.count() == 2


def test_the_history_of_imports_leads_to_the_report(curator, cluster):
    curator.send(cluster)
    curator.go()
    curator.post("check", {"all": "1"})
    record = reverse("admin:companies_import_change", args=[curator.upload.record.pk])

    assert curator.address("report") in curator.client.get(record).content.decode()


def test_a_list_can_be_discarded_until_it_is_in(curator, cluster):
    curator.send(cluster)
    curator.go()
    curator.post("check", {"all": "1"})
    curator.post("discard")
    assert Upload.objects.count() == 1
    curator.send(cluster)
    curator.client.post(curator.address("discard"))

    assert Upload.objects.get().state == Upload.State.SAVED


def test_stopping_what_is_done_changes_nothing(curator, cluster):
    curator.send(cluster)
    curator.go()
    curator.post("check", {"all": "1"})
    curator.post("stop")

    assert curator.upload.state == Upload.State.SAVED


def test_kept_choices_that_were_edited_into_nonsense_are_told_and_left_aside(curator, cluster):
    headings = LIST.splitlines()[0].split(";")
    ImportMappingFactory(name="kaputt", headings=headings, rules={"missing": "vielleicht"})
    page = curator.send(cluster)

    assert "vielleicht" in page.content.decode()
    assert page.context["form"].rows()[0]["field"].value() == "name"
