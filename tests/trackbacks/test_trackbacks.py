"""Trackbacks: every answer of the protocol, and a link that is proven before it is believed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from articles.models import Address
from masthead.models import Newsroom
from moderation.models import Host, Response, State
from tests.factories import make_article
from trackbacks import incoming
from trackbacks.models import Linkback

MISSING = "There is no such article."
SHAPE = "Source and target must be web addresses that begin with http:// or https://."


@pytest.fixture
def article(near_site):
    return make_article("Our headline")


@pytest.fixture
def send(client, article):
    """What the endpoint says to a form: "" is success, anything else the message."""

    def post(path=None, **fields):
        return message(client.post(f"{path or article.path}trackback/", fields))

    return post


def message(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    assert root.tag == "response"
    assert [child.tag for child in root] == ["error", "message"][: len(root)]
    assert root.findtext("error") == str(len(root) - 1)
    return root.findtext("message", "")


def test_a_proven_link_is_taken_and_waits(send, blog, article):
    assert send(url=blog.link_to(article.absolute_url)) == ""
    linkback = Linkback.objects.get()
    assert (linkback.protocol, linkback.article, linkback.response.state) == (
        "trackback",
        article,
        State.HELD,
    )


def test_a_page_such_as_about_takes_trackbacks_too(send, blog):
    about = make_article(kind="page", path="/about/")
    assert send("/about/", url=blog.link_to(about.absolute_url)) == ""


def test_an_address_that_the_article_had_takes_trackbacks_too(send, blog, article):
    Address.objects.create(article=article, path="/2010/01/02/old/", current=False)
    assert send("/2010/01/02/old/", url=blog.link_to(article.absolute_url)) == ""
    assert Linkback.objects.get().article == article


def test_a_source_without_the_link_is_refused_whatever_it_claims(send, blog, article):
    source = blog.serve("<p>Nothing about you.")
    said = send(url=source, title="Casino", excerpt=article.absolute_url, blog_name="Casino")
    assert said == "The source page does not link to the target."
    assert Response.objects.get().state == State.REJECTED


def test_a_source_that_cannot_be_had_is_refused_in_one_sentence(send, blog):
    for source in (
        "http://10.0.0.1/",
        "http://nothing.invalid/",
        blog.serve("", "/missing", status=404),
    ):
        assert send(url=source) == "The source page could not be read."


def test_the_page_wins_over_the_claims(send, blog, article):
    source = blog.link_to(article.absolute_url, title="What the page says")
    send(url=source, title="What the form says", excerpt="Claimed", blog_name="A blog")
    linkback = Linkback.objects.get()
    assert linkback.title == "What the page says"
    assert linkback.excerpt == "Look what they say, my friends."
    assert linkback.response.author_name == "A blog"


def test_claims_are_used_where_the_page_says_nothing(send, blog, article):
    source = blog.serve(f"<footer><a href='{article.absolute_url}'>x</a></footer>")
    send(url=source, title="Claimed &amp; <b>bold</b>", excerpt="<p>Their <i>words</i>")
    linkback = Linkback.objects.get()
    assert (linkback.title, linkback.excerpt) == ("Claimed & bold", "Their words")


def test_unknown_fields_are_ignored_and_hostile_ones_are_text(send, blog, article):
    source = blog.serve(f"<footer><a href='{article.absolute_url}'>x</a></footer>")
    assert send(url=source, title="a\0b<script>x</script>", rubbish="y" * 1000) == ""
    assert "<" not in Linkback.objects.get().title
    assert "\0" not in Linkback.objects.get().title


@pytest.mark.parametrize("fields", [{}, {"url": ""}, {"url": "  "}, {"title": "Only"}])
def test_the_address_is_required(send, fields):
    assert send(**fields) == "The field “url” is missing."


@pytest.mark.parametrize("url", ["gopher://a.example/", "no address", "javascript:alert(1)"])
def test_the_address_must_be_one_of_the_web(send, url):
    assert send(url=url) == SHAPE


def test_the_article_itself_is_no_source(send, article):
    assert send(url=article.absolute_url) == "Source and target are the same page."


def test_a_closed_article_takes_none(send, blog):
    closed = make_article(linkbacks_open=False)
    source = blog.link_to(closed.absolute_url)
    assert send(closed.path, url=source) == "The target takes no links from other sites."
    assert not blog.hits


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False, "path": "/2016/08/30/draft/"},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"embargo_until": timezone.now() + timedelta(hours=1)},
        {"status": "withdrawn"},
    ],
)
def test_hidden_articles_answer_as_missing_ones(client, send, blog, fields):
    hidden = make_article(**fields)
    for path in (hidden.path, "/2016/08/30/never-was/", "/never-was/"):
        assert send(path, url=blog.link_to(f"http://news.example{path}")) == MISSING
        assert client.get(f"{path}trackback/").status_code == 404
    assert not blog.hits


def test_the_same_link_again_is_told_so(send, blog, article):
    source = blog.link_to(article.absolute_url)
    assert send(url=source) == ""
    assert send(url=source) == "This link is registered already."
    assert blog.hits["/entry/"] == Linkback.objects.count() == 1


def test_a_blocked_host_is_refused_without_a_fetch(send, blog, article):
    Host.objects.create(name="127.0.0.1", standing=Host.Standing.BLOCKED)
    assert send(url=blog.link_to(article.absolute_url)) == "Links from there are not taken."
    assert not blog.hits


def test_who_is_too_fast_is_told_when_to_try_again(send, blog):
    Newsroom.objects.update(linkbacks_burst=2, linkbacks_per_minute=1)
    said = [send(url=blog.url(f"/{number}")) for number in range(4)]
    assert said[0] == "The source page could not be read."
    assert "try again in" in said[-1]


def test_what_is_queued_is_a_success(send, blog, article):
    with incoming.TURN:
        assert send(url=blog.link_to(article.absolute_url)) == ""
    assert Response.objects.get().state == State.RECEIVED


def test_who_only_looks_is_sent_to_the_article(client, article):
    Address.objects.create(article=article, path="/2010/01/02/old/", current=False)
    for path in (article.path, "/2010/01/02/old/"):
        response = client.get(f"{path}trackback/?url=http://a.example/")
        assert (response.status_code, response["Location"]) == (302, article.path)
    assert client.head(f"{article.path}trackback/").status_code == 302
    assert not Linkback.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_not_allowed(client, article, method):
    response = getattr(client, method)(f"{article.path}trackback/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


def test_strangers_send_no_token_and_get_no_cookie(article, blog):
    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post(
        f"{article.path}trackback/", {"url": blog.link_to(article.absolute_url)}
    )
    assert message(response) == ""
    assert not response.cookies
