"""Whatever the HTML: the result is within the vocabulary, valid, and stays the same."""

import re

import nh3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.html import READERS, STAFF, clean, excerpt, paragraphs, text_of
from tests.lib.html_rules import assert_within

TAGS = (
    "p div h1 h2 h5 b i em strong a code pre ul ol li blockquote table tr td th thead tbody tfoot"
    " caption figure figcaption span font br hr img script style svg math title textarea select"
    " option form button object body html noscript template iframe plaintext nobr marquee dl dt q"
    " del s sub abbr cite"
)
ATTRIBUTES = [
    "", ' href="/x"', ' href="https://e.example/?a=1&b=2"', " href=javascript:x", " href=http://xn--a/",
    ' title="a<b>&quot;\'"', ' title=" href="', ' class="wide x"', " data-photo=3", " onclick=x",
    " lang=fa dir=rtl", " colspan=3 scope=col", ' cite="//x"', " =x", " \"='", "/",
]  # fmt: skip
TEXTS = [
    " ", "\n", "\n\n", "&", "<", "&lt;b&gt;", "سلام\u200cها", "https://a.example/x?y=1&copy=2",
    "\x00", "&#1;", "&#13;", "]]>", "-->", "<!--", "<!-- c -->", "&nbsp;", "&#x80;", '"', ">",
    "<?x ?>", "</", "&#xD800;", "&#xFFFF;", "&notit;",
]  # fmt: skip
tags = st.sampled_from(TAGS.split())
pieces = st.one_of(
    st.builds("<{}{}>".format, tags, st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, tags),
    st.sampled_from(TEXTS),
    st.text(max_size=5),
)
soup = st.lists(pieces, max_size=14).map("".join)
thorough = settings(max_examples=300, deadline=None)


@thorough
@given(soup)
@example("<a href=http://xn--a/><pre>\n\n<b></b>\n x")
def test_the_result_is_valid_within_the_vocabulary_and_stays_the_same(html):
    for allow in (STAFF, READERS):
        cleaned = clean(html, allow)
        assert_within(cleaned, allow)
        assert clean(cleaned, allow) == cleaned


@thorough
@given(soup)
def test_a_comment_shown_is_valid_within_the_vocabulary_and_stays_the_same(text):
    shown = paragraphs(text)
    assert_within(shown, READERS)
    assert clean(shown, READERS) == shown


@thorough
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"])))
def test_no_letter_of_a_plain_text_is_lost(text):
    escaped = nh3.clean_text(text)
    assert re.sub(r"\s", "", text_of(clean(escaped, READERS))) == re.sub(r"\s", "", text)


@thorough
@given(st.text(), st.integers(min_value=1, max_value=60))
def test_an_excerpt_is_never_longer_than_asked(text, length):
    assert len(excerpt(text, length)) <= length
