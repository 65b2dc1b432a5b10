"""The directory's own words, and which of them a typed word stands for."""

import pytest

from companies.facets.store import snapshot
from companies.search import vocabulary
from companies.search.index import rebuild
from companies.search.query import parse
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def meaning(q: str) -> vocabulary.Meaning:
    return vocabulary.meanings(snapshot(), parse(q).words)[0]


def test_a_word_stands_for_its_inflections_and_for_longer_words():
    CompanyFactory(name="Laborbedarf Nord", description_de="Labore, Großlabor, Speziallaborgerät")

    found = meaning("Labor")
    assert found.forms == {"labor", "labore", "laborbedarf", "grosslabor"}
    assert found.inside == {"speziallaborgerat"}


def test_a_short_word_is_found_at_the_edges_of_longer_ones_alone():
    CompanyFactory(name="Arztpraxis", description_de="Hausarzt, Hausarztes, Schwarzteich")

    found = meaning("Arzt")
    assert found.forms == {"arzt", "arztpraxis", "hausarzt", "hausarztes"}
    assert not found.inside


@pytest.mark.parametrize("before", [rebuild, lambda: None], ids=["with a base", "without"])
def test_words_that_came_since_are_known(before):
    CompanyFactory(name="Optik Nord")
    before()
    assert meaning("Lidarsensor").corrected == ""
    CompanyFactory(name="Lidarsensorik Ost")

    assert "lidarsensorik" in meaning("Lidarsensor").forms
    assert "optik" in meaning("Optik").forms


def test_of_many_words_the_most_frequent_are_taken(monkeypatch):
    monkeypatch.setattr(vocabulary, "MOST_FORMS", 1)
    for name in ("Laborbedarf", "Labortechnik", "Labortechnik Ost"):
        CompanyFactory(name=name)
    rebuild()

    assert meaning("Labor").forms == {"labor", "labortechnik"}
