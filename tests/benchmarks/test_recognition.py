"""How well rows are recognised over real lists; how pairs are made says benchmarks/recognition."""

from dataclasses import astuple

import pytest

from benchmarks import recognition
from benchmarks.recognition import Score, half_of, is_respelled, measure

LISTS = {
    recognition.register: "offeneregister/bb_companies_with_address.csv",
    recognition.research: "krankenhausverzeichnis-de/krankenhaeuser_de.csv",
}


@pytest.fixture
def measured(shared_data):
    """``measured(register)``: the scores of the half that no threshold was set on, added up."""

    def run(make):
        data = shared_data(LISTS[make]).parent.parent
        entries, pairs = make(data)
        chosen = [pair for pair in pairs if pair.is_respelled and half_of(pair) == "measured"]
        scores = measure(entries, chosen).values()
        return Score(*(sum(column) for column in zip(*map(astuple, scores), strict=True)))

    return run


def test_a_pair_differs_in_spelling_not_in_its_words():
    assert is_respelled("Havel Optik GmbH", "Havel-Optik Gesellschaft mbH")
    assert is_respelled("Havel Augenoptik Nauen", "Havel Augenoptic Nauen e.V.")
    assert not is_respelled("Havel Optik GmbH", "Spree Labor GmbH")
    assert not is_respelled("Havel Optik GmbH", "Havel Optik GmbH")


def test_firms_of_the_register_are_recognised_by_their_former_spellings(measured):
    score = measured(recognition.register)

    assert score.pairs > 700
    assert score.precision >= 0.97
    assert score.recall >= 0.9
    assert score.recall_with_candidates >= 0.95


def test_hospitals_are_recognised_in_another_list(measured):
    score = measured(recognition.research)

    assert score.pairs > 20
    assert score.precision >= 0.97
    assert score.recall_with_candidates >= 0.9
