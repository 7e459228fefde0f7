"""Where each block of an older text stands in a newer one, and which of them are gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.merging import places

LONG = "<p>The price of bread rose again in the south this week.</p>"
REWORDED = "<p>The price of bread rose once more in the north this week.</p>"


@pytest.mark.parametrize(
    ("base", "side", "there"),
    [
        (["a", "b", "c"], ["a", "b", "c"], [0, 1, 2]),
        (["a", "b", "c"], ["x", "a", "b", "c"], [1, 2, 3]),
        (["a", "b", "c"], ["a", "c"], [0, None, 1]),
        (["a", "b", "c"], ["a", "B", "c"], [0, 1, 2]),
        (["a", LONG, "c"], ["a", "x", REWORDED, "c"], [0, 2, 3]),
        (["a", LONG, "y", "c"], ["a", REWORDED, "c"], [0, 1, None, 2]),
        (["a", "  b \n c "], ["b c"], [None, 0]),
        (["a"], [], [None]),
        ([], ["a"], []),
    ],
    ids=["same", "inserted", "gone", "reworded", "one became two", "two became one", "white space",
         "all gone", "all new"],
)  # fmt: skip
def test_a_block_is_found_where_it_went(base, side, there):
    assert places(base, side) == there


@given(*[st.lists(st.sampled_from(["a", "b", "c d e", "c d f", "g h"]), max_size=12)] * 2)
def test_places_are_in_order_and_each_is_taken_once(base, side):
    found = [place for place in places(base, side) if place is not None]
    assert found == sorted(set(found))
    assert all(0 <= place < len(side) for place in found)


@given(st.lists(st.text("abc ", min_size=1), max_size=12), st.data())
def test_what_was_only_taken_out_leaves_the_rest_where_it_is(base, data):
    unique = list(dict.fromkeys(" ".join(block.split()) for block in base))
    kept = [block for block in unique if data.draw(st.booleans())]
    there = places(unique, kept)
    assert [place for place in there if place is not None] == list(range(len(kept)))
    assert [place is None for place in there] == [block not in kept for block in unique]


def test_a_whole_rewriting_of_a_long_text_is_compared_in_bounds():
    base = [f"<p>{number} {'word ' * 40}</p>" for number in range(400)]
    side = [f"<p>{'other ' * 40} {number}</p>" for number in range(399)]
    assert places(base, side) == [None] * 400
