"""Those of a large directory that no row can mean are not kept in memory."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.importing import everybody, likeness, lines, shelf, spool
from companies.importing.glance import Ids
from companies.importing.names import Words

from .test_likeness import NAMED

LISTS = (
    "1,Havel Optik GmbH,10367,Berlin\n2,Spree Labor e. V.,14467,Potsdam\n3,Panke,10247,Berlin\n",
    "7,Haveloptik,10367,Berlin\n8,Spree-Labor,14467,Potsdam\n9,Spree Labor,10247,Berlin\n6,A,,\n",
)


@given(st.lists(NAMED, max_size=12), st.lists(NAMED, max_size=6), st.sampled_from([1, 2, 120]))
def test_who_is_not_wanted_is_not_missed(entries, asked, most):
    few = patch.multiple(lines, RARE=most, CROWDED=most)
    with (
        few,
        patch.object(likeness, "RARE", most),
        patch.multiple(everybody, RARE=most, CROWDED=most),
    ):
        words = Words(name for each in [*entries, *asked] for name in each.names)
        whole = likeness.Likeness(entries, words=words).near_each(asked)
        wanted = everybody.Wanted(of(asked), words, np.zeros(0, "u8"))
        known, there = likeness.Likeness(words=words), of(entries)
        known.lines.take(there, wanted.chosen(there, np.arange(len(there))))
        known.index(wanted.keys())

        assert known.near_each(asked) == whole


def of(entries: list) -> lines.Lines:
    found = lines.Lines(Ids())
    found.add(entries, entries)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("options", [(), ("--key", "nr", "--source", "liste")])
@pytest.mark.parametrize("rare", [1, 120])
def test_a_large_directory_is_read_a_chapter_at_a_time(bring, monkeypatch, options, rare):
    for module in (everybody, likeness, lines, shelf):
        monkeypatch.setattr(module, "RARE", rare)
    monkeypatch.setattr(spool, "AT_ONCE", 2)
    first, second = (f"nr,name,plz,ort\n{rows}" for rows in LISTS)
    bring(first, "--save")
    in_memory = bring(second, *options)

    monkeypatch.setattr(shelf, "FEW", 0)
    monkeypatch.setattr(everybody, "CHAPTER", 1)

    assert bring(second, *options) == in_memory
    assert "taken for “Havel Optik GmbH”" in in_memory


@pytest.mark.django_db
def test_a_directory_that_fits_into_memory_is_read_once(bring, monkeypatch):
    times, read = [], everybody.Everybody._read
    monkeypatch.setattr(spool, "AT_ONCE", 1)
    monkeypatch.setattr(everybody, "CHAPTER", 1)
    monkeypatch.setattr(everybody.Everybody, "_read", lambda *args: times.append(read(*args)))
    bring(f"nr,name,plz,ort\n{LISTS[0]}", "--save")

    assert "taken for “Havel Optik GmbH”" in bring(f"nr,name,plz,ort\n{LISTS[1]}")
    assert len(times) == 2
