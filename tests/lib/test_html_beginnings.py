"""The beginning of a long comment: whole words, sound HTML, never longer than asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.html import READERS, beginning, clean, paragraphs, text_of
from tests.lib.html_rules import assert_within, naughty_strings

MARKS = [
    "<b>", "</b>", "<i>", "</i>", "<ul>", "<li>", "</li>", "</ul>", "<q>", "<pre>", "<p title='>'>",
    "<a href='https://a.example/' title='<b>'>", "</a>", "word", "&lt;", " ", "\n",
]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "most", "cut"),
    [
        ("<p>One two three.</p>", 21, "<p>One two three.</p>"),
        ("<p>One two three.</p>", 20, "<p>One two three. …</p>"),
        ("<p>One two three.</p>", 16, "<p>One two …</p>"),
        ("<p>One two three.</p>", 12, "<p>One two …</p>"),
        ("<p>One <b>two <i>three four</i></b></p>", 23, "<p>One <b>two <i>three …</i></b></p>"),
        ("<p>One.</p>\n<p>Two three</p>", 15, "<p>One. …</p>"),
        ("<ul><li>One</li><li>Two three</li></ul>", 22, "<ul><li>One …</li></ul>"),
        ("<p>R&amp;D &amp; more</p>", 12, "<p>R&amp;D …</p>"),
        ("<p>R&amp;D &amp; more</p>", 17, "<p>R&amp;D &amp; …</p>"),
        ("<p>سلام دنیا و مردم</p>", 22, "<p>سلام دنیا …</p>"),
        (
            '<p><a href="https://a.example/" title="b &gt; c" rel="nofollow ugc">x y z</a></p>',
            69,
            '<p><a href="https://a.example/" title="b &gt; c" rel="nofollow ugc">x …</a></p>',
        ),
    ],
)
def test_it_is_cut_after_a_word_and_what_is_open_is_closed(html, most, cut):
    assert beginning(html, most) == cut


def test_words_without_a_space_are_cut_too():
    html = paragraphs("字" * 5_000)
    assert 900 < len(beginning(html, 1_000).encode()) < 1_020


def sound(html, most):
    cut = beginning(html, most)
    assert_within(cut, READERS)
    assert clean(cut, READERS) == cut
    said = text_of(html)
    assert cut == html or said.startswith(text_of(cut).removesuffix("…").rstrip())
    return cut


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.integers(1, 200))
def test_it_is_sound_whatever_was_written(text, most):
    sound(paragraphs(text), most)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(MARKS)), st.integers(1, 200))
def test_it_is_sound_whatever_was_marked(words, most):
    sound(paragraphs("".join(words)), most)


def test_no_naughty_string_breaks_it():
    html = paragraphs("\n\n".join(naughty_strings()))
    for most in range(100, 12_000, 317):
        assert len(sound(html, most).encode()) < most + 600
