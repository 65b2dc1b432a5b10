"""How well the search finds what people mean, over real names: queries.toml, made_queries.py."""

import fcntl
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.utils import translation
from django.utils.http import urlencode

from clusters.text import fold
from companies.listing import Listing
from tests.conftest import SHARED_DATA

from . import corpus, made_queries
from .judging import Ten, faults, recall

LISTS = ("offeneregister", "krankenhausverzeichnis-de", "berlin-health")
FIXTURES = ("01_areas", "02_organisations", "03_sources", "05_clusters", "06_sectors")
WRITTEN = {query["q"]: query for query in corpus.QUERIES["query"]}
NAMED_ONE_BY_ONE = [
    "Müller", "Mueller", "Muller", "Straße", "strasse", "Frankfurt (Oder)", "technik",
    "Verteidigugn", "Charite", "gGmbH", "Max-Delbrück", "Max Delbrueck", "Parkklinik",
]  # fmt: skip

missing = [name for name in LISTS if not (SHARED_DATA / name).exists()]
needs_the_lists = pytest.mark.skipif(
    bool(missing), reason=f"NOT TESTED on real data: ../shared/data/{missing} is not there"
)
pytestmark = [needs_the_lists, pytest.mark.django_db]


@pytest.fixture(scope="module")
def made() -> list[made_queries.Made]:
    return made_queries.made_queries(corpus.groups(corpus.read(SHARED_DATA)))


@pytest.fixture(scope="module")
def exact() -> list[str]:
    return made_queries.exact_names(corpus.groups(corpus.read(SHARED_DATA)))


@pytest.fixture(scope="module")
def answers(made, exact, django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, Ten]:
    """Query → name and kind of the first ten results.

    Where several workers share the tests, the first asks and the others read what it was told.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    told = folder / f"answers-{os.environ.get('PYTEST_XDIST_TESTRUNUID', '')}.json"
    with told.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            with django_db_blocker.unblock():
                found = ask([*WRITTEN, *(query.q for query in made), *exact])
            told.write_text(json.dumps(found), encoding="utf-8")
    return json.loads(told.read_text(encoding="utf-8"))


def ask(queries: Iterable[str]) -> dict[str, Ten]:
    """Load the corpus, ask everything as the public would, and empty the tables again.

    Committed, not in a transaction to roll back: a transaction sees its own changes in another,
    slower way than the public sees the index.
    """
    from companies.search.index import index_later, rebuild

    try:
        call_command("loaddata", *FIXTURES, verbosity=0)
        with index_later():
            corpus.load(corpus.read(SHARED_DATA))
        rebuild()
        with translation.override(settings.LANGUAGE_CODE):
            return {q: first_ten(q) for q in queries}
    finally:  # as Django's own tests with commits end
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
        connection.close()


def first_ten(q: str) -> Ten:
    listing = Listing(QueryDict(urlencode({"q": q})))
    return [[entry.name, entry.kind] for entry in listing.entries[:10]]


def found_of(query: made_queries.Made, answers: dict[str, Ten]) -> float:
    found = sum(name in query.relevant for name, _ in answers[query.q])
    return found / min(10, query.relevant_count)


def mean(numbers: Iterable[float]) -> float:
    numbers = list(numbers)
    return sum(numbers) / len(numbers)


def table(rows: list[tuple[str, str, float]]) -> str:
    """Recall per kind, and the queries that did not find everything."""
    by_kind = defaultdict(list)
    for kind, _, value in rows:
        by_kind[kind].append(value)
    lines = [f"{mean(values):6.3f} {len(values):4} {kind}" for kind, values in by_kind.items()]
    lines.append(f"{mean(value for _, _, value in rows):6.3f} {len(rows):4} all")
    lines += [f"  {value:4.2f} {kind}: {q}" for kind, q, value in rows if value < 1]
    text = "\n".join(["", "recall in the first ten", *lines])
    sys.stdout.write(f"{text}\n")  # shown with -s
    return text


@pytest.mark.parametrize("q", NAMED_ONE_BY_ONE)
def test_each_of_these_finds_its_entries(answers, q):
    query, ten = WRITTEN[q], answers[q]

    assert recall(query, ten) == 1, ten
    assert not faults(query, ten, answers)


def test_written_queries_find_what_they_expect(answers):
    rows = [(query["kind"], q, recall(query, answers[q])) for q, query in WRITTEN.items()]
    shown = table(rows)

    assert mean(value for *_, value in rows) >= 0.95, shown


def test_written_queries_put_first_what_must_be_first_and_leave_out_the_rest(answers):
    wrong = {q: faults(query, answers[q], answers) for q, query in WRITTEN.items()}

    assert {q: found for q, found in wrong.items() if found} == {}


def test_made_queries_find_what_the_names_say(answers, made):
    rows = [(query.kind, query.q, found_of(query, answers)) for query in made]
    shown = table(rows)

    assert len(rows) == 300
    assert mean(value for *_, value in rows) >= 0.95, shown


def test_nine_of_ten_typing_errors_do_no_harm(answers, made):
    rows = [(q.kind, q.q, found_of(q, answers)) for q in made if q.kind == "typo"]

    assert mean(value for *_, value in rows) >= 0.9, table(rows)


def test_an_exact_name_comes_first_always(answers, exact):
    missed = {name: answers[name][:3] for name in exact if not comes_first(name, answers[name])}

    assert len(exact) == 200
    assert missed == {}


def comes_first(name: str, ten: Ten) -> bool:
    return bool(ten) and fold(ten[0][0]) == fold(name)
