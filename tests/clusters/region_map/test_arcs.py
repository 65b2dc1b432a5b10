from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clusters.region_map.arcs import area_of, dissolved, simplified

WEST = [(0, 0), (5, 0), (5.2, 3), (4.9, 6), (5, 10), (0, 10), (0, 0)]
EAST = [(5, 0), (10, 0), (10, 10), (5, 10), (4.9, 6), (5.2, 3), (5, 0)]
HEIGHTS = st.lists(st.integers(-40, 40), min_size=1, max_size=12)


def edges(rings):
    return {edge for ring in rings for edge in pairwise(ring)}


def test_a_common_border_is_simplified_alike_on_both_sides():
    done = simplified({"west": [WEST], "east": [EAST]}, smallest=2)

    assert edges(done["west"]) == edges([[(0, 0), (5, 0), (5, 10), (0, 10), (0, 0)]])
    assert ((5, 10), (5, 0)) in edges(done["east"])


@given(HEIGHTS, st.integers(0, 3_000))
def test_areas_that_fill_a_square_still_fill_it(heights, smallest):
    border = [(n * 100, 100 + height) for n, height in enumerate([0, *heights, 0])]
    right = border[-1][0]
    below = [(0, 0), (right, 0), *border[::-1], (0, 0)]
    above = [*border, (right, 200), (0, 200), (0, 100)]

    done = simplified({"below": [below], "above": [above]}, smallest)

    total = sum(area_of(ring) for rings in done.values() for ring in rings)
    assert total == right * 200


def test_an_enclave_keeps_filling_its_hole():
    hole = [(4, 4), (4, 6), (6, 6), (7, 5), (6, 4), (4, 4)]
    outer = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]

    done = simplified({"around": [outer, hole], "enclave": [hole[::-1]]}, smallest=1.5)

    around, enclave = done["around"][1], done["enclave"][0]
    assert edges([around]) == edges([enclave[::-1]])
    assert area_of(enclave) > 0


def test_an_area_too_small_for_the_grid_is_still_there():
    tiny = [(3.1, 3.1), (3.2, 3.1), (3.2, 3.2), (3.1, 3.1)]

    done = simplified({"tiny": [tiny]}, smallest=1)

    assert area_of(done["tiny"][0]) == 1


def test_areas_that_touch_dissolve_into_their_outer_border():
    (ring,) = dissolved([WEST, EAST])

    assert area_of(ring) == area_of(WEST) + area_of(EAST)
