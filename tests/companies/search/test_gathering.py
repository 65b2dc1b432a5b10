"""What is gathered with a base makes searches quicker, and changes nothing that they find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.facets.store import snapshot
from companies.search import families, gathering, hits, postings, vocabulary
from companies.search.index import rebuild
from companies.search.models import Family
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
PARTS = ("labor", "arzt", "praxis", "technik", "haus")


@pytest.fixture(
    params=[(0, 0), (0, postings.SMALL), (3, 0)],
    ids=["in the database", "in memory", "some of them"],
)
def kept(request, monkeypatch):
    """For how few words nothing is gathered, and where the worker finds it."""
    few, small = request.param
    monkeypatch.setattr(gathering, "FEW", few)
    monkeypatch.setattr(gathering, "AT_ONCE", 2)
    monkeypatch.setattr(postings, "SMALL", small)
    postings.is_small.cache_clear()
    yield
    postings.is_small.cache_clear()


def companies() -> None:
    names = ("Laborpraxis Nord", "Großlabor", "Hausarztpraxis", "Arztlabore", "Schwarzteich")
    for number, name in enumerate(names):
        text = f"{PARTS[number]} Speziallaborgerät {PARTS[number]}technik, {PARTS[-number]}es"
        CompanyFactory(name=name, description_de=text, tags=[f"medizin{PARTS[number]}"])


def found(q: str) -> tuple:
    result = hits.hits(snapshot(), q)
    return [sorted(tier) for tier in result.tiers], sorted(result.words)


def both(monkeypatch, q: str) -> tuple:
    with_families = found(q)
    snapshot().memory.clear()
    with monkeypatch.context() as without:
        without.setattr(vocabulary, "families", lambda base, patterns: {})
        return with_families, found(q)


QUERIES = [*PARTS, "labore", "labor praxis", "technik -labor", "Labro", "arzt haus", "teich", "xyz"]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("q", QUERIES)
def test_a_search_finds_the_same_with_what_was_gathered(q, monkeypatch):
    companies()
    rebuild()

    quick, slow = both(monkeypatch, q)

    assert quick == slow
    assert any(quick[0]) == (q != "xyz")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("q", QUERIES)
def test_entries_changed_since_count_as_they_are_now(q, monkeypatch):
    companies()
    changed = CompanyFactory(name="Arztlabor Süd")
    rebuild()
    changed.name = "Technikhaus Süd"
    changed.save()
    CompanyFactory(name="Neulabor", description_de="Laborneubau, Arzttechnik")

    quick, slow = both(monkeypatch, q)

    assert quick == slow
    assert "Technikhaus Süd" not in str(quick)


@pytest.mark.usefixtures("kept")
def test_a_family_holds_the_words_with_the_pattern():
    companies()
    base = rebuild()

    arzt = families.families(base.pk, ["arzt"])["arzt"]

    assert {"arztlabore", "arzttechnik"} <= arzt.edge
    assert not arzt.inside  # so short a part fits "schwarzteich" by chance
    assert families.families(base.pk, ["xyz"]) == families.families(None, ["arzt"]) == {}


def test_only_of_patterns_in_many_words_the_entries_are_kept(monkeypatch):
    monkeypatch.setattr(gathering, "FEW", 3)
    companies()
    rebuild()

    numbers = dict(Family.objects.values_list("pattern", "numbers"))

    assert len(numbers["labor"]) == 2 * len(postings.WEIGHTS)
    assert numbers["schwarzteich"] == []


@given(st.lists(st.text("abcn", min_size=1, max_size=9), max_size=30, unique=True), st.data())
def test_words_are_gathered_as_a_search_finds_them(words, data):
    pattern = data.draw(st.text("abcn", min_size=3, max_size=5))
    text = "\n".join(["", *words, ""]).encode()
    state = type("State", (), {"words": (text, b"\n")})

    edge, inside = gathering._containing({pattern}, words).get(pattern, ([], []))

    assert (set(edge), set(inside)) == vocabulary._containing(state, pattern, None)
