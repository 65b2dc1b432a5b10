"""What is kept of a large directory says the same as the directory."""

from io import StringIO
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.importing import shelf
from companies.importing.glance import Ids, hash_of
from companies.importing.lines import Lines
from companies.importing.shelf import Shelf
from companies.models import Company, NamePage
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
NAMES = st.sampled_from(["Havel Optik", "Spree Labor GmbH", "Panke Reha", "Havel Labor", "Ö & Ü"])


def shown(some: Shelf) -> list[tuple]:
    """All that tells the entries, whichever page it is from."""
    found = []
    for lines, there in some.pages():
        texts, places = lines.names.texts(there), vars(lines.places.at(there))
        for number, text, *place in zip(there, texts, *places.values(), strict=True):
            found.append((lines.thing(number), lines.name(number), text, *place))
    return sorted(found)


def told(some: Shelf, words: list[str]) -> tuple:
    number = some.words.sum + sum(map(len, map(set, some.newer_words)))
    return shown(some), counted(some, words), number


def counted(some: Shelf, words: list[str]) -> list[int]:
    newer = [set(each) for each in some.newer_words]
    return [
        kept + sum(word in each for each in newer)
        for word, kept in zip(words, some.words.times(words), strict=True)
    ]


def add(name: str) -> Company:
    rest = {"former_names": [f"{name} Nord"], "website": "https://a.example"}
    company = CompanyFactory(name=name, slug=f"s-{uuid4()}", **rest)
    company.locations.update(postcode="10367", city="Berlin")
    return company


def change(name: str) -> None:
    Company.objects.order_by("pk").first().locations.update(street=f"{name}weg 7")


def rename(name: str) -> None:
    Company.objects.filter(pk=Company.objects.order_by("pk").last().pk).update(name=name)


def remove(name: str) -> None:
    Company.objects.filter(pk=Company.objects.order_by("pk").first().pk).delete()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([add, change, rename, remove]), NAMES), max_size=6))
def test_it_shows_the_directory_of_now_whatever_came_since(monkeypatch, steps):
    monkeypatch.setattr(shelf, "AT_ONCE", 2)
    Company.objects.all().delete()
    for name in ("Havel Optik", "Spree Labor", "Panke"):
        add(name)
    shelf.keep()
    for step, name in steps:
        if Company.objects.exists():
            step(name)
    words = ["havel", "optik", "spree", "labor", "nord", "reha"]
    before = told(Shelf(), words)
    shelf.keep()
    now = Shelf()

    assert before == told(now, words)
    assert now.newer_words == []


def test_who_may_not_touch_all_entries_sees_only_his(monkeypatch):
    mine, _other, new = add("Havel Optik"), add("Spree Labor"), add("Panke")
    Company.objects.filter(pk=new.pk).delete()
    shelf.keep()
    new = add("Panke Reha")

    some = Shelf(allowed={mine.pk, new.pk})

    assert {UUID(thing) for thing, *_rest in shown(some)} == {mine.pk, new.pk}
    assert counted(some, ["havel", "spree", "panke", "nord"]) == [2, 0, 2, 2]


def test_where_too_much_has_changed_all_is_kept_anew(monkeypatch):
    monkeypatch.setattr(shelf, "FEW", 1)
    add("Havel Optik")
    shelf.keep()
    add("Spree Labor")
    assert len(Shelf().newer_words) == 2

    add("Panke")
    assert Shelf().newer_words == []
    assert NamePage.objects.values("shelf").distinct().count() == 1


def test_a_rebuild_keeps_what_is_worth_it(monkeypatch):
    add("Havel Optik")
    call_command("rebuild_search", stdout=StringIO())
    assert not NamePage.objects.exists()

    monkeypatch.setattr(shelf, "FEWEST", 0)
    call_command("rebuild_search", base_only=True, stdout=StringIO())
    assert NamePage.objects.count() == 2  # one has the words


def test_keys_of_too_many_names_are_no_help_until_enough_of_them_are_gone(monkeypatch):
    monkeypatch.setattr(shelf, "RARE", 2)
    add("Havel Optik")
    add("Havel Optik")
    beginning, whole = hash_of("haveloptik…"), hash_of("havel optik.")  # of four names, of two
    shelf.keep()
    assert beginning in Shelf().words.no_help()
    assert whole not in Shelf().words.no_help()

    remove("")
    assert beginning not in Shelf().words.no_help()


def test_what_other_code_has_kept_does_not_count(monkeypatch):
    add("Havel Optik")
    shelf.keep()
    assert Shelf().newer_words == []

    monkeypatch.setattr(shelf, "code_version", lambda: "another")
    assert len(Shelf().newer_words) == 2


def test_an_empty_directory_has_an_empty_shelf():
    for _time in range(2):
        assert shown(Shelf()) == []
        assert Shelf().words.times(["havel"]) == [0]
        shelf.keep()


@pytest.mark.parametrize("allowed", [None, ()])
def test_a_small_directory_need_not_be_kept(allowed):
    add("Havel Optik")

    some = Shelf(allowed=allowed)

    assert not NamePage.objects.exists()
    assert len(shown(some)) == (2 if allowed is None else 0)


def test_lines_are_unpacked_as_they_were_packed():
    lines = Lines(Ids(), "V16")
    rows = [(bytes(range(16)), "Ärzte \ud800 & Söhne", ["Alt"], "", "10367", "Weg 1", "Berlin")]
    shelf.add_rows(lines, rows)

    again = Lines.unpacked(lines.packed(), lines.names.ids)

    assert [again.name(number) for number in range(2)] == ["Ärzte \ud800 & Söhne", "Alt"]
    assert np.array_equal(again.places.postcodes, lines.places.postcodes)
    assert again.names.words == lines.names.words
