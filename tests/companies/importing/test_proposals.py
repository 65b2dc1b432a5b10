import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.text import clean
from companies.importing.columns import Columns
from companies.importing.layout import Row
from companies.importing.options import Options
from companies.importing.proposals import options_from, propose
from tests.factories import SectorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region", "in_english")]


def proposed(headings, *rows):
    """``{column: (field, certainty)}``"""
    sample = [Row(number, list(cells)) for number, cells in enumerate(rows, 2)]
    return {each.column: (each.field, each.certainty) for each in propose(headings, sample)}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Name der Einrichtung", "name"), ("Str.", "street"), ("Hausnr.", "house_number"),
        ("PLZ", "postcode"), ("Ort", "city"), ("Tel.", "phone"), ("Homepage", "website"),
        ("Träger", "parent"), ("Mitarbeiter", "employees"), ("HRB", "register_number"),
        ("USt-IdNr.", "vat_id"), ("Anschrift", "address"), ("Internet", "website"),
    ],
)  # fmt: skip
def test_a_known_heading_is_sure(heading, field):
    assert proposed([heading], [""]) == {heading: (field, "sure")}


@pytest.mark.parametrize(
    ("heading", "value", "field"),
    [
        ("gc_plz", "10367", "postcode"),
        ("aponame", "Adler-Apotheke", "name"),
        ("PLZ der Einheit", "52070", "postcode"),
        ("Kontakt E-Mail", "info@havel.example", "email"),
    ],
)
def test_part_of_a_heading_makes_a_field_likely(heading, value, field):
    assert proposed([heading], [value]) == {heading: (field, "likely")}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "info@havel.example"), ("website", "www.havel.example/de"),
        ("phone", "030 23125000"), ("postcode", "3046"), ("latitude", "52,5171"),
        ("longitude", "13.4170"), ("vat_id", "DE136695976"), ("lei", "213800KUD8LAJWSQ9D15"),
        ("register_number", "HRB 12345 B"), ("district", "Lichtenberg"), ("kind", "Krankenhaus"),
        ("sectors", "medizintechnik"), ("address", "Weg 1, 10367 Berlin"), ("state", "Bayern"),
        ("name", "Havel Optik GmbH"), ("legal_form", "gGmbH"), ("street", "Musterallee 12"),
        ("turnover_eur", "1,5 €"), ("size_class", "klein"), ("wz_codes", "26.60"),
        ("register_court", "Amtsgericht Cottbus"), ("city", "Friedrichshain"),
    ],
)  # fmt: skip
def test_values_tell_where_the_heading_does_not(field, value, sector):
    assert proposed(["Spalte"], [value]) == {"Spalte": (field, "likely")}


def test_the_data_of_operators_and_persons_are_not_those_of_the_entry():
    found = proposed(["Trägerplz", "Ansprechpartner E-Mail"], ["10367", "a@havel.example"])

    assert set(found.values()) == {("", "none")}


def test_no_field_is_proposed_twice():
    found = proposed(["Firma", "Unternehmen", "Web", "x"], ["A", "B", "a.de", "www.b.example"])

    assert found["Firma"] == ("name", "sure")
    assert found["Unternehmen"] == found["x"] == ("", "none")


def test_a_heading_that_its_values_contradict_is_doubted():
    (kind,) = propose(["Typ"], [Row(2, ["1"]), Row(3, ["2"])])

    assert (kind.field, kind.certainty) == ("kind", "likely")
    assert kind.reason == "The heading says so, but 2 of 2 values cannot be read."


def test_numbers_of_another_list_are_no_ids_of_ours():
    (key,) = propose(["ID"], [Row(2, ["17"])])

    assert (key.field, key.certainty) == ("", "none")
    assert "as its key" in key.reason


def test_examples_are_the_first_different_texts():
    rows = [Row(number, [text]) for number, text in enumerate(["A", "", "A", "B", "C", "D"], 2)]

    assert propose(["Firma"], rows)[0].examples == ["A", "B", "C"]


def test_only_the_first_rows_are_looked_at():
    rows = iter([Row(number, ["A"]) for number in range(1000)])
    propose(["Firma"], rows)

    assert next(rows).number == 200


def test_options_join_the_house_number_and_leave_the_rest_out_on_purpose():
    rows = [Row(2, ["Havel", "Weg", "3 a", "?"])]
    options = options_from(propose(["Firma", "Straße", "Nr", "x"], rows))

    assert options == Options({"Firma": "name", "Straße+Nr": "street", "x": ""})
    assert Columns(["Firma", "Straße", "Nr", "x"], options).ignored == []


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=12), min_size=1, max_size=5, unique=True), st.data())
def test_whatever_is_proposed_can_be_used(headings, data):
    cells = st.lists(st.text(max_size=12), max_size=len(headings))
    headings = list(dict.fromkeys(map(clean, headings)))
    rows = [Row(2 + number, data.draw(cells)) for number in range(2)]
    proposals = propose(headings, rows)

    assert [each.column for each in proposals] == headings
    fields = [each.field for each in proposals if each.field]
    assert len(fields) == len(set(fields))
    assert Columns(headings, options_from(proposals)).ignored == []


def test_sectors_are_known_by_their_words(cluster):
    SectorFactory(slug="optik", name_de="Optik", synonyms=["Licht"], cluster=cluster)

    assert proposed(["Feld"], ["Licht|Optik"]) == {"Feld": ("sectors", "likely")}


def test_the_command_proposes_and_says_how_to_take_it(bring):
    said = bring("aponame;PLZ;x y\nAdler;10367;?\n", "--propose")

    assert "aponame → name (likely): Part of the heading says so. E.g. Adler" in said
    assert "PLZ → postcode (sure)" in said
    assert "--map aponame=name --map PLZ=postcode --ignore 'x y'" in said
    assert "Nothing was saved" not in said
