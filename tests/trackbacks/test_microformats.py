"""What a page is, by whom and in which words, as its own microformats say."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.links import same_address_key
from trackbacks.microformats import TEXT_LENGTH, Reaction
from trackbacks.reading import Unreadable, read

TARGET = "https://news.example/2016/08/30/slug/"
KEYS = frozenset({same_address_key(TARGET)})
PAGE = "https://blog.example/2016/entry.html"
FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "webmention" / "sources"
KINDS = {"comment": "reply", "mention": "link", None: "link"}
# Its rel="bookmark" marks the permalink of an entry, as of old, and not what somebody keeps.
OTHERWISE = {"notiz-blog": "link"}


def reading(html, keys=KEYS):
    return read(html, "text/html", PAGE, keys)


def reaction(html):
    found = reading(html)
    assert found.found, html
    return found.reaction


def kind(html):
    return reaction(html).kind


def entry(inside):
    return f"<article class=h-entry>{inside}</article>"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("u-in-reply-to", "reply"),
        ("u-like-of", "like"),
        ("u-favorite-of", "like"),
        ("u-repost-of", "repost"),
        ("u-bookmark-of", "bookmark"),
        ("u-syndication", "link"),
        ("u-category", "link"),
        ("", "link"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "<a class='{}' href='{}'>x</a>",
        "<link class='{}' href='{}'>",
        "<data class='{}' value='{}'></data>",
        "<span class='{}'> {} </span>",
        "<p class='{} h-cite'><a class=u-url href='{}'>x</a></p>",
        "<p class='{} h-cite'>On <a class='u-url p-name' href='{}'>x</a> <b class=p-author>y",
    ],
)
def test_the_property_that_holds_the_link_says_what_the_entry_is(name, expected, form):
    html = entry(form.format(name, TARGET))
    if not name and "<a" not in form:
        assert not reading(html).found
    else:
        assert kind(html) == expected


@pytest.mark.parametrize(
    "spelling",
    ["http://news.example/2016/08/30/slug/", "//www.news.example/2016/08/30/slug?utm_source=x#y"],
)
def test_every_spelling_of_the_address_counts(spelling):
    assert kind(entry(f"<a class=u-like-of href='{spelling}'></a>")) == "like"


def test_a_like_of_something_else_that_links_to_us_is_a_link():
    other = "<a class=u-like-of href='https://other.example/'></a>"
    assert kind(entry(f"{other}<a href='{TARGET}'>x</a>")) == "link"


def test_a_reply_that_also_likes_is_a_reply():
    both = f"<a class='u-like-of u-in-reply-to' href='{TARGET}'>x</a>"
    assert kind(entry(both)) == "reply"


def test_an_answer_to_an_invitation_is_one_only_if_it_answers_this():
    answer = "<data class=p-rsvp value=yes>I come</data>"
    assert kind(entry(f"<a class=u-in-reply-to href='{TARGET}'></a>{answer}")) == "rsvp"
    assert kind(entry(f"<a href='{TARGET}'></a>{answer}")) == "link"


@pytest.mark.parametrize(
    ("said", "rsvp"),
    [
        ("<data class=p-rsvp value=yes>I come</data>", "yes"),
        ("<b class=p-rsvp> NO </b>", "no"),
        ("<abbr class=p-rsvp title=maybe>perhaps</abbr>", "maybe"),
        ("<i class=p-rsvp>interested</i><i class=p-rsvp>no</i>", "interested"),
        ("<i class=p-rsvp>certainly</i>", ""),
        (f"<i class=p-rsvp>{'yes' * 1_000}</i>", ""),
        ("<i class=p-rsvp><script>yes</script></i>", ""),
    ],
)
def test_an_answer_to_an_invitation_is_one_of_four(said, rsvp):
    found = reaction(entry(f"<a class=u-in-reply-to href='{TARGET}'></a>{said}"))
    assert found.rsvp == rsvp
    assert reaction(entry(f"<a class=u-like-of href='{TARGET}'></a>{said}")).rsvp == ""


def test_the_old_vocabulary_names_an_author():
    html = (
        f"<div class=hentry><b class='author vcard'><i class=fn>Ada</i></b><a href='{TARGET}'>x</a>"
    )
    assert (kind(html), reaction(html).author_name) == ("link", "Ada")


def test_outside_an_entry_a_class_says_nothing():
    assert kind(f"<a class=u-like-of href='{TARGET}'>x</a>") == "link"
    assert not reading(f"<data class=u-like-of value='{TARGET}'></data>").found
    assert not reading(f"<link rel=canonical href='{TARGET}'>").found


def test_of_many_entries_the_one_with_the_link_speaks():
    other = entry("<a class=u-like-of href='https://other.example/'></a><p class=p-author>Eve")
    ours = entry(f"<a class=u-repost-of href='{TARGET}'></a><p class=p-author>Ada")
    assert reaction(f"<div class=h-feed>{other}{ours}{other}</div>") == Reaction(
        "repost", "", "Ada", ""
    )


def test_an_entry_that_says_more_wins_over_one_that_only_links():
    plain, like = (
        entry(f"<a href='{TARGET}'>x</a>"),
        entry(f"<a class=u-like-of href='{TARGET}'></a>"),
    )
    assert kind(plain + like) == "like"


@pytest.mark.parametrize(
    "shown",
    [
        "<a class=u-comment href='{}'>They answered</a>",
        "<div class='u-comment h-cite'><a class=u-url href='{}'>The News</a> said</div>",
        "<div class='p-like h-cite'><a class='u-url p-name' href='{}'>x</a></div>",
        "<ul><li class='u-repost h-cite'><p><a class=u-url href='{}'>x</a></p></li></ul>",
    ],
)
def test_a_page_that_only_shows_our_own_reaction_is_no_response(shown):
    assert not reading(entry(f"<p class=e-content>My own.</p>{shown.format(TARGET)}")).found
    answered = f"<a class=u-in-reply-to href='{TARGET}'>x</a>"
    assert kind(entry(f"{answered}{shown.format(TARGET)}")) == "reply"


def test_what_others_say_on_the_page_is_not_what_the_page_is():
    theirs = (
        "<div class='u-comment h-cite'><b class=p-author>Eve</b>"
        f"<a class=u-like-of href='{TARGET}'>liked</a></div>"
    )
    html = entry(f"<b class=p-author>Ada</b><p class=e-content>My own.</p>{theirs}")
    assert (kind(html), reaction(html).author_name) == ("link", "Ada")


AUTHORS = [
    ("<a class='p-author h-card' href='/ada'>Ada</a>", "Ada", "https://blog.example/ada"),
    ("<p class='p-author h-card'><a class='u-url p-name' href='//a.example'>Ada", "Ada",
     "https://a.example"),
    ("<b class=p-author>Ada</b>", "Ada", ""),
    ("<a class=u-author href='https://a.example/'></a>", "", "https://a.example/"),
    ("<p class='p-author h-card'><a class='u-url p-name' href='javascript:alert(1)'>Ada", "Ada",
     ""),
    ("<p class='p-author h-card'><a class='u-url p-name' href='http://['>Ada", "Ada", ""),
    (f"<p class='p-author h-card'><a class='u-url p-name' href='/{'x' * 2100}'>Ada", "Ada", ""),
    ("<b class=p-author>A\u202eda\n <i>L.</i></b>", "Ada L.", ""),
    ("", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("html", "name", "address"), AUTHORS)
def test_the_author_has_a_name_and_an_address_of_the_web(html, name, address):
    found = reaction(entry(f"<a class=u-like-of href='{TARGET}'></a>{html}"))
    assert (found.author_name, found.author_address) == (name, address)


PICTURES = [
    ("<p class='p-author h-card'><img class=u-photo src='/a.png' alt=A>Ada", "https://blog.example/a.png"),
    ("<p class='p-author h-card'><img src='a.png'>Ada", "https://blog.example/2016/a.png"),
    ("<p class='p-author h-card'><data class=u-photo value='//c.example/a'></data>", "https://c.example/a"),
    ("<p class='p-author h-card'>Ada", ""),
    ("<b class=p-author>Ada</b>", ""),
    ("<p class='p-author h-card'><img class=u-photo src='data:image/png;base64,AA'>Ada", ""),
    ("<p class='p-author h-card'><img class=u-photo src='javascript:alert(1)'>Ada", ""),
    (f"<p class='p-author h-card'><img class=u-photo src='/{'x' * 2100}'>Ada", ""),
    ("<img class=u-photo src='/the-entrys-own.png'>", ""),
]  # fmt: skip


@pytest.mark.parametrize(("html", "picture"), PICTURES)
def test_the_authors_picture_has_an_address_of_the_web(html, picture):
    found = reaction(entry(f"<a class=u-like-of href='{TARGET}'></a>{html}"))
    assert found.author_picture == picture


def test_a_base_in_the_page_counts_for_the_author():
    link = f"<a class=u-like-of href='{TARGET}'></a>"
    author = "<a class='p-author h-card' href='ada'>Ada</a>"
    html = f"<base href='https://other.example/x/'>{entry(link + author)}"
    assert reaction(html).author_address == "https://other.example/x/ada"


TEXTS = [
    ("<div class=e-content><p>One <b>two</b>.</p><p>Three</div>", "One two. Three"),
    ("<p class=p-content>Just text</p>", "Just text"),
    ("<p class=p-summary>In short</p><h1 class=p-name>A title</h1>", "In short"),
    ("<h1 class=p-name>A title</h1>", "A title"),
    ("<div class=e-content>a<script>alert(1)</script><style>b{}</style>b</div>", "ab"),
    ("<div class=e-content>&lt;script&gt; &amp; more</div>", "<script> & more"),
    ("<div class=e-content>" + "word " * 300 + "</div>", None),
]


@pytest.mark.parametrize(("html", "text"), TEXTS)
def test_a_reply_is_quoted_in_its_own_words(html, text):
    found = reading(entry(f"<a class=u-in-reply-to href='{TARGET}'></a>{html}"))
    assert found.excerpt == found.reaction.text
    assert len(found.excerpt) <= TEXT_LENGTH
    assert found.excerpt == text if text else found.excerpt.endswith("word…")


LONG = "<p>Words, <b>and</b> words.</p>" * 400


@pytest.mark.parametrize(
    "telling",
    [
        "<a class=u-like-of href='{}'>it</a>",
        "<div><div class='u-like-of h-cite'><p><a class=u-url href='{}'>it</a></div></div>",
        "<div class='u-like-of h-cite'><p><a href='{}'>it</a></div>",
    ],
)
def test_what_a_long_text_says_at_its_end_counts(telling):
    said = f"<div class=e-content>{LONG}{telling.format(TARGET)}{LONG}</div>"
    found = reaction(entry(f"{said}<a class='p-author h-card' href=/ada>Ada</a>"))
    assert (found.kind, found.author_name) == ("like", "Ada")
    assert found.text.startswith("Words, and words. Words, and words.")
    assert TEXT_LENGTH - 20 < len(found.text) <= TEXT_LENGTH + 1


def test_a_plain_link_is_quoted_around_itself():
    html = entry(f"<h1 class=p-name>T</h1><p class=e-content>Before <a href='{TARGET}'>x</a> after")
    found = reading(html)
    assert (found.excerpt, found.reaction.text) == ("T Before x after", "")


def test_who_wrote_a_plain_link_is_found_in_its_text_too():
    card = "<a class='p-author h-card' href='/ada/'>Ada</a>"
    inside = f"<p>{'Words. ' * 200}</p><p>By {card}, of <a href='{TARGET}'>x</a></p>"
    found = reading(entry(f"<div class=e-content>{inside}</div>")).reaction
    assert (found.kind, found.author_name, found.text) == ("link", "Ada", "")


CLASSES = " ".join(f"p-{number}" for number in range(2_000))
HURTFUL = {
    "classes": f"<p class='{CLASSES}'>" + "<i>x</i>" * 5_000,
    "deep classes": "<p class='p-a p-b p-c'><b>" * 400,
    "deep roots": "<div class='p-a h-entry'>" * 400,
    "old roots": "<div class='hentry author vcard entry-content'>" * 90 + "<p>x" * 3_000,
    "deep": "<div>" * 1_500,
    "much text": "<p class='p-a p-b p-c p-d'>" + "x " * 400_000,
    "many entries": "<p class=h-entry>" * 20_000,
    "many links": f"<a class=u-like-of href='{TARGET}'></a>" * 15_000,
    "links in the deep": "<div>" * 1500 + f"<data class=u-like-of value='{TARGET}'></data>" * 9_000,
    "telling in the deep": f"<div class=e-content>{LONG}{'<div>' * 1_500}"
    + "<b class=u-x></b>" * 50_000,
    "own reactions": f"<a class='u-comment' href='{TARGET}'></a>" * 15_000,
    "values": "<b class='dt-published'><b class=value>1</b>" * 90,
}


@pytest.mark.parametrize("html", HURTFUL.values(), ids=HURTFUL)
def test_an_entry_made_to_hurt_takes_no_long_time(html):
    link = f"<a class=u-in-reply-to href='{TARGET}'>x</a>"
    begun = time.process_time()
    with suppress(Unreadable):
        reading(f"<div class=h-entry>{link}{html}"[: 1024 * 1024])
        reading(f"<div class=h-entry>{html}{link}"[-1024 * 1024 :])
    assert time.process_time() - begun < 30


PIECES = [
    "<div class=h-entry>", "<p class='p-author h-card'>", "</p>", "</div>", "<a class='u-url'",
    f" href='{TARGET}'>", "<data class=u-like-of value='", "http://[", "'>", "<b class=dt-start>",
    "2016-08-30", "<b class=value title=x>", "</b>", "<div class='hentry vcard fn url'>", "text",
    "<img class=u-photo src=x alt=>", "<div class=e-content>", "<base href='//['>", "\0", "&#0;",
    "<object class='u-x' data=x>", "<time class='dt-x' datetime='x'>", "<div class='h-x-y-Z- p-'>",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_entry_can_be_read(pieces):
    link = f"<a class=u-like-of href='{TARGET}'></a>"
    found = reading(f"<div class=h-entry>{link}{''.join(pieces)}").reaction
    assert len(found.text) <= TEXT_LENGTH
    assert "\0" not in f"{found.text}{found.author_name}{found.author_address}"
    assert found.author_address.startswith(("", "http://", "https://"))


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")
@pytest.mark.parametrize("name", sorted(file.stem for file in FIXTURES.glob("*.json")) or ["none"])
def test_real_pages_are_what_others_found_them_to_be(name):
    expected = json.loads((FIXTURES / f"{name}.json").read_text())
    placeholder = "http://example.com/webmention/target/placeholder"
    html = (FIXTURES / f"{name}.html").read_text()
    found = reading(html, frozenset({same_address_key(placeholder)}))
    if not found.found:
        pytest.skip("does not link to the placeholder")
    said = expected.get("response_type")
    assert found.reaction.kind == OTHERWISE.get(name, KINDS.get(said, said))
    author = expected["author"]
    assert author.get("name", "") in {found.reaction.author_name, found.author_name, ""}
    assert not any(mark in found.excerpt for mark in ("alert('xss", "onerror", "onmouseover"))
