import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.importing import mending
from companies.importing.actor import Actor
from companies.importing.layout import Row, Table
from companies.importing.mending import Mended
from companies.importing.options import Options
from companies.importing.plan import Planner
from companies.models import Company
from tests.factories import DistrictFactory


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("Hauptstr. 5", "Hauptstraße 5"), ("Hauptstr.5", "Hauptstraße 5"),
        ("Hauptstr 5 a", "Hauptstraße 5 a"), ("Frankfurter Str. 12", "Frankfurter Straße 12"),
        ("Heinrich-Zille-Str.", "Heinrich-Zille-Straße"), ("Hauptstrasse 1", "Hauptstraße 1"),
        ("Berliner Strasse 1", "Berliner Straße 1"), ("Str. der Jugend", "Straße der Jugend"),
        ("Alte Str", "Alte Straße"), ("Strandweg 3", "Strandweg 3"), ("Am Stern 2", "Am Stern 2"),
        ("Astrid-Weg 3", "Astrid-Weg 3"),
    ],
)  # fmt: skip
def test_streets_are_spelled_alike(written, spelled):
    assert mending.street(written) == spelled


@pytest.mark.parametrize("name", ["Havel e. V.", "Havel e.V", "Havel E.V.", "Havel eV"])
def test_associations_are_spelled_alike(name):
    assert mending.name(name) == "Havel e.V."


@pytest.mark.parametrize("name", ["Havel GmbH", "eVent Agentur", "Havel e.V.", "V. Löwe", ""])
def test_other_names_stay(name):
    assert mending.name(name) == name


@pytest.mark.parametrize(
    ("written", "form"),
    [("G.m.b.H.", "GmbH"), ("e. V.", "e.V."), ("GmbH & Co.KG", "GmbH & Co. KG"), ("Amt", "Amt")],
)
def test_legal_forms_are_spelled_alike(written, form):
    assert mending.form(written) == form


@given(st.text(max_size=40))
def test_what_is_mended_once_stays(text):
    for mend in (mending.street, mending.name, mending.form):
        assert mend(mend(text)) == mend(text)


@pytest.fixture
def mended(region, cluster):
    """What was mended in the only row of a list, as the plan has it."""

    def run(headings, cells, **options):
        table = Table(headings, [Row(2, cells)], "")
        plan = Planner(cluster, Options(**options), Actor.command_line(None)).plan(table)
        assert not plan.problems, plan.problems
        assert {row for row, _mended in plan.mended} <= {2}
        return [tuple(mended) for _row, mended in plan.mended]

    return run


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "before", "after"),
    [
        ("Straße", "Hauptstr. 5", "Hauptstraße 5"),
        ("name", "Havel e. V.", "Havel e.V."),
        ("name", "Ha\u00advel\u200b Optik", "Havel Optik"),
        ("Rechtsform", "G.m.b.H.", "GmbH"),
        ("Tel.", "030 / 23 12 50 00", "+493023125000"),
        ("Tel.", "+49 (0)30 23125000", "+493023125000"),
        ("Homepage", "www.havel.example", "https://www.havel.example"),
        ("E-Mail", "mailto:a@HAVEL.example", "a@havel.example"),
        ("Mitarbeiter", "ca. 1.200", "1200"),
        ("Mitarbeiter", "0", ""),
        ("Mitarbeiter", "unbekannt", ""),
        ("Umsatz", "1.500.000,49 €", "1500000"),
        ("gegründet", "01.04.1998", "1998"),
        ("Größe", "4 - 6 Beschäftigte", "micro"),
        ("USt-IdNr.", "DE 136 695 976", "DE136695976"),
        ("PLZ", "10367.0", "10367"),
        ("PLZ", "D-10367", "10367"),
        ("Adresse", "c/o Havel, Weg 1, 10367 Berlin", "Weg 1 · 10367 · Berlin"),
    ],
)  # fmt: skip
def test_a_change_to_a_cell_is_told(mended, column, before, after):
    headings, cells = ["name", column][column == "name" :], ["Havel", before][column == "name" :]

    assert mended(headings, cells) == [Mended(column, before, after)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("name", "  Havel  Optik\n"), ("Straße", "Hauptstraße 5"), ("Mitarbeiter", "1.200"),
        ("Mitarbeiter", "--"), ("Umsatz", "1.500 €"), ("Art", "Krankenhaus"), ("PLZ", "10367 "),
        ("Größe", "klein"), ("name", "Cafe\u0301"),
        ("Beschreibung", "a\r\n\r\n\r\n\r\nb"), ("Adresse", "Weg 1, 10367 Berlin"),
    ],
)  # fmt: skip
def test_spaces_and_what_a_text_means_anyway_are_no_change(mended, column, text):
    headings, cells = ["name", column][column == "name" :], ["Havel", text][column == "name" :]

    assert mended(headings, cells) == []


@pytest.mark.django_db
def test_a_lost_zero_is_told(mended):
    assert mended(["name", "PLZ", "Ort"], ["Havel", "3046", "Cottbus"]) == [
        Mended("PLZ", "3046", "03046")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "written", ["Frankfurt/Oder", "Frankfurt(Oder)", "Frankfurt an der Oder", "Frankfurt (O.)"]
)
def test_independent_cities_are_spelled_as_they_are_called(mended, written):
    DistrictFactory(kind="kreisfreie_stadt", slug="frankfurt-oder", name="Frankfurt (Oder)")

    assert mended(["name", "Ort"], ["Havel", written]) == [
        Mended("Ort", written, "Frankfurt (Oder)")
    ]
    assert mended(["name", "Ort"], ["Havel", "Frankfurt am Main"]) == []


@pytest.mark.django_db
def test_the_legal_form_of_a_new_entry_is_read_from_its_name_which_stays_whole(bring):
    bring("name\nHavel Optik GmbH\nSpree\n", "--save")
    havel = Company.objects.get(name="Havel Optik GmbH")

    assert havel.legal_form == "GmbH"
    Company.objects.filter(pk=havel.pk).update(legal_form="")
    assert "0 changed, 2 unchanged" in bring("name\nHavel Optik GmbH\nSpree\n", "--save")


@pytest.mark.django_db
def test_the_command_sums_up_what_was_mended(bring):
    said = bring("name;Straße\nA;Weg 1\nB;Hauptstr. 5\nC;Nebenstr. 5\n")

    assert "Mended in Straße: 2 cells, such as “Hauptstr. 5” → “Hauptstraße 5”" in said
