"""What is seen in passing never rules out what a close look would find."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from companies.importing.glance import ROUNDING, Blocks, Ids, Keys, Names, at_most
from companies.importing.names import Words

NAMES = st.lists(
    st.text("aäeiouklmnst &.3", max_size=30) | st.text(max_size=20), min_size=1, max_size=6
)


@given(NAMES, NAMES)
def test_names_have_no_more_in_common_than_they_can_have_at_most(ours, theirs):
    words, ids = Words([*ours, *theirs]), Ids()
    mine, others = (part.ravel() for part in np.indices((len(ours), len(theirs))))
    one, other = Names(ours, ids), Names(theirs, ids)
    one.weigh(words)
    other.weigh(words)

    most = at_most(one, other, mine, others)

    for our, their, bound in zip(mine, others, most, strict=True):
        share = words.in_common(one.words[our], other.words[their])
        assert share <= bound + ROUNDING, (ours[our], theirs[their])


def test_who_has_a_key_in_common_is_a_pair_unless_too_many_have_it():
    keys = Keys([["a", "b"], ["b"], ["c"], ["c"], ["c"]])
    blocks = Blocks(keys, np.full(6, 2))

    pairs = [pair for mine, others in blocks.pairs(Keys([["b"], [], ["c", "x"], ["a", "b"]]))
             for pair in zip(mine.tolist(), others.tolist(), strict=True)]  # fmt: skip

    assert pairs == [(0, 0), (0, 1), (3, 0), (3, 0), (3, 1)]
