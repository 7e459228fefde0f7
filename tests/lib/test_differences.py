"""What changed between two texts, word by word, and exactly that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.differences import Piece, differences, lines_of, text_after, text_before, words


def marked(lines):
    """The difference in one string per line: [-gone-] and {+come+}."""
    signs = {"same": "{}", "ins": "{{+{}+}}", "del": "[-{}-]"}
    return ["".join(signs[one.what].format(one.text) for one in line.pieces) for line in lines]


def test_a_word_that_changed_is_marked_within_its_paragraph():
    lines = differences("<p>Bread is dear today.</p>", "<p>Bread is cheap today.</p>")
    assert marked(lines) == ["Bread is [-dear-]{+cheap+} today."]
    assert [line.what for line in lines] == ["changed"]


def test_paragraphs_that_came_and_went_are_whole():
    old, new = "<p>Stays.</p><p>Goes away.</p>", "<p>Comes, quite another.</p><p>Stays.</p>"
    lines = differences(old, new)
    assert [(line.what, *text_after([line]), *text_before([line])) for line in lines] == [
        ("ins", "Comes, quite another."),
        ("same", "Stays.", "Stays."),
        ("del", "Goes away."),
    ]


def test_a_paragraph_edited_between_new_ones_is_found_again():
    old = "<p>The minister said that bread is dear.</p>"
    new = "<p>New before.</p><p>The minister said that salt is dear.</p><p>New after.</p>"
    assert [line.what for line in differences(old, new)] == ["ins", "changed", "ins"]


def test_pictures_that_came_and_went_are_named():
    old = '<p>Text.</p><figure data-photo="7"><figcaption>Bread</figcaption></figure>'
    new = '<figure data-photo="8"></figure><p>Text.</p>'
    found = [(line.what, line.picture) for line in differences(old, new) if line.picture]
    assert found == [("ins", "8"), ("del", "7")]


def test_a_link_that_leads_elsewhere_is_seen():
    old, new = (f'<p>Read <a href="https://{name}.example/">this</a>.</p>' for name in ("a", "b"))
    assert marked(differences(old, new)) == ["Read this ⟨https://[-a-]{+b+}.example/⟩."]


def test_a_word_that_became_bold_went_and_came():
    (line,) = differences(
        "<p>Bread is <em>very</em> dear.</p>", "<p><b>Bread</b> is <i>very</i> dear.</p>"
    )
    assert [(one.what, one.text, one.marks) for one in line.pieces] == [
        ("del", "Bread", ""), ("ins", "Bread", "strong"), ("same", " is ", ""),
        ("same", "very", "em"), ("same", " dear.", ""),
    ]  # fmt: skip


def test_what_stands_on_another_site_is_told_by_its_address():
    old = '<p>Look.</p><figure data-embed="https://a.example/"><figcaption>A</figcaption></figure>'
    new = '<p>Look.</p><figure data-embed="https://b.example/"><figcaption>A</figcaption></figure>'
    assert [mark for mark in marked(differences(old, new)) if "⟨" in mark] == [
        "[-⟨https://a.example/⟩-]",
        "{+⟨https://b.example/⟩+}",
    ]


def test_a_paragraph_that_became_a_heading_says_what_it_was():
    (line,) = differences("<p>Bread</p>", "<h2>Bread</h2>")
    assert (line.tag, line.was) == ("h2", "p")


def test_other_directions_are_compared_by_words_too():
    lines = differences("<p>نان امروز گران است</p>", "<p>نان امروز ارزان است</p>")
    assert marked(lines) == ["نان امروز [-گران-]{+ارزان+} است"]


def test_lists_tables_and_loose_text_are_read_line_by_line():
    listed = "<ul><li>a</li><li><p>b</p></li></ul>"
    html = f"loose <em>text</em>{listed}<table><tr><td>c</td><td>d</td></tr></table>"
    assert [line.text for line in lines_of(html)] == ["loose text", "a", "b", "c", "d"]


@pytest.mark.parametrize("html", ["", "<p></p>", "  ", "<p>a<br>b</p>", "<hr>"])
def test_a_text_does_not_differ_from_itself(html):
    assert all(line.what == "same" for line in differences(html, html))


def test_a_very_long_line_is_old_and_new_as_a_whole():
    old, new = "a " * 3000, "b " * 3000
    assert words(old, new) == [Piece("del", old), Piece("ins", new)]


@given(st.text("ab .،س\n", max_size=40), st.text("ab .،س\n", max_size=40))
def test_the_difference_of_words_applied_to_the_old_text_gives_the_new_one(old, new):
    pieces = words(old, new)
    assert "".join(one.text for one in pieces if one.what != "ins") == old
    assert "".join(one.text for one in pieces if one.what != "del") == new


paragraph = st.lists(st.sampled_from(["bread", "salt", "is", "dear", "نان", "&amp;"]), max_size=5)
block = st.tuples(st.sampled_from(["p", "h2", "li", "blockquote"]), paragraph).map(
    lambda one: f"<{one[0]}>{' '.join(one[1])}</{one[0]}>"
)
picture = st.integers(1, 3).map(lambda pk: f'<figure data-photo="{pk}"></figure>')
marked_words = st.sampled_from(["em", "strong", "s"]).flatmap(
    lambda tag: paragraph.map(lambda words: f"<p>bread <{tag}>{' '.join(words)}</{tag}> salt</p>")
)
embed = st.integers(1, 3).map(lambda n: f'<figure data-embed="https://a.example/{n}"></figure>')
body = st.lists(st.one_of(block, block, marked_words, picture, embed), max_size=8).map("".join)


@given(body, body)
def test_the_difference_applied_to_the_old_text_gives_the_new_one(old, new):
    lines = differences(old, new)
    assert text_before(lines) == [line.text for line in lines_of(old) if line.text]
    assert text_after(lines) == [line.text for line in lines_of(new) if line.text]
    for what, html in (("ins", new), ("del", old)):
        pictures = [line.picture for line in lines if line.picture and line.what in {what, "same"}]
        assert pictures == [line.picture for line in lines_of(html) if line.picture]
