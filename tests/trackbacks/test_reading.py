"""What is read from a source page: the link by its resolved address, the title, the text around."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.links import same_address_key
from trackbacks.reading import EXCERPT_LENGTH, JSON_TYPES, Reading, Unreadable, read

TARGET = "https://news.example/2016/08/30/slug/"
KEYS = frozenset({same_address_key(TARGET)})
PAGE = "http://blog.example/2016/entry.html"
LINK = f"<a href='{TARGET}'>their article</a>"
FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "webmention" / "sources"


def reading(html, url=PAGE, content_type="text/html"):
    return read(html, content_type, url, KEYS)


@pytest.mark.parametrize(
    "html",
    [
        LINK,
        f"<A HREF={TARGET}>x</A>",
        f'<a class=x href=" \n{TARGET} ">x</a>',
        f"<a href='{TARGET}'><img src=x alt=y></a>",
        f"<a href='{TARGET}'></a>",
        f"<map><area href='{TARGET}' alt=x></map>",
        "<a href='http://NEWS.example/2016/08/30/slug/'>http</a>",
        "<a href='https://www.news.example/2016/08/30/slug'>www, no slash</a>",
        f"<a href='{TARGET}#comments'>fragment</a>",
        f"<a href='{TARGET}?utm_source=x&amp;utm_medium=y'>tracking</a>",
        f"<a href='{TARGET}?utm_source=x&fbclid=y'>tracking</a>",
        "<a href='https://news.example/2016/08/30/%73lug/'>escapes</a>",
        "<a href='https://news.example:443/2016/../2016/08/30/slug/'>dots</a>",
        "<base href='https://news.example/2016/'><a href='08/30/slug/'>base</a>",
        "<base href='//news.example'><a href='/2016/08/30/slug/'>base</a>",
        f"<nav>{LINK}</nav>",
        f"<div><p>unclosed <b>{LINK}",
        f"{'<div>' * 500}{LINK}",
        f"\ufeff<?xml version='1.0' encoding='utf-8'?><html>{LINK}",
        f"<!doctype html><html><head><body>{LINK}</body></html>{LINK}",
    ],
)  # fmt: skip
def test_a_link_is_found_by_where_it_leads(html):
    assert reading(html).found


@pytest.mark.parametrize(
    "html",
    [
        "",
        " ",
        "\0",
        TARGET,
        f"<!-- {LINK} -->",
        f'<script>document.write("{LINK}")</script>',
        f"<style>{LINK}</style>",
        f"<textarea>{LINK}</textarea>",
        f"<title>{LINK}</title>",
        f"<template>{LINK}</template>",
        f"<link rel=x href='{TARGET}'>",
        f"<a href='{TARGET}more/'>x</a>",
        "<a href='https://news.example/2016/08/30/'>x</a>",
        "<a href='https://evil.example/2016/08/30/slug/'>x</a>",
        "<a href='https://news.example@evil.example/2016/08/30/slug/'>x</a>",
        f"<a href='https://evil.example/?{TARGET}'>x</a>",
        f"<a href='{TARGET}?page=2'>another page</a>",
        "<a href='/2016/08/30/slug/'>relative to their own site</a>",
        f"<base href='http://blog.example/'><base href='{TARGET}'><a href=''>the first counts</a>",
        f"<a name='{TARGET}'>x</a>",
        "<a href='javascript:x'>x</a><a href='http://['>x</a><a href>x</a>",
    ],
)
def test_what_only_looks_like_the_link_is_none(html):
    assert reading(html) == Reading(found=False, title=reading(html).title)


def test_a_link_on_our_own_site_may_be_relative():
    assert reading("<a href='/2016/08/30/slug/'>x</a>", url="https://news.example/other/").found


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Bread &amp; roses &#8211; a blog</title>", "Bread & roses – a blog"),
        ("<title data-rh='true' lang=en>\n Two\n lines </title>", "Two lines"),
        ("<svg><title>a drawing</title></svg><title>The page</title>", "The page"),
        ("<svg><title>a drawing</title></svg><h1>The <em>heading</em></h1>", "The heading"),
        ("<title> </title><meta property='og:title' content='For cards'>", "For cards"),
        ("<article class='h-entry'><h2 class='x p-name'>Entry</h2></article>", "Entry"),
        ("<p class='p-name'>nobody's name</p>", ""),
        ("<title>سلام &zwnj; دنیا</title>", "سلام \u200c دنیا"),
        ("<title>a\u202eb\u0007c</title>", "abc"),
        ("", ""),
    ],
)
def test_the_title_is_the_documents(html, title):
    assert reading(html + LINK).title == title


def test_a_long_title_is_cut_between_words():
    title = reading(f"<title>{'word ' * 100}</title>").title
    assert len(title) <= 301
    assert title.endswith("word…")


def test_the_excerpt_is_the_text_around_the_link_cut_between_words():
    before, after = "before " * 100, "after " * 100
    text = reading(f"<p>{before}{LINK} {after}</p>").excerpt
    assert text.startswith("…before before")
    assert text.endswith("after…")
    assert "before their article after" in text
    assert EXCERPT_LENGTH - 20 <= len(text) <= EXCERPT_LENGTH + 2


def test_a_short_paragraph_is_the_excerpt_with_its_surroundings():
    text = reading(
        f"<article><p>They wrote.</p><p>Read {LINK}!</p><p>It is good.</p></article>"
    ).excerpt
    assert text == "They wrote. Read their article! It is good."


def test_a_long_paragraph_stands_for_itself():
    words = (
        "This paragraph is long enough to be understood without what stands around it, I think. "
    )
    text = reading(f"<p>Other.</p><p>{words}See {LINK}.</p><p>Other.</p>").excerpt
    assert text == f"{words}See their article."


def test_text_without_blanks_is_cut_all_the_same():
    text = reading(f"<p>{'文' * 500}{LINK}{'文' * 500}</p>").excerpt
    assert "their article" in text
    assert len(text) <= EXCERPT_LENGTH + 2


SKIPPED = {
    "navigation": "<nav>Home About</nav>",
    "header": "<header>Home About</header>",
    "footer": "<footer>Home About</footer>",
    "aside": "<aside>Home About</aside>",
    "script": "<script>Home About</script>",
    "style": "<style>Home About</style>",
    "share bar": "<div class='entry sharedaddy'>Home About</div>",
    "share buttons": "<ul class='share-buttons'><li>Home About</ul>",
    "role": "<div role='navigation'>Home About</div>",
    "hidden": "<div hidden>Home About</div>",
    "comment": "<!-- Home About -->",
    "form": "<form>Home About</form>",
    "drawing": "<svg><title>Home About</title></svg>",
}


@pytest.mark.parametrize("skipped", SKIPPED.values(), ids=SKIPPED)
def test_what_is_not_content_is_no_excerpt(skipped):
    text = reading(
        f"<body class='has-sidebar share'><div>{skipped}Read {LINK} {skipped} now.{skipped}</div>"
    ).excerpt
    assert text == "Read their article now."


def test_the_link_in_the_content_wins_over_the_one_in_the_menu():
    found = reading(f"<nav>Menu {LINK}</nav><p>Content with {LINK}.</p>")
    assert found.excerpt == "Content with their article."


def test_a_link_in_the_footer_alone_counts_and_has_no_excerpt():
    found = reading(f"<p>Content.</p><footer>Footer {LINK}</footer>")
    assert (found.found, found.excerpt) == (True, "")


def test_who_speaks_is_read_from_the_head():
    found = reading(
        "<html lang='fa-IR'><meta property='og:site_name' content='وبلاگ'>"
        "<meta name='author' content='Mina'>"
        f"<a rel='nofollow ugc' href='{TARGET}'>x</a>"
    )
    assert (found.site_name, found.author_name, found.language, found.nofollow) == (
        "وبلاگ",
        "Mina",
        "fa-IR",
        True,
    )


def test_an_authors_address_is_no_name():
    assert (
        reading(
            f"<meta property='article:author' content='https://social.example/mina'>{LINK}"
        ).author_name
        == ""
    )


def test_plain_text_must_hold_the_exact_address():
    found = reading(f"A note\n\nsee {TARGET}. Good.", content_type="text/plain")
    assert (found.found, found.title, found.excerpt) == (
        True,
        "A note",
        f"A note see {TARGET}. Good.",
    )
    assert not reading(f"see {TARGET}more", content_type="text/plain").found
    assert not reading("see news.example/2016/08/30/slug/", content_type="text/plain").found
    assert not reading(f"<a href='{TARGET}?x=1'>", content_type="text/plain").found


@pytest.mark.parametrize(
    "document",
    [
        {"in-reply-to": TARGET, "name": "A note"},
        {
            "items": [
                {"properties": {"like-of": [{"value": "http://news.example/2016/08/30/slug"}]}}
            ]
        },
        [[["x", [f"{TARGET}#y"]]]],
        TARGET,
    ],
)
@pytest.mark.parametrize("content_type", JSON_TYPES)
def test_json_must_have_a_property_that_is_the_address(document, content_type):
    found = reading(json.dumps(document), content_type=content_type)
    assert found.found
    assert found.title == ("A note" if "name" in document else "")


ADA = ("Ada", "https://ada.example/", "https://ada.example/ada.jpg")
JF2 = {
    "type": "entry",
    "in-reply-to": {"type": "cite", "url": TARGET},
    "author": {
        "type": "card",
        "name": ADA[0],
        "url": ADA[1],
        "photo": "https://ada.example/ada.jpg",
    },
    "content": {"html": "<p>Well <b>said</b>.<script>x</script></p>", "text": "Well said."},
}
PARSED = {
    "type": ["h-entry"],
    "properties": {
        "like-of": [{"type": ["h-cite"], "properties": {"url": [TARGET]}, "value": TARGET}],
        "author": [
            {
                "type": ["h-card"],
                "properties": {"name": ["Ada"], "url": [ADA[1]], "photo": [{"value": ADA[2]}]},
                "value": "Ada",
            }
        ],
        "content": [{"html": "<p>Well said.</p>", "value": "Well said."}],
    },
}


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (JF2, "reply"),
        ({**JF2, "rsvp": "yes"}, "rsvp"),
        ({"type": "feed", "children": [{"type": "entry", "name": "Else"}, JF2]}, "reply"),
        ({"items": [{"type": ["h-card"], "properties": {}}, PARSED]}, "like"),
        ([[PARSED]], "like"),
    ],
)
def test_json_says_what_it_is_and_by_whom(document, kind):
    found = reading(json.dumps(document), content_type="application/jf2+json")
    reaction = found.reaction
    assert found.found
    assert (reaction.kind, found.excerpt) == (kind, "Well said.")
    assert (reaction.author_name, reaction.author_address, reaction.author_picture) == ADA


@pytest.mark.parametrize(
    ("said", "rsvp"), [("maybe", "maybe"), (["no"], "no"), (True, ""), ([], "")]
)
def test_json_says_whether_its_author_comes(said, rsvp):
    document = json.dumps({**JF2, "rsvp": said})
    assert reading(document, content_type="application/jf2+json").reaction.rsvp == rsvp


def test_answers_that_an_entry_shows_are_not_its_own_words():
    answer = {"type": "cite", "like-of": TARGET, "author": {"name": "Eve"}}
    document = {"type": "entry", "url": TARGET, "name": "A note", "children": [answer, JF2]}
    found = reading(json.dumps(document), content_type=JSON_TYPES[0])
    assert (found.reaction.kind, found.reaction.author_name, found.title) == ("link", "", "A note")


def test_a_feed_is_called_by_its_own_name():
    document = {"title": "Feed", "items": [{"title": "Else", "url": TARGET}]}
    assert reading(json.dumps(document), content_type=JSON_TYPES[1]).title == "Feed"


@pytest.mark.parametrize(
    "text",
    ["\ud800", "\0", "\0\ud800<p>x", "<p>\ud800</p>", "<b>" * 5_000, "&#xd800;&#0;", "\u202e"],
)
def test_characters_that_no_text_has_are_left_out_of_json(text):
    author = {"name": text, "url": f"https://{text}", "photo": text}
    document = {**JF2, "name": text, "author": author, "content": {"html": text, "text": text}}
    found = reading(json.dumps(document), content_type=JSON_TYPES[0])
    reaction = found.reaction
    assert reaction.kind == "reply"
    for said in (found.title, found.excerpt, reaction.author_name, reaction.author_address):
        assert not {"\0", "\u202e"} & set(said.encode().decode())


@pytest.mark.parametrize("type_", [7, None, {}, [[]], "feed", ["h-feed"]])
@pytest.mark.parametrize(
    "value",
    [None, 7, True, [], {}, [[TARGET]], {"url": {"url": 7}}, [None, {"html": 7, "value": []}]],
)
def test_json_that_means_nothing_only_links(type_, value):
    names = ("author", "content", "name", "properties", "items", "children", "rsvp", "summary")
    document = {"type": type_, "x": TARGET, **dict.fromkeys(names, value)}
    found = reading(json.dumps([document, {"properties": document}]), content_type=JSON_TYPES[0])
    assert (found.found, found.reaction.kind, found.title) == (True, "link", "")


def test_json_of_endless_depth_or_length_is_read_in_no_time():
    deep = {"url": TARGET}
    for _ in range(150):
        deep = {"type": "entry", "author": [deep]}
        deep = {"type": "feed", "children": deep}
    wide = {
        "children": [{"type": "x", "children": []}] * 20_000,
        "like-of": ["x"] * 20_000 + [TARGET],
    }
    for document in (deep, wide):
        begun = time.process_time()
        found = reading(json.dumps(document), content_type=JSON_TYPES[0])
        assert time.process_time() - begun < 30
        assert found.reaction.kind == "link"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"text": f"see {TARGET}"}),
        json.dumps({TARGET: "as a name"}),
        json.dumps({"url": f"{TARGET}?x=1"}),
        f'{{"url": "{TARGET}"',
        "[" * 200_000,
        "9" * 10_000,
        "NaN",
        "",
    ],
)
def test_json_that_only_speaks_of_the_address_or_is_none_does_not_count(text):
    assert not reading(text, content_type="application/json").found


HURTFUL = {
    "attributes": "<p " + " ".join(f"a{number}" for number in range(200_000)),
    "attributes without blanks": "<p/" + "/".join(f"a{number}" for number in range(100_000)) + ">",
    "tag names": "<a" * 500_000,
    "unquoted values": "<a/y=x" * 170_000,
    "quoted values": "<a y=\"<b z='" * 90_000,
    "deep": "<div>" * 200_000,
    "formatting": "<b><i><u>" * 100_000,
    "names in the deep": "<div>" * 1500 + "<i class=p-name></i>" * 50_000,
    "headings in headings": "<h1>" * 250_000,
    "many links": "<a href=x>" * 100_000,
    "many different links": "".join(f"<a href=/{number}>" for number in range(70_000)),
    "links in the deep": "<div>" * 1500 + LINK * 15_000,
    "comments": "<!--" * 250_000,
    "tables": "<table><a>" * 100_000,
    "entities": "&a" * 500_000,
    "open brackets": "<" * 1_000_000,
    "class names": f"<div class=share{'_' * 200}!>{LINK}</div>",
}


@pytest.mark.parametrize("html", HURTFUL.values(), ids=HURTFUL)
def test_a_page_made_to_hurt_takes_no_long_time(html):
    begun = time.process_time()
    with suppress(Unreadable):
        reading(html[: 1024 * 1024])
    assert time.process_time() - begun < 30


@pytest.mark.parametrize(
    ("text", "content_type"),
    [
        ("http://a.example/ " * 60_000, "text/plain"),
        ("<a rel=author><table><td>x" * 60_000, "text/html"),
        ("".join(f"<a href=/{number}>" for number in range(100_000)), "text/html"),
    ],
    ids=["addresses in text", "authors in authors", "different links"],
)
def test_so_many_links_are_read_while_the_sender_waits(text, content_type):
    begun = time.process_time()
    reading(text[: 1024 * 1024], content_type=content_type)
    assert time.process_time() - begun < 10


@given(
    st.text(max_size=400), st.sampled_from(["text/html", "application/xhtml+xml", "text/plain", ""])
)
def test_any_text_can_be_read(text, content_type):
    found = reading(text + LINK, content_type=content_type)
    assert not any(character in found.title + found.excerpt for character in "\0\n\u202e")
    assert len(found.excerpt) <= EXCERPT_LENGTH + 2


@given(st.text("ab </>'\"=&;!-\n", max_size=60))
def test_any_markup_around_it_leaves_a_whole_document(markup):
    assert isinstance(reading(f"<!doctype html><p>{markup}"), Reading)


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")
@pytest.mark.parametrize("name", sorted(file.stem for file in FIXTURES.glob("*.json")) or ["none"])
def test_real_pages_are_read(name):
    html = (FIXTURES / f"{name}.html").read_text()
    placeholder = "http://example.com/webmention/target/placeholder"
    found = read(
        html, "text/html", "https://source.example/", frozenset({same_address_key(placeholder)})
    )
    links_there = f'href="{placeholder}"' in html or f"href='{placeholder}'" in html
    assert found.found == links_there
    if name == "basic-reply":
        assert found.excerpt == "@post: That's a great idea!"
    if name == "checkmention-xss":
        assert "this link" in found.excerpt
