"""A comment as a reader writes it, and as it is shown."""

import pytest
from django.test import override_settings

from lib.html import READERS, clean, paragraphs


def link(url, text=None):
    return f'<a href="{url}" rel="nofollow ugc">{text or url}</a>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("one", "<p>one</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("one\r\ntwo\rthree", "<p>one<br>two<br>three</p>"),
        ("one\n\ntwo\n \t\n\nthree\n", "<p>one</p>\n<p>two</p>\n<p>three</p>"),
        ("\n\n  \n", ""),
        ("سلام\u200cها\n\nخوب", "<p>سلام\u200cها</p>\n<p>خوب</p>"),
        ("AT&T &amp; 1 < 2", "<p>AT&amp;T &amp; 1 &lt; 2</p>"),
    ],
)
def test_blank_lines_make_paragraphs_and_line_ends_make_lines(written, shown):
    assert paragraphs(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>one\n\ntwo</p>", "<p>one</p>\n<p>two</p>"),
        ("<b>one\n\ntwo</b>", "<p><b>one<br><br>two</b></p>"),
        ("a<br>\nb", "<p>a<br>b</p>"),
        (
            "<blockquote>one\n\ntwo</blockquote>\nmy answer",
            "<blockquote><p>one</p>\n<p>two</p></blockquote>\n<p>my answer</p>",
        ),
        ("<pre>\na\n\n  b\n</pre>\nafter", "<pre>a\n\n  b</pre>\n<p>after</p>"),
        (
            "see:\n<ul>\n<li>one\n</li>\n<li>two</li>\n</ul>\n\nend",
            "<p>see:</p>\n<ul><li>one</li><li>two</li></ul>\n<p>end</p>",
        ),
        ("</p></div>one<p>two", "<p>one</p>\n<p>two</p>"),
    ],
)
def test_the_small_vocabulary_and_blank_lines_go_together(written, shown):
    assert paragraphs(written) == shown


@pytest.mark.parametrize(
    ("written", "url", "rest"),
    [
        ("https://a.example/x", "https://a.example/x", ""),
        ("https://a.example/x.", "https://a.example/x", "."),
        ("https://a.example/x؟", "https://a.example/x", "؟"),
        ("https://a.example/a_(b))", "https://a.example/a_(b)", ")"),
        ("https://fa.example/تهران،", "https://fa.example/تهران", "،"),
        ("HTTP://A.example", "HTTP://A.example", ""),
        ("<https://a.example/x>", "https://a.example/x", ""),
    ],
)
def test_a_bare_address_becomes_a_link_without_the_sentence_around_it(written, url, rest):
    assert paragraphs(written) == f"<p>{link(url)}{rest}</p>"


def test_the_ampersands_of_an_address_are_no_entities():
    url = "https://a.example/?a=1&amp;copy=2&amp;section=3"
    assert paragraphs("https://a.example/?a=1&copy=2&section=3") == f"<p>{link(url)}</p>"


@pytest.mark.parametrize(
    "written",
    [
        "<code>https://a.example/</code>",
        "<pre>https://a.example/</pre>",
        "ftp://a.example/",
        "javascript:alert(1)",
        "https://",
        "http://[",
        "a.example",
    ],
)
def test_no_link_is_made_in_code_or_of_anything_else(written):
    assert "<a" not in paragraphs(written)


def test_a_link_that_the_reader_made_is_not_linked_again():
    shown = paragraphs('<a href="https://a.example/">https://b.example/</a>')
    assert shown == f"<p>{link('https://a.example/', 'https://b.example/')}</p>"


def test_an_address_hidden_behind_a_change_of_direction_ends_there():
    assert paragraphs("https://a.example/\u202egpj.exe").startswith(
        f"<p>{link('https://a.example/')}"
    )


@override_settings(SITE_URL="https://news.example")
def test_a_bare_address_of_our_own_is_an_ordinary_link():
    url = "https://news.example/2016/08/30/slug/"
    assert paragraphs(url) == f'<p><a href="{url}">{url}</a></p>'


def test_what_is_shown_is_already_clean():
    for written in ("a\n\n<b>b\n\nc</b> https://a.example/ <ul><li>x", "<pre>\n\nx"):
        assert clean(paragraphs(written), READERS) == paragraphs(written)
