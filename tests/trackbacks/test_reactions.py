"""What a verified page is decides where it stands: likes in their line, the rest in the list."""

import pytest
from lxml import html

from articles.models import Tally
from moderation.deciding import approve, reject
from moderation.models import Host, Response, State
from tests.factories import make_article
from trackbacks.incoming import Refused, receive
from trackbacks.models import Linkback

WEBMENTION = Linkback.Protocol.WEBMENTION
AUTHOR = "<a class='p-author h-card' href='https://ada.example/'>Ada</a>"


@pytest.fixture
def article(near_site):
    return make_article()


@pytest.fixture
def trusted(blog):
    Host.objects.create(name=blog.host, standing=Host.Standing.TRUSTED)


@pytest.fixture
def react(article, blog):
    """Serve an entry with this property and announce it; the linkback as the database has it."""

    def announce(name, said="", author=AUTHOR, path="/entry/"):
        blog.serve(
            f"<title>An entry</title><div class=h-entry>{author}{said}"
            f"<a class='{name}' href='{article.absolute_url}'>x</a></div>",
            path,
        )
        receive(protocol=WEBMENTION, source=blog.url(path), target=article.absolute_url)
        return Linkback.objects.select_related("response").get(source=blog.url(path))

    return announce


def counts(article):
    tally = Tally.objects.get(article=article)
    return tally.likes, tally.linkbacks


def likes(article):
    return list(article.likes.values_list("name", "address", "source"))


def items(client, article):
    page = html.fromstring(client.get(article.path).content)
    return page.xpath("//ol[@class='linkbacks']/li")


def test_a_like_is_a_like_and_no_linkback(react, trusted, article, blog, client):
    linkback = react("u-like-of")
    assert (linkback.kind, linkback.response.kind) == ("like", Response.Kind.LIKE)
    assert counts(article) == (1, 0)
    assert likes(article) == [("Ada", "https://ada.example/", blog.url())]
    assert items(client, article) == []
    assert "Ada" in client.get(article.path).content.decode()


def test_a_like_waits_for_a_moderator_like_any_link(react, article):
    linkback = react("u-like-of")
    assert linkback.response.state == State.HELD
    assert counts(article) == (0, 0)
    approve(linkback.response, by=None)
    assert counts(article) == (1, 0)
    reject(linkback.response, by=None)
    assert counts(article) == (0, 0)


def test_a_like_without_an_author_carries_the_name_of_its_site(react, trusted, article, blog):
    react("u-like-of", author="")
    assert likes(article) == [(blog.host, blog.url(), blog.url())]


def test_a_like_under_a_new_name_is_the_same_like(react, trusted, article):
    react("u-like-of")
    react("u-like-of", author="<b class=p-author>Ada L.</b>")
    assert [name for name, *__ in likes(article)] == ["Ada L."]
    assert counts(article) == (1, 0)


def test_a_like_that_becomes_a_reply_moves_and_back(react, trusted, article, client):
    react("u-like-of")
    assert react("u-in-reply-to", "<p class=p-content>Well.</p>").response.is_shown
    assert (counts(article), likes(article)) == ((0, 1), [])
    assert len(items(client, article)) == 1
    react("u-like-of")
    assert counts(article) == (1, 0)
    assert items(client, article) == []


def test_a_like_that_is_taken_back_is_gone(react, trusted, article, blog):
    react("u-like-of")
    blog.serve("gone", status=410)
    receive(protocol=WEBMENTION, source=blog.url(), target=article.absolute_url)
    assert (counts(article), likes(article)) == ((0, 0), [])


def test_a_like_that_is_gone_may_come_back_as_a_link(react, trusted, article, blog):
    react("u-like-of")
    blog.serve("gone", status=410)
    receive(protocol=WEBMENTION, source=blog.url(), target=article.absolute_url)
    react("")
    assert counts(article) == (0, 1)


def test_a_held_like_that_changes_counts_nothing(react, article):
    react("u-like-of")
    linkback = react("u-repost-of")
    assert (linkback.kind, linkback.response.kind) == ("repost", Response.Kind.LINKBACK)
    assert counts(article) == (0, 0)


