"""The queries and their answers, before any search: they say what they are said to say."""

from collections import Counter

import pytest

from tests.conftest import SHARED_DATA

from . import corpus, made_queries
from .names import Names, squeezed
from .test_query_sets import NAMED_ONE_BY_ONE, WRITTEN, needs_the_lists

pytestmark = needs_the_lists


@pytest.fixture(scope="module")
def groups():
    return corpus.groups(corpus.read(SHARED_DATA))


@pytest.fixture(scope="module")
def made(groups):
    return made_queries.made_queries(groups)


def test_sixty_written_queries_expect_names_that_there_are(groups):
    names = {name for group in groups for name in group}
    expected = {
        name
        for query in WRITTEN.values()
        for name in (*query.get("expects", []), *query.get("expects_any", []), query.get("first"))
        if name
    }

    assert len(WRITTEN) == 60
    assert set(NAMED_ONE_BY_ONE) <= set(WRITTEN)
    assert expected <= names


def test_fifty_queries_of_each_kind_are_made_the_same_each_time(groups, made):
    assert set(Counter(query.kind for query in made).values()) == {50}
    assert len({(query.kind, query.q) for query in made}) == 300
    assert made_queries.made_queries(groups) == made


def test_a_query_is_never_made_without_an_answer(made):
    assert all(query.name in query.relevant and query.relevant_count for query in made)


def test_typing_errors_change_one_word_into_one_that_no_name_has(groups, made):
    text = " ".join(squeezed(name) for group in groups for name in group)
    typos = [query for query in made if query.kind == "typo"]

    assert all(squeezed(query.q.split()[0]) not in text for query in typos)
    assert not any(c.isdigit() for query in typos for c in query.q)


def test_names_that_contain_something_are_found_however_it_is_written():
    names = Names(["Park-Klinik Süd", "Parkklinik GmbH", "Klinik am Park", "Klinik am Park"])

    assert names.holding("Parkklinik") == {"Park-Klinik Süd", "Parkklinik GmbH"}
    assert names.holding("park", "Klinik") == set(names.counts)
    assert names.holding("SUED") == {"Park-Klinik Süd"}
    assert names.count(names.holding("am Park")) == 2
