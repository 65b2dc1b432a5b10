from collections import Counter

import pytest

from companies.facets.store import snapshot
from companies.search import postings
from companies.search.index import rebuild
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[0, postings.SMALL], ids=["in the database", "in memory"])
def kept(request, monkeypatch):
    """Where the worker finds the postings of the base."""
    monkeypatch.setattr(postings, "SMALL", request.param)
    postings.is_small.cache_clear()
    yield
    postings.is_small.cache_clear()


def found(word: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for weight, numbers in postings.postings(snapshot(), [word]).get(word, []):
        counts[weight] += len(numbers)
    return dict(+counts)


@pytest.mark.usefixtures("kept")
def test_entries_have_a_word_by_its_best_weight():
    CompanyFactory(name="Laser Nord", description_de="Laser für Labore")
    CompanyFactory(name="Nordlicht", description_de="Laser")
    rebuild()

    assert found("laser") == {"A": 1, "C": 1}
    assert found("unbekannt") == {}


@pytest.mark.usefixtures("kept")
def test_words_that_are_kept_some_at_a_time_are_all_kept(monkeypatch):
    monkeypatch.setattr(postings, "KEPT_AT_ONCE", 40)  # bytes: some words, but not all
    CompanyFactory(name="Laser Nord Optik Labor", description_de="Linsen und Spiegel")
    rebuild()

    assert [found(word) for word in ("laser", "labor", "spiegel")] == [{"A": 1}, {"A": 1}, {"C": 1}]


@pytest.mark.usefixtures("kept")
def test_an_entry_changed_since_the_base_counts_as_it_is_now():
    company = CompanyFactory(name="Laser Nord")
    rebuild()
    company.name = "Optik Nord"
    company.save()
    CompanyFactory(name="Laser Ost")

    assert found("laser") == {"A": 1}
    assert found("optik") == {"A": 1}
