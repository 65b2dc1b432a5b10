"""Rows that may be about an entry: taken, shown, or decided."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.models import User
from companies.importing.actor import Actor
from companies.importing.directory import Entry
from companies.importing.likeness import Likeness, certain
from companies.importing.names import Words, words_of
from companies.importing.options import Options
from companies.importing.plan import Planner
from companies.importing.reader import open_table
from companies.importing.whereabouts import Whereabouts
from companies.models import Company, SourceRecord
from tests.accounts import manager_of
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db

ALIKE = [
    ("Müller Optik GmbH", "Mueller-Optik Gesellschaft mit beschränkter Haftung"),
    ("Spree Verwaltungsges. mbH", "Spree Verwaltungsgesellschaft mbH"),
    ("Haus an der Havelstr.", "Haus an der Havelstraße"),
    ("Bau u. Technik KG", "Bau & Technik Kommanditgesellschaft"),
    ("L i p p e r t GmbH", "Lippert GmbH"),
    ("St. Hedwig Krankenhaus e. V.", "Sankt-Hedwig-Krankenhaus eingetragener Verein"),
]
APART = [
    ("Havel Wind GmbH & Co. KG", "Havel Wind Verwaltungs GmbH"),
    ("Havel Wind GmbH", "Havel Wind GmbH & Co. KG"),
    ("Objekt 3 Cottbus GmbH", "Objekt 4 Cottbus GmbH"),
    ("Erste Biogas Selig KG", "Zweite Biogas Selig KG"),
]


@pytest.fixture
def plan(tmp_path, region, cluster):
    """``plan("name,plz\\n…", candidates="match")``: what the list would do."""

    def make(text, actor=None, **options):
        path = tmp_path / "list.csv"
        path.write_text(text)
        with path.open("rb") as file:
            table = open_table(file)
            return Planner(cluster, Options(**options), actor or Actor.command_line()).plan(table)

    return make


def likeness(one, other, **place):
    known = Entry(None, "known", one, postcode="10367", city="Berlin")
    asked = Entry(None, "", other, **(place or {"postcode": "10367", "city": "Berlin"}))
    likes = Likeness([known], [other]).near(asked)
    return likes[0].score if likes else 0.0


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_of_a_name_are_one(one, other):
    assert words_of(one) == words_of(other)
    assert likeness(one, other) == 1.0


@pytest.mark.parametrize(("one", "other"), APART)
def test_firms_of_one_house_are_never_taken_for_each_other(one, other):
    known = Entry(None, "known", one, postcode="10367", street="Weg 1")
    asked = Entry(None, "", other, postcode="10367", street="Weg 1")

    assert certain(Likeness([known], [other]).near(asked)) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_between_0_and_1_and_the_same_both_ways(one, other):
    words = Words([one, other])
    score = words.likeness(one, other)

    assert 0 <= score <= 1
    assert score == pytest.approx(words.likeness(other, one), abs=0.15)
    assert words.likeness(one, one) == 1.0


def test_a_word_that_every_name_has_tells_little_but_something():
    names = [f"Verein {chr(97 + n % 26)}{n}" for n in range(2000)]
    words = Words(names)

    assert (
        0 < words.likeness("Verein Havel", "Verein Spree") < words.likeness("Verein Havel", "Havel")
    )


def are_apart(one: str, other: str) -> bool:
    here, there = (
        Whereabouts([SimpleNamespace(city=city, postcode="", street="", website="")])
        for city in (one, other)
    )
    return here.are_apart(there, [0], [0]).tolist() == [True]


def test_places_are_apart_unless_one_is_part_of_the_other():
    assert are_apart("Frankfurt (Oder)", "Frankfurt am Main")
    assert not are_apart("Frankfurt (Oder)", "Frankfurt/Oder")
    assert not are_apart("Berlin-Mitte", "Berlin")
    assert not are_apart("", "Berlin")


def test_a_similar_name_at_the_same_postcode_is_the_entry(plan):
    known = CompanyFactory(name="Havel Augenoptik Müller GmbH", location__postcode="10367")

    found = plan("name,plz,phone\nHavel Augen-Optik Mueller,10367,030 23125000\n")

    (change,) = found.changes
    assert (change.company, change.is_new) == (known, False)
    assert found.recognised[0].other.id == known.id
    assert "similar name, same postcode" in str(found.recognised[0])


def test_a_former_name_is_known_too(plan):
    known = CompanyFactory(
        name="Neu GmbH", former_names=["Havel Lasertechnik"], location__postcode="10367"
    )

    found = plan("name,plz\nHavel Laser-Technik GmbH,10367\n")

    assert [change.company for change in found.changes] == [known]
    assert "former name “Havel Lasertechnik”" in found.recognised[0].reasons


def test_a_website_tells_more_than_a_name(plan):
    known = CompanyFactory(
        name="Havel Optik", website="https://www.havel.example", location__postcode="10367"
    )

    found = plan("name,ort,website\nHavel Optik Gruppe,Berlin,havel.example/kontakt\n")

    assert [change.company for change in found.changes] == [known]
    assert found.recognised[0].reasons[0] == "same website"


def test_an_uncertain_row_is_new_and_shown_beside_what_it_may_be(plan):
    known = CompanyFactory(name="Adler Labor", location__postcode="10247", location__city="Berlin")

    found = plan("name,plz,ort\nAdler Labor,10367,Berlin\n")

    (candidate,) = found.candidates
    assert (candidate.other.id, candidate.other.slug) == (known.id, known.slug)
    assert (candidate.other.postcode, candidate.decision) == ("10247", "")
    assert candidate.reasons == ["same name", "same place", "but another postcode"]
    assert (found.totals()["new"], found.totals()["candidates"]) == (1, 1)


@pytest.mark.parametrize(
    ("rule", "new", "changed_or_not", "skipped"),
    [("ask", 1, 0, 0), ("new", 1, 0, 0), ("match", 0, 1, 0), ("skip", 0, 0, 1)],
)
def test_a_rule_decides_uncertain_rows(plan, rule, new, changed_or_not, skipped):
    CompanyFactory(name="Adler Labor", location__postcode="10247", location__city="Berlin")

    found = plan("name,plz,ort\nAdler Labor,10367,Berlin\n", candidates=rule)

    assert (len(found.new), len(found.changes), found.skipped) == (
        new, new + changed_or_not, skipped,
    )  # fmt: skip
    assert ("candidates" in found.totals()) == (rule == "ask")


def test_a_decision_counts_before_rule_and_certainty(plan):
    known = CompanyFactory(name="Adler Labor", location__postcode="10367")
    other = CompanyFactory(name="Ganz Anders")
    text = "name,plz\nAdler Labore,10367\n"

    assert plan(text).changes[0].company == known
    assert plan(text, decisions={"row:2": "new"}).changes[0].is_new
    assert plan(text, decisions={"row:2": str(other.id)}).changes[0].company == other
    assert plan(text, decisions={"row:2": "skip"}, candidates="match").changes == []


def test_rows_of_one_file_may_be_one_entry(plan):
    text = "name,plz\nAdler Labor GmbH,10367\nAdler-Labore,10367\n"

    (candidate,) = plan(text).candidates
    assert (candidate.row_key, candidate.other.answer) == ("row:3", "row:2")
    assert (len(plan(text).new), plan(text).problems) == (2, [])
    assert len(plan(text, candidates="match").new) == 1
    assert len(plan(text, decisions={"row:3": "row:2"}).new) == 1


def test_two_rows_that_are_like_one_entry_are_both_asked(plan):
    CompanyFactory(name="Havel Klinik Nauen", location__postcode="10367")

    found = plan("name,plz\nHavel Klinik Nauen A,10367\nHavel Klinik Nauen B,10367\n")

    assert (len(found.new), found.recognised, found.problems) == (2, [], [])
    assert {candidate.row_key for candidate in found.candidates} == {"row:2", "row:3"}


def test_what_is_like_an_entry_of_another_row_is_the_same_as_that_row(plan):
    known = CompanyFactory(name="Adler Labor", location__postcode="10367", location__street="Weg 1")
    text = "name,plz,strasse\nAdler-Labore,10367,Weg 1\nAdler Labor,10367,Weg 1\n"

    (candidate,) = plan(text).candidates
    assert (candidate.other.id, candidate.other.row) == (known.id, 3)
    assert plan(text, decisions={"row:2": candidate.other.answer}).skipped == 1
    assert plan(text, candidates="match").problems == []


def test_keys_of_one_list_are_never_taken_for_each_other(bring, plan):
    keyed = {"key_column": "nr", "source": "liste"}
    bring("nr,name,plz\n1,Havel Optik,10367\n", "--key", "nr", "--source", "liste", "--save")

    found = plan("nr,name,plz\n1,Havel Optik,10367\n2,Havel Optiker,10367\n", **keyed)

    assert (found.candidates, len(found.new)) == ([], 1)


def test_a_number_counts_before_a_key_that_has_come_to_mean_another(bring):
    options = ("--key", "nr", "--source", "liste", "--save")
    bring("nr,name,plz,vat_id\n1,Havel Optik,10367,\n", *options)
    spree = CompanyFactory(name="Spree Labor", vat_id="DE136695976")

    bring("nr,name,plz,vat_id\n1,Spree Labore,10247,DE136695976\n", *options)

    assert Company.objects.get(name="Spree Labore") == spree
    assert SourceRecord.objects.get(key="1").company.name == "Havel Optik"


def test_a_lei_finds_its_entry(plan):
    known = CompanyFactory(name="Havel", lei="529900T8BM49AURSDO55")

    assert plan("name,lei\nAnders,529900T8BM49AURSDO55\n").changes[0].company == known


def test_managers_are_not_shown_entries_of_others(plan):
    CompanyFactory(name="Adler Labor", location__postcode="10247", location__city="Berlin")
    actor = Actor.staff(User.objects.get(pk=manager_of("gesundheit").pk))

    assert plan("name,plz,ort\nAdler Labor,10367,Berlin\n", actor).candidates == []


def test_the_command_takes_rules_and_decisions(bring):
    known = CompanyFactory(name="Adler Labor", location__postcode="10247", location__city="Berlin")
    text = "name,plz,ort\nAdler Labor,10367,Berlin\n"

    assert f"may be “Adler Labor” [{known.id}]: same name" in bring(text)
    assert "1 to decide" in bring(text)
    assert "0 new, 1 changed" in bring(text, "--candidates", "match")
    assert "0 new, 1 changed" in bring(text, "--decide", f"2={known.id}")
    assert "ERROR list.csv: There is no row “row:9”" in bring(text, "--decide", "9=new")
    assert "is not --decide ROW=ID|new|skip" in bring(text, "--decide", "2=perhaps")
