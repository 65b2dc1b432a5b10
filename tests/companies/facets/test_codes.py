"""Counting by codes gives what counting by bitmaps gives, whatever the values."""

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from companies.facets import codes

KEYS = [f"tag:{number}" for number in range(6)]
numbers = st.sets(st.integers(0, 30)).map(BitMap)
values = st.dictionaries(st.sampled_from(KEYS), numbers)
SIZE = 31


def by_bitmaps(values: dict, listed: BitMap) -> dict:
    return {key: len(entries & listed) for key, entries in values.items()}


@given(values, numbers)
def test_the_counts_are_those_of_the_bitmaps(values, listed):
    found = dict(codes.of_facets(values, SIZE))

    assert found.keys() == ({"tag"} if values else set())
    if values:
        assert found["tag"].counts(listed) == by_bitmaps(values, listed)


@given(values, numbers)
def test_what_was_kept_counts_the_same(values, listed):
    found = dict(codes.of_facets(values, SIZE))
    kept = {facet: one.by_number.tobytes() for facet, one in found.items()}
    further = {key: rest for one in found.values() for key, rest in one.further.items()}

    unpacked = codes.unpacked(kept, values, further, SIZE)

    assert unpacked.keys() == found.keys()
    if values:
        assert unpacked["tag"].counts(listed) == by_bitmaps(values, listed)


def test_entries_with_many_values_leave_those_without_room_to_bitmaps():
    found = dict(codes.of_facets({key: BitMap([7]) for key in KEYS}, SIZE))["tag"]

    assert found.by_number.itemsize == 4
    assert list(found.further) == KEYS[4:]


def test_a_facet_with_more_values_than_a_byte_can_tell_is_left_out():
    many = {f"tag:{number}": BitMap([number]) for number in range(256)}

    assert not list(codes.of_facets(many, 256))
    assert list(codes.of_facets(dict(list(many.items())[:255]), 256))
