import json
import re

import pytest
from django.conf import settings
from django.contrib.flatpages.models import FlatPage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from clusters.models import Area, Cluster, Figure
from networks.models import Network
from tests.factories import (
    CompanyClusterFactory,
    CompanyFactory,
    DistrictFactory,
    FigureFactory,
    LandFactory,
    LocationFactory,
    NetworkFactory,
    OrganisationFactory,
)
from tests.html import hooks

pytestmark = pytest.mark.django_db
LEGAL = ["imprint", "privacy", "accessibility", "easy_language"]
LISTS = ["home", "companies:company_list", "cluster_list", "district_list", "network_list",
         "networks:event_list"]  # fmt: skip


@pytest.fixture
def facts(db):
    """The region as the fixtures tell it, without companies."""
    fixtures = sorted(path.stem for path in settings.FIXTURE_DIRS[0].glob("*.json"))
    call_command("loaddata", *fixtures, verbosity=0)


@pytest.fixture
def kept_fragments(settings):
    """Templates keep their fragments, as in production."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    fragments = {"BACKEND": backend, "LOCATION": "fragments of the tests"}
    settings.CACHES = {**settings.CACHES, "template_fragments": fragments}


def text(response) -> str:
    """The visible words of a page, in one line."""
    assert response.status_code == 200
    plain = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(plain.split())


@pytest.mark.parametrize("name", [*LISTS, *LEGAL])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_there_in_both_languages(facts, client, name, language):
    with override(language):
        address = reverse(name)

    response = client.get(address)

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_every_page_of_the_region_works_with_nothing_listed(facts, client):
    places = [*Cluster.objects.all(), *Network.objects.all()]
    places += Area.objects.filter(level__in=[Area.Level.STATE, Area.Level.DISTRICT])
    assert len(places) == 3 + 2 + 3 + 33

    for place in places:
        found = hooks(client.get(place.get_absolute_url()))
        assert found.counts, place
        assert {count["data-count"] for count in found.counts} == {"0"}


def test_the_language_switch_keeps_the_page(facts, client):
    html = client.get("/bezirke/lichtenberg/").content.decode()
    assert 'href="/en/districts/lichtenberg/"' in html

    html = client.get("/en/companies/?district=lichtenberg").content.decode()
    assert 'href="/unternehmen/?district=lichtenberg"' in html


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("verteidigung-sicherheit", ["rund 130", "26.000", "8 Mrd. €", "vor Januar 2026"]),
        ("dual-use", ["430", "Sicherheits- und Verteidigungsindustrie"]),
        (
            "gesundheit",
            ["rund 368.000", "über 21.400", "rund 25 Mrd. €", "Dezember 2018", "Health Capital",
             "Masterplan Gesundheitsregion", "Digital Health City"],
        ),
    ],
)  # fmt: skip
def test_the_page_of_a_cluster_gives_the_official_figures(facts, client, slug, words):
    page = text(client.get(f"/cluster/{slug}/"))

    for word in words:
        assert word in page.replace("\xa0", " "), word


def test_each_official_figure_links_to_a_source_on_its_page(facts, client):
    for address in ("/", "/cluster/", "/cluster/gesundheit/", "/bezirke/lichtenberg/"):
        html = client.get(address).content.decode()
        figures = re.findall(r"<div[^>]*data-figure=.*?</div>", html, flags=re.S)
        assert figures, address
        for figure in figures:
            (anchor,) = re.findall(r'href="#([^"]+)"', figure)
            assert f'id="{anchor}"' in html


def test_every_figure_is_on_the_page_of_its_cluster(facts, client):
    for figure in Figure.objects.current():
        found = hooks(client.get(figure.cluster.get_absolute_url())).figures
        given = {(row["data-figure"], row["data-indicator"]) for row in found}
        assert (str(int(figure.value)), figure.indicator) in given


def test_a_superseded_figure_is_not_shown(client):
    figure = FigureFactory(value=4711, cluster__slug="gesundheit")
    Figure.objects.filter(pk=figure.pk).update(superseded_at="2026-01-01T00:00Z")

    assert "4.711" not in text(client.get("/cluster/gesundheit/"))


def test_the_directory_stands_beside_the_official_number(client):
    FigureFactory(cluster__slug="gesundheit", indicator="companies", value=10)
    for _ in range(6):
        CompanyFactory(clusters=["gesundheit"])

    assert "mehr als die Hälfte der amtlichen Zahl" in text(client.get("/cluster/gesundheit/"))


def test_the_page_of_a_district_counts_what_is_there(client):
    CompanyFactory(clusters=["gesundheit"], location__district__slug="lichtenberg")
    DistrictFactory(slug="pankow")

    counts = hooks(client.get("/bezirke/lichtenberg/")).counts

    links = {count["href"]: count["data-count"] for count in counts}
    assert links["/unternehmen/?district=lichtenberg"] == "1"
    assert links["/unternehmen/?district=lichtenberg&cluster=gesundheit"] == "1"
    assert links["/unternehmen/?district=pankow"] == "0"


def test_a_land_has_a_page_with_its_districts(client):
    brandenburg = LandFactory(name="Brandenburg")
    CompanyFactory(location__district__slug="prignitz", location__district__parent=brandenburg)

    counts = hooks(client.get("/bezirke/brandenburg/")).counts

    links = {count["href"]: count["data-count"] for count in counts}
    assert links["/unternehmen/?district=brandenburg"] == "1"
    assert links["/unternehmen/?district=prignitz"] == "1"


@pytest.mark.parametrize("kind", ["cluster", "bezirke", "netzwerke", "unternehmen"])
def test_an_unknown_name_is_not_found_and_offers_a_way_on(client, kind):
    response = client.get(f"/{kind}/atlantis/")

    assert response.status_code == 404
    assert 'href="/unternehmen/"' in response.content.decode()


def test_a_region_and_a_locality_have_no_page(facts, client):
    assert client.get("/bezirke/berlin-brandenburg/").status_code == 404


def test_the_page_of_a_network_gives_its_facts(facts, client):
    (lichtenberg,) = Network.objects.filter(slug__contains="lichtenberg")

    page = text(client.get(lichtenberg.get_absolute_url()))

    for word in ("regioconsult", "Gesundheitswirtschaft", "Sommer", "2018", "Ziele", "GRW"):
        assert word in page, word


def test_bodies_show_how_to_reach_them(client):
    contact = OrganisationFactory(name="Kammer", email="info@example.org", phone="0203 2821-0")
    network = NetworkFactory(contact=contact)

    page = text(client.get(network.get_absolute_url()))

    assert "info@example.org" in page
    assert "0203 2821-0" in page


def test_latest_changes_leave_out_who_objected(client):
    CompanyFactory(name="Sichtbar")
    CompanyFactory(name="Still", objection_on="2026-01-01")

    page = text(client.get("/"))

    assert "Sichtbar" in page
    assert "Still" not in page


def test_staff_can_edit_a_legal_text(facts, client):
    FlatPage.objects.filter(url="/impressum/").update(content="<p>Neuer Text</p>")

    assert "Neuer Text" in text(client.get("/impressum/"))


def test_a_legal_text_that_nobody_wrote_is_missing(client):
    assert client.get("/impressum/").status_code == 404


def test_legal_texts_exist_for_every_address_and_mark_their_gaps():
    pages = json.loads((settings.FIXTURE_DIRS[0] / "flatpages.json").read_text())

    addresses = set()
    for language in ("de", "en"):
        with override(language):
            addresses |= {reverse(name) for name in LEGAL}

    assert {page["fields"]["url"] for page in pages} == addresses
    assert all('class="gap"' in page["fields"]["content"] for page in pages)


def test_errors_have_pages_of_their_own(client, settings):
    assert "Diese Seite gibt es nicht" in client.get("/nirgends/").content.decode()
    assert client.get("/bezirke/%00/").status_code == 400


def test_an_internal_error_is_answered_without_the_database(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("config.views.Directory", broken)
    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert "Hier ist etwas schiefgegangen" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "most"),
    [("/", 16), ("/cluster/gesundheit/", 16), ("/bezirke/lichtenberg/", 16), ("/netzwerke/", 10)],
)
def test_pages_take_few_queries(facts, client, address, most, django_assert_max_num_queries):
    for number in range(8):
        company = CompanyFactory(name=f"Optik {number}", location=None)
        CompanyClusterFactory(company=company, cluster=Cluster.objects.get(slug="gesundheit"))
        LocationFactory(company=company, district=Area.objects.districts().get(slug="lichtenberg"))
    client.get(address)

    with django_assert_max_num_queries(most):
        client.get(address)


@pytest.mark.usefixtures("kept_fragments")
def test_what_templates_keep_is_of_the_language_of_the_page(client):
    for _time in range(2):
        for language, words in (("de", "Leichte Sprache"), ("en", "Easy language")):
            with override(language):
                page = client.get(reverse("companies:company_list"))
            assert words in text(page)
            assert page.content.decode().count("css/tokens.css") == 1
