"""What is read out of cleaned HTML: links, text, a short beginning."""

import pytest

from lib.html import excerpt, links, text_of

BASE = "https://news.example/2016/08/30/slug/"


def test_links_are_absolute_and_in_the_order_of_the_text():
    html = (
        '<p><a href="https://b.example/x?a=1&amp;b=2">b</a> <a href="/about/">a</a></p>'
        '<blockquote cite="https://no.example/"><p><a href="#top">t</a>'
        ' <a href="https://b.example/x?a=1&amp;b=2">again</a></p></blockquote>'
    )
    assert links(html, BASE) == [
        "https://b.example/x?a=1&b=2",
        "https://news.example/about/",
        BASE + "#top",
        "https://b.example/x?a=1&b=2",
    ]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "https://a.example/",
        "<a>x</a>",
        '<a href="mailto:a@b.example">x</a>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="http://[">x</a>',
        '&lt;a href="https://a.example/"&gt;',
    ],
)
def test_what_is_no_link_to_the_web_is_not_listed(html):
    assert links(html, BASE) == []


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one two"),
        ("<p>one<br>two</p>\n<ul><li>three</li><li>four</li></ul>", "one two three four"),
        ("<p>in<b>side</b> a word</p>", "inside a word"),
        ("<p>1 &lt; 2 &amp; 3&nbsp;m</p>", "1 < 2 & 3 m"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<p>می\u200cشود</p>", "می\u200cشود"),
        ("shown<script>not()</script><style>not{}</style><!-- not -->", "shown"),
        ("", ""),
    ],
)
def test_the_visible_text_keeps_words_apart(html, text):
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("short", 5, "short"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("one, two", 7, "one…"),
        ("one\n two", 80, "one two"),
        ("این متن، فارسی است", 12, "این متن…"),
        ("می\u200cخواهم بروم", 10, "می\u200cخواهم…"),
        ("unbreakable", 5, "unbr…"),
        ("", 5, ""),
    ],
)
def test_an_excerpt_ends_after_a_whole_word(text, length, short):
    assert excerpt(text, length) == short
    assert len(excerpt(text, length)) <= length
