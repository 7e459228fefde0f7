"""Two changes of one text stand together, and what only a person can decide is handed to one."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.merging import Clash, blocks, merge_blocks, merge_fields, merge_sets

BODY = ["<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>", "<p>Four.</p>"]
ONE, TWO, THREE, FOUR = BODY


def said(merged):
    """Every block of a merge, those to choose from included."""
    found = []
    for part in merged:
        found += [*part.theirs, *part.mine] if isinstance(part, Clash) else [part]
    return found


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        (BODY, BODY, BODY),
        ([ONE, TWO, "<p>3</p>", FOUR], BODY, [ONE, TWO, "<p>3</p>", FOUR]),
        (["<p>1</p>", *BODY[1:]], [*BODY[:3], "<p>4</p>"], ["<p>1</p>", TWO, THREE, "<p>4</p>"]),
        ([ONE, "<p>2</p>", THREE, FOUR], [ONE, TWO, "<p>3</p>", FOUR],
         [ONE, "<p>2</p>", "<p>3</p>", FOUR]),
        ([ONE, THREE, FOUR], [ONE, TWO, THREE], [ONE, THREE]),
        ([ONE, "<p>2</p>", THREE, FOUR], [ONE, TWO, "<p>new</p>", THREE, FOUR],
         [ONE, "<p>2</p>", "<p>new</p>", THREE, FOUR]),
        ([*BODY, "<p>theirs</p>"], [*BODY, "<p>mine</p>"],
         [*BODY, "<p>theirs</p>", "<p>mine</p>"]),
        ([*BODY, "<p>same</p>"], [*BODY, "<p>same</p>"], [*BODY, "<p>same</p>"]),
        ([*BODY, "<p>a</p>"], [*BODY, "<p>a</p>", "<p>b</p>"], [*BODY, "<p>a</p>", "<p>b</p>"]),
        ([ONE, "<p>2</p>", THREE, FOUR], [ONE, "<p>2</p>", THREE, FOUR],
         [ONE, "<p>2</p>", THREE, FOUR]),
        ([], BODY, []),
        ([f"{ONE}\n", TWO, THREE, FOUR], ["<p>1</p>", *BODY[1:]], ["<p>1</p>", *BODY[1:]]),
    ],
    ids=[
        "nothing", "one side", "first and last", "neighbours", "two deletions",
        "an edit and an insertion after it", "two insertions", "the same insertion",
        "insertions in part the same", "the same edit", "all deleted", "white space is no change",
    ],
)  # fmt: skip
def test_what_does_not_meet_stands_together(theirs, mine, merged):
    assert merge_blocks(BODY, theirs, mine) == merged


def test_a_paragraph_that_both_edit_is_a_clash_at_its_place():
    theirs, mine = [ONE, "<p>2 a</p>", THREE, FOUR], [ONE, "<p>2 b</p>", THREE, "<p>4</p>"]
    merged = merge_blocks(BODY, theirs, mine)
    assert merged == [ONE, Clash([TWO], ["<p>2 a</p>"], ["<p>2 b</p>"]), THREE, "<p>4</p>"]


def test_a_paragraph_that_one_deletes_and_one_edits_is_a_clash():
    merged = merge_blocks(BODY, [ONE, THREE, FOUR], [ONE, "<p>2</p>", THREE, FOUR])
    assert merged == [ONE, Clash([TWO], [], ["<p>2</p>"]), THREE, FOUR]


def test_a_clash_has_the_same_key_as_long_as_its_texts_are_the_same():
    assert Clash(["a"], ["b"], ["c"]).key == Clash(["a"], ["b"], ["c"]).key
    assert Clash(["a"], ["b"], ["c"]).key != Clash(["a"], ["b"], ["d"]).key
    assert Clash(["a"], ["b"], ["c"]).key != Clash(["a", "b"], [], ["c"]).key


def test_fields_that_one_side_changed_merge_and_others_clash():
    base = {"a": 1, "b": 1, "c": 1, "d": 1}
    theirs, mine = {**base, "a": 2, "c": 3, "d": 5}, {**base, "b": 2, "c": 4, "d": 5}
    merged = merge_fields(base, theirs, mine)
    assert merged == {"a": 2, "b": 2, "c": Clash(1, 3, 4), "d": 5}


def test_a_field_that_one_side_does_not_know_is_as_it_was():
    assert merge_fields({"a": 1}, {"a": 2, "new": 3}, {}) == {"a": 2, "new": 3}


def test_fields_are_compared_by_their_essence():
    merged = merge_fields({"a": "X"}, {"a": "x"}, {"a": "y"}, essence=str.lower)
    assert merged == {"a": "y"}


def test_sets_keep_what_either_added_and_drop_what_either_took_away():
    assert merge_sets([1, 2, 3], [1, 2, 4], [2, 3, 5], key=lambda one: one) == [2, 4, 5]


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("", []),
        ("<p>One.</p><p>Two.</p>", ["<p>One.</p>", "<p>Two.</p>"]),
        ("<p>One.</p>\n\n<hr>\n<p>Two.</p>", ["<p>One.</p>\n\n", "<hr>\n", "<p>Two.</p>"]),
        ("<ul><li><p>a</p></li><li>b</li></ul><h2>c</h2>",
         ["<ul><li><p>a</p></li><li>b</li></ul>", "<h2>c</h2>"]),
        ('<p><abbr title="a > b">x</abbr></p><p>y</p>',
         ['<p><abbr title="a > b">x</abbr></p>', "<p>y</p>"]),
        ("<p>a<br>b</p><p>c</p>", ["<p>a<br>b</p>", "<p>c</p>"]),
        ('<figure data-photo="7"></figure><p>c</p>',
         ['<figure data-photo="7"></figure>', "<p>c</p>"]),
        ("<p>open<p>again", ["<p>open<p>again"]),
        ("loose", ["loose"]),
    ],
)  # fmt: skip
def test_a_body_is_cut_between_its_top_level_elements(html, pieces):
    assert blocks(html) == pieces


def test_figures_embeds_and_tables_are_blocks_and_never_divided():
    parts = [
        '<figure data-photo="7" class="wide"><figcaption>A <b>b</b></figcaption></figure>',
        '<figure data-embed="https://a.example/?a=1&amp;b=2"></figure>',
        '<figure class="pullquote"><blockquote><p>Dear.</p></blockquote></figure>',
        "<table><caption>c</caption><tbody><tr><th>a</th></tr><tr><td><p>b</p></td></tr></tbody></table>",
    ]
    assert blocks("".join(parts)) == parts
    mine = [parts[0].replace("A", "Mine"), *parts[1:]]
    theirs = [*parts[:3], parts[3].replace(">b<", ">theirs<")]
    assert merge_blocks(parts, theirs, mine) == [mine[0], *parts[1:3], theirs[3]]


@given(st.text("<>p/ab\"' \nhr=&", max_size=60))
def test_the_pieces_are_the_whole_again_whatever_it_is(html):
    assert "".join(blocks(html)) == html


numbered = st.integers(0, 12).map(lambda number: [f"<p>{index}</p>" for index in range(number)])


@st.composite
def edits(draw):
    """A body of unlike blocks and two edits of it, with all that each of them added."""
    base = draw(numbered)
    sides = []
    for name in ("theirs", "mine"):
        side = []
        for index, block in enumerate(base):
            what = draw(st.sampled_from(["keep", "keep", "keep", "delete", "change", "insert"]))
            side += [block] if what in {"keep", "insert"} else []
            side += [f"<p>{name} {index}</p>"] if what in {"change", "insert"} else []
        side += draw(st.sampled_from([[], [f"<p>{name} end</p>"], ["<p>the same end</p>"]]))
        sides.append(side)
    return base, *sides


@given(edits())
def test_no_block_that_somebody_added_or_both_kept_is_dropped(edit):
    base, theirs, mine = edit
    found = set(said(merge_blocks(base, theirs, mine)))
    added = (set(theirs) | set(mine)) - set(base)
    kept = set(base) & set(theirs) & set(mine)
    assert added | kept <= found


@given(edits())
def test_no_block_comes_out_that_nobody_has(edit):
    base, theirs, mine = edit
    assert Counter(said(merge_blocks(base, theirs, mine))) <= Counter(theirs) + Counter(mine)


@given(edits())
def test_what_one_deleted_and_the_other_left_alone_is_gone(edit):
    base, theirs, _mine = edit
    assert merge_blocks(base, theirs, base) == theirs
    assert merge_blocks(base, base, theirs) == theirs


@given(edits())
def test_identical_edits_merge_to_one(edit):
    base, theirs, _mine = edit
    assert merge_blocks(base, theirs, theirs) == theirs


def turned(part):
    return Clash(part.base, part.mine, part.theirs) if isinstance(part, Clash) else part


@given(edits())
def test_who_comes_second_changes_only_the_order_of_insertions(edit):
    base, theirs, mine = edit
    one, other = merge_blocks(base, theirs, mine), merge_blocks(base, mine, theirs)
    assert Counter(map(repr, one)) == Counter(repr(turned(part)) for part in other)
    assert [part for part in one if part in base] == [part for part in other if part in base]


def test_repeated_blocks_that_may_be_mistaken_for_each_other_are_left_to_a_person():
    assert merge_blocks(["a", "b", "a"], ["a"], ["b", "a"]) == [
        Clash(["a", "b", "a"], ["a"], ["b", "a"])
    ]


@given(*[st.lists(st.sampled_from("abc"), max_size=8)] * 3)
def test_with_repeated_blocks_nothing_that_somebody_added_is_dropped(base, theirs, mine):
    found = set(said(merge_blocks(base, theirs, mine)))
    assert (set(theirs) | set(mine)) - set(base) <= found
    assert set(base) & set(theirs) & set(mine) <= found
