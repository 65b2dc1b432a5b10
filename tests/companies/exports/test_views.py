import io
import re
from datetime import datetime

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from companies.exports.views import file_name
from companies.listing import Listing
from tests.factories import CompanyFactory, DistrictFactory, TagFactory
from tests.html import hooks

from .files import FILES, content, names

pytestmark = pytest.mark.django_db
TYPES = {
    "export.csv": "text/csv; charset=utf-8",
    "export-excel.csv": "text/csv; charset=utf-8",
    "export.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def named(query: str) -> str:
    return file_name(
        Listing(QueryDict(query)), timezone.make_aware(datetime(2026, 11, 21, 14, 30, 5))
    )


@pytest.mark.parametrize("file", FILES)
def test_a_file_holds_the_whole_list_in_its_order(client, file):
    for number in range(25):
        CompanyFactory(name=f"Optik {number:02}", employees=100 - number)
    CompanyFactory(name="Entwurf", status="draft")

    by_name = names(client.get(f"/unternehmen/{file}?per_page=20&page=2&view=table"))
    by_size = names(client.get(f"/unternehmen/{file}?sort=employees"))

    assert by_name == by_size == [f"Optik {number:02}" for number in range(25)]


@pytest.mark.parametrize("file", FILES)
def test_a_file_holds_what_the_list_with_the_same_query_shows(client, file):
    CompanyFactory(name="Spree Laser", location__district__slug="mitte")
    CompanyFactory(name="Havel Laser", location__district__slug="spandau")
    CompanyFactory(name="Spree Bäckerei", location__district__slug="mitte")
    query = "?q=laser&district=mitte&district=nirgends&unbekannt=1"

    assert names(client.get(f"/unternehmen/{file}{query}")) == ["Spree Laser"]
    assert names(client.get(f"/en/companies/{file}{query}")) == ["Spree Laser"]


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_sent_as_a_download_that_nobody_keeps_or_indexes(client, file):
    response = client.get(f"/unternehmen/{file}")
    ending = file.removeprefix("export")
    name = rf"clusteratlas-{timezone.localdate().isoformat()}-\d{{6}}{re.escape(ending)}"

    assert response["Content-Type"] == TYPES[file]
    assert re.fullmatch(
        rf"attachment; filename=\"({name})\"; filename\*=UTF-8''\1", response["Content-Disposition"]
    )
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


@pytest.mark.parametrize("file", FILES)
def test_head_tells_the_same_without_making_the_file(client, file):
    CompanyFactory()
    whole = client.get(f"/unternehmen/{file}")
    head = client.head(f"/unternehmen/{file}")

    assert (head.status_code, head.getvalue()) == (200, b"")
    differing = {"X-Request-ID": "", "Content-Disposition": ""}  # the name has the second in it
    assert {**head.headers, **differing} == {**whole.headers, **differing}


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_sent_there(file):
    assert Client(enforce_csrf_checks=True).post(f"/unternehmen/{file}").status_code == 405


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "query", ["q=%22%26%3A*%21", "letter=%23", "page=99", "sort=x", "q=%F0%9F"]
)
def test_bad_input_is_answered(client, file, query):
    CompanyFactory()

    assert content(client.get(f"/unternehmen/{file}?{query}"))


@pytest.mark.parametrize("file", FILES)
def test_the_number_of_queries_does_not_grow_with_the_entries(
    client, file, django_assert_max_num_queries
):
    for number in range(12):
        CompanyFactory(
            clusters=["gesundheit"], sectors=["labor"], tags=["lidar"],
            location__district__slug=f"bezirk-{number}", parent=CompanyFactory(),
        )  # fmt: skip

    content(client.get(f"/unternehmen/{file}"))  # takes up the new entries

    with django_assert_max_num_queries(4):
        assert len(names(client.get(f"/unternehmen/{file}"))) == 24


def test_the_second_sheet_says_where_the_list_comes_from(client):
    CompanyFactory(location__district__slug="mitte")
    data = content(client.get("/unternehmen/export.xlsx?district=mitte&view=table&sort=newest"))

    told = dict(load_workbook(io.BytesIO(data))["Quelle"].values)
    assert told == {
        "Verzeichnis": "Clusteratlas",
        "Abgerufen am": timezone.localdate().strftime("%d.%m.%Y"),
        "Liste": "Unternehmen in Mitte",
        "Adresse der Liste": "http://testserver/unternehmen/?district=mitte&sort=newest",
        "Einträge": 1,
    }


def test_english_files_say_so_in_english(client):
    CompanyFactory()
    book = load_workbook(io.BytesIO(content(client.get("/en/companies/export.xlsx"))))

    assert book.sheetnames == ["Companies", "Source"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "clusteratlas-2026-11-21-143005"),
        ("q=Charité&district=lichtenberg", "clusteratlas-2026-11-21-143005-charite-lichtenberg"),
        ("kind=hospital&kind=pharmacy", "clusteratlas-2026-11-21-143005-krankenhaus-apotheke"),
        ("q=%22%0D%0A../;😀&letter=%23", "clusteratlas-2026-11-21-143005"),
        ("district=nirgends&sort=newest&view=table", "clusteratlas-2026-11-21-143005"),
    ],
    ids=["all", "words", "labels", "signs", "unknown"],
)
def test_the_file_name_has_source_date_and_query(query, name):
    DistrictFactory(slug="lichtenberg", name="Lichtenberg")

    assert named(query) == name


def test_the_file_name_stays_short():
    tags = [TagFactory(name_de="Donaudampfschifffahrt").slug for _ in range(30)]
    name = named("&".join(["q=" + "Straße " * 30, *(f"tag={tag}" for tag in tags)]))

    assert re.fullmatch(r"clusteratlas-2026-11-21-143005(-strasse){10}", name)


def test_the_list_offers_its_files_with_the_number_of_entries(client):
    for number in range(25):
        CompanyFactory(name=f"Optik {number}", kind="pharmacy")
    response = client.get("/unternehmen/?kind=pharmacy&view=table&per_page=20")
    menu = response.content.decode().partition('id="download"')[2].partition("</details>")[0]

    assert re.findall(r'href="([^"]*export[^"]*)"', menu) == [
        f"/unternehmen/{file}?kind=pharmacy" for file in reversed(FILES)
    ]
    assert 'data-count="25"' in menu
    assert len(hooks(response).companies) == 20


def test_an_empty_list_offers_no_file(client):
    assert "export.csv" not in client.get("/unternehmen/?q=nichts").content.decode()
