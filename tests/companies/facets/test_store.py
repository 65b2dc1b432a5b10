"""A base that a large write left says what the database says, whatever happens beside it."""

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pyroaring import BitMap

from companies.facets import store
from companies.facets.store import snapshot
from companies.models import Base, Company, Posting, SearchEntry, Vocabulary
from companies.search import index
from companies.search.families import families
from companies.search.hits import hits
from companies.search.index import index_later, rebuild, settle
from tests.database import database_url
from tests.factories import CompanyFactory

alone = pytest.mark.django_db(transaction=True)


@pytest.fixture
def few_are_many(monkeypatch):
    monkeypatch.setattr(index, "MOST_UNKEPT", 2)


def numbers(**fields: object) -> list[int]:
    entries = SearchEntry.objects.filter(is_public=True, **fields)
    return list(entries.order_by("name_sort").values_list("number", flat=True))


@alone
@pytest.mark.usefixtures("few_are_many")
def test_a_large_write_leaves_a_base_to_which_nothing_is_to_be_added():
    with index_later():
        CompanyFactory.create_batch(3)

    assert snapshot().base == Base.objects.get().pk
    assert not snapshot().changed
    assert snapshot().order.tolist() == numbers()


@pytest.mark.django_db
def test_entries_that_are_read_some_at_a_time_come_in_the_order_of_their_names(monkeypatch):
    for name in ("Zebra", "Ähre", "Mond", "Bär", "Laser"):
        CompanyFactory(name=name, employees=len(name))
    monkeypatch.setattr(store, "READ_AT_ONCE", 2)
    state = store.read()

    assert state.order.tolist() == numbers()
    assert [int(state.employees[number]) for number in state.order] == [5, 4, 6, 5, 6]


@alone
@pytest.mark.usefixtures("few_are_many")
def test_a_base_that_goes_on_from_the_last_one_is_as_one_made_anew(monkeypatch):
    companies = CompanyFactory.create_batch(24, description_de="Spiegel für Laser")
    rebuild()
    with monkeypatch.context() as patched, index_later():
        patched.setattr(store, "read", None)  # nothing is read anew
        Company.objects.filter(pk__in=[c.pk for c in companies[:3]]).update(description_de="Linsen")
        companies[3].delete()
    goes_on = snapshot()
    assert goes_on.is_makeshift
    rebuild()
    anew = snapshot()

    assert goes_on.order.tolist() == anew.order.tolist()
    assert {key: value for key, value in goes_on.values.items() if value} == anew.values
    assert posted(goes_on.base) == posted(anew.base)
    assert goes_on.words == anew.words


def posted(base: int) -> set[tuple]:
    rows = Posting.objects.filter(base=base).values_list("word", "weight", "numbers")
    return {(word, weight, frozenset(BitMap.deserialize(data))) for word, weight, data in rows}


@alone
@pytest.mark.usefixtures("few_are_many")
def test_a_large_write_may_leave_no_entry():
    CompanyFactory.create_batch(3)
    with index_later():
        Company.objects.all().delete()
    assert Base.objects.exists()
    assert not snapshot().order.size

    company = CompanyFactory(name="Spree Laser")

    assert snapshot().order.tolist() == numbers()
    assert list(hits(snapshot(), "laser").numbers) == numbers(company=company)


@alone
@pytest.mark.usefixtures("few_are_many")
def test_a_small_write_leaves_none():
    with index_later():
        CompanyFactory.create_batch(2)

    assert not Base.objects.exists()
    assert snapshot().order.tolist() == numbers()


@alone
@pytest.mark.usefixtures("few_are_many")
def test_what_the_same_transaction_changes_after_its_base_is_seen():
    with transaction.atomic():
        with index_later():
            companies = CompanyFactory.create_batch(3)
        Company.objects.filter(pk=companies[0].pk).update(name="Zwischenzeit", name_sort="zz")

    assert snapshot().order.tolist() == numbers()
    assert list(hits(snapshot(), "zwischenzeit").numbers) == numbers(name_sort="zz")


@alone
@pytest.mark.usefixtures("few_are_many")
def test_what_others_commit_after_the_base_is_seen():
    company = CompanyFactory(name="Spree Laser")
    rename = "UPDATE companies_company SET name_sort = 'zz' WHERE id = %s"
    with psycopg.connect(database_url()) as other:
        other.execute(rename, [company.pk])
        with index_later():
            CompanyFactory.create_batch(3)
    assert Base.objects.exists()

    assert snapshot().order.tolist() == numbers()
    assert snapshot().order[-1] == numbers(name_sort="zz")[0]


@alone
@pytest.mark.usefixtures("few_are_many")
def test_the_base_of_a_large_write_is_settled_soon(monkeypatch):
    asked = []
    monkeypatch.setattr(store.worn, "send", lambda **kwargs: asked.append(kwargs))
    with index_later():
        CompanyFactory.create_batch(3, description_de="Spiegel")
    assert not families(snapshot().base, ["spiegel"])

    assert snapshot().base == settle().pk
    assert len(asked) == 1
    assert snapshot().order.tolist() == numbers()
    assert len(asked) == 1
    assert Vocabulary.objects.get(word="spiegel").companies_count == 3
    assert families(snapshot().base, ["spiegel"])


@alone
@pytest.mark.usefixtures("few_are_many")
def test_after_many_changes_more_a_new_base_is_made(monkeypatch):
    monkeypatch.setattr(store, "MOST_CHANGED", 0)
    with index_later():
        CompanyFactory.create_batch(3)
    CompanyFactory()

    assert settle() == Base.objects.last() != Base.objects.first()
    assert not snapshot().changed


class TestShownWith(TestCase):
    @given(st.integers(10, 30), st.sets(st.integers(10, 30)), st.integers(10, 40), st.booleans())
    def test_only_the_one_transaction_changes_sides(self, first, others, own, is_shown):
        running = sorted(number for number in others if number >= first)
        end = max([first, *running]) + 1
        taken = f"{first}:{end}:{','.join(map(str, running))}"

        found = store.shown_with(own, taken, is_shown=is_shown)

        visible = "SELECT pg_visible_in_snapshot(%s::text::xid8, %s::pg_snapshot)"
        with connection.cursor() as cursor:
            for number in range(5, 45):
                cursor.execute(visible, [number, taken])
                before = cursor.fetchone()[0]
                cursor.execute(visible, [number, found])
                assert cursor.fetchone()[0] == (is_shown if number == own else before), number