def test_a_reply_is_a_quote_with_its_author(react, trusted, article, client, blog):
    words = "<div class=e-content><p>I <b>disagree</b>.<script>alert(1)</script></div>"
    linkback = react("u-in-reply-to", words)
    assert (linkback.kind, linkback.excerpt) == ("reply", "I disagree.")
    assert linkback.response.summary == "I disagree."
    (item,) = items(client, article)
    (author, page) = item.iter("a")
    assert "h-cite" in item.get("class")
    assert (author.text_content(), author.get("href"), author.get("rel")) == (
        "Ada",
        "https://ada.example/",
        "nofollow ugc",
    )
    assert (page.text_content(), page.get("href"), page.get("rel")) == (
        "An entry",
        blog.url(),
        "nofollow ugc",
    )
    (quote,) = item.iter("blockquote")
    assert (quote.text, quote.get("dir")) == ("I disagree.", "auto")
    assert item.xpath(".//bdi[@class='host']")[0].text == blog.host


@pytest.mark.parametrize(
    ("name", "said"),
    [("u-repost-of", "reposted this:"), ("u-bookmark-of", "bookmarked this:")],
)
def test_reposts_and_bookmarks_are_one_line(react, trusted, article, client, name, said):
    linkback = react(name, "<p class=e-content>Many words</p>")
    assert counts(article) == (0, 1)
    (item,) = items(client, article)
    assert not list(item.iter("blockquote"))
    assert said in item.text_content()
    assert linkback.is_brief


@pytest.mark.parametrize(
    ("rsvp", "did"),
    [
        ("yes", "accepted the invitation:"),
        ("no", "declined the invitation:"),
        ("maybe", "may accept the invitation:"),
        ("interested", "is interested in the invitation:"),
        ("perhaps", "answered the invitation:"),
    ],
)
def test_an_answer_to_an_invitation_says_so_in_its_own_words(
    react, trusted, article, client, rsvp, did
):
    words = f"<data class=p-rsvp value={rsvp}></data><p class=p-content>I come.</p>"
    linkback = react("u-in-reply-to", words)
    assert (linkback.kind, counts(article)) == ("rsvp", (0, 1))
    (item,) = items(client, article)
    assert did in item.text_content()
    assert [quote.text for quote in item.iter("blockquote")] == ["I come."]


def test_who_comes_after_all_is_shown_to_come(react, trusted, article, client, blog):
    words = "<data class=p-rsvp value=no></data><p class=p-content>Perhaps not.</p>"
    react("u-in-reply-to", words)
    again = react("u-in-reply-to", words.replace("no>", "yes>"))
    assert again.rsvp == "yes"
    (item,) = items(client, article)
    assert "accepted the invitation:" in item.text_content()
    react("u-like-of")
    assert Linkback.objects.get().rsvp == ""


def test_an_author_of_no_web_address_is_a_name_without_a_link(react, trusted, article, client):
    author = "<a class='p-author h-card' href='javascript:alert(1)'>&lt;i>Eve</a>"
    react("u-in-reply-to", author=author)
    (item,) = items(client, article)
    assert "<i>Eve" in item.text_content()
    assert not item.xpath(".//i | .//a[starts-with(@href, 'javascript')]")


def test_a_page_that_shows_our_own_answer_is_refused(article, blog):
    shown = (
        f"<div class='u-comment h-cite'><a class=u-url href='{article.absolute_url}'>x</a></div>"
    )
    source = blog.serve(f"<div class=h-entry><p class=e-content>Mine.</p>{shown}</div>")
    with pytest.raises(Refused) as caught:
        receive(protocol=WEBMENTION, source=source, target=article.absolute_url)
    assert caught.value.case.value == "no-link"


def test_json_proves_a_link_too(article, blog):
    body = f'{{"name": "A note", "in-reply-to": "{article.absolute_url}"}}'
    source = blog.serve(body, Content_Type="application/json")
    linkback = receive(protocol=WEBMENTION, source=source, target=article.absolute_url)
    assert (linkback.title, linkback.kind) == ("A note", "reply")


def test_who_moves_and_changes_at_once_leaves_no_like_behind(
    react, trusted, article, blog, other_blog
):
    react("u-like-of")
    elsewhere = other_blog.link_to(article.absolute_url)
    blog.serve("", status=301, Location=elsewhere)
    receive(protocol=WEBMENTION, source=blog.url(), target=article.absolute_url)
    assert Response.objects.get().state == State.HELD
    assert (counts(article), likes(article)) == ((0, 0), [])
