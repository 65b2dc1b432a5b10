"""A German Excel list with five faults on its way in, as somebody new to it sees it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from clusters.models import Cluster
from companies.models import Company
from tests.browser.places import region  # noqa: F401
from tests.browser.test_admin import RULES, signed_in
from tests.factories import SectorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

LIST = """Mitgliederliste 2026;;;;;;
Firma;Straße;PLZ;Ort;Telefon;Homepage;Mitarbeiter
Havel Optik GmbH;Musterallee 12;10367;Berlin;030 / 23125 000;www.havel.example;1.200
Spree Prüflabor;Beispielweg 3;99;Berlin;;;20
Dahme Technik;Beispielweg 4;10367;Berlin;12;;5
;Beispielweg 5;10367;Berlin;;;
Panke Labor;Beispielweg 6;10367;Berlin;;kein Netz;5
Müggel Reha;Beispielweg 7;10367;Berlin;;;zwanzig
Summe;;;;;;1.230
"""


@pytest.fixture
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mitglieder.csv"
    path.write_bytes(LIST.replace("\n", "\r\n").encode("cp1252"))
    return path


@pytest.fixture
def start(page, context, live_server, region, at_once):  # noqa: F811
    signed_in(context, live_server, UserFactory(is_superuser=True))
    page.goto(live_server.url + reverse("admin:companies_company_import"))
    return page


def walk(page, file):
    """Fill in each page by its labels; yield the name of each."""
    page.get_by_label("Cluster").select_option(index=1)
    page.get_by_label("Datei").set_input_files(file)
    yield "file"
    page.get_by_role("button", name="Hochladen und weiter").click()
    yield "columns"
    page.get_by_role("button", name="Mit dem Verzeichnis vergleichen").click()
    yield "check"
    page.get_by_role("button", name="Zeilen ohne Fehler übernehmen").click()
    yield "report"


def test_a_german_list_with_five_faults_is_brought_in(start, file):
    for stage in walk(start, file):
        if stage == "columns":
            assert "Windows-1252" in start.content()
        if stage == "check":
            assert start.locator(".fault").count() == 5
    assert start.get_by_text("1 Unternehmen ist neu.").is_visible()
    with start.expect_download() as rest:
        start.get_by_role("link", name="CSV für Excel").click()

    assert Company.objects.filter(name="Havel Optik GmbH", phone="+493023125000").exists()
    assert "Spree Prüflabor" in rest.value.path().read_text("utf-8-sig")


@pytest.fixture
def file_with_unknown_words(file, region):  # noqa: F811
    name = "Herstellung von Bestrahlungs- und Elektrotherapiegeräten und elektromedizinischen"
    for cluster in Cluster.objects.all():
        SectorFactory(cluster=cluster, slug=f"lang-{cluster.slug}", name_de=name)
    head, good, *rows = file.read_text("cp1252").splitlines()[1:]
    unknown = [f"{row};Gibtsnicht {row[:3]};Weißnicht" for row in rows]
    file.write_text("\n".join([f"{head};Branche;Art", f"{good};;", *unknown]), "utf-8")
    return file


def fits(page) -> bool:
    """Whether nothing reaches beyond the window, once all is open and has its new width."""
    page.evaluate("document.querySelectorAll('.intake details').forEach(one => one.open = true)")
    for _ in range(30):
        if page.evaluate("document.documentElement.scrollWidth") <= 360:
            return True
        page.wait_for_timeout(100)
    return False


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_four_pages_have_no_barrier_and_fit_a_narrow_window(
    start, file_with_unknown_words, problems, scheme
):
    start.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for stage in walk(start, file_with_unknown_words):
        start.set_viewport_size({"width": 360, "height": 800})
        assert fits(start), stage
        start.set_viewport_size({"width": 1280, "height": 5000})
        assert problems == []
        found = Axe().run(start, options={"runOnly": RULES}).response
        problems.clear()  # axe itself tries inline styles
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == [], stage


@pytest.mark.usefixtures("region", "at_once")
def test_without_javascript_a_list_comes_in_by_keyboard_alone(browser, live_server, file):
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    signed_in(context, live_server, UserFactory(is_superuser=True))
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:companies_company_import"))
    page.get_by_label("Datei").set_input_files(file)
    page.get_by_label("Cluster").focus()
    page.keyboard.press("ArrowDown")
    for button in ("Hochladen", "vergleichen", "übernehmen"):
        page.get_by_role("button", name=button).focus()
        page.keyboard.press("Enter")

    page.wait_for_url("**/report/")
    assert page.get_by_text("1 Unternehmen ist neu.").is_visible()
    context.close()
