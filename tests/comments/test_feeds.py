"""The feeds of comments hold what is shown, well-formed, under the site's own address."""

from datetime import timedelta

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.feeds import LENGTH
from moderation.models import Response, State
from tests.factories import make_article, make_comment, make_linkback, make_newsroom


def items_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).findall("./channel/item")


def test_a_comment_is_an_item_with_its_permanent_address(client, article, settings):
    comment = make_comment(article, "Well said.", name="Rita & Co")
    for path in ("/comments/feed/", f"{article.path}feed/"):
        (item,) = items_of(client, path)
        assert item.findtext("title") == "Rita & Co on “Bread & roses”"
        assert item.findtext("link") == f"{settings.SITE_URL}/comments/{comment.pk}/"
        assert item.findtext("guid") == f"{settings.SITE_URL}/comments/{comment.pk}/"
        content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
        assert content == '<div dir="auto"><p>Well said.</p></div>'


def test_the_newest_come_first_and_are_not_endless(client, article):
    comments = [make_comment(article, f"Comment {number}.") for number in range(LENGTH + 3)]
    items = items_of(client, "/comments/feed/")
    assert len(items) == LENGTH
    assert items[0].findtext("link").endswith(f"/comments/{comments[-1].pk}/")


@pytest.mark.parametrize("state", [state for state in State if state != State.SHOWN])
def test_what_is_not_shown_is_not_in_a_feed(client, article, state):
    make_comment(article, "Secret.", state=state)
    for path in ("/comments/feed/", f"{article.path}feed/"):
        assert items_of(client, path) == []


def test_comments_of_hidden_articles_are_in_no_feed(client, newsroom):
    make_comment(make_article(published=False))
    make_comment(make_article(published_at=timezone.now() + timedelta(days=1)))
    make_comment(make_article(status=Article.Status.WITHDRAWN))
    assert items_of(client, "/comments/feed/") == []


def test_an_articles_feed_holds_its_own_only(client, article):
    make_comment(make_article(), "Elsewhere.")
    assert items_of(client, f"{article.path}feed/") == []


def test_a_page_such_as_about_has_a_feed_of_comments(client, newsroom):
    about = make_article("About", kind=Article.Kind.PAGE)
    make_comment(about)
    assert len(items_of(client, f"{about.path}feed/")) == 1


def test_imported_names_that_xml_cannot_hold_break_nothing(client, article):
    make_comment(article, name="Ri\x08ta\ufffe")
    (item,) = items_of(client, "/comments/feed/")
    assert item.findtext("title").startswith("Rita on")


def test_ten_times_the_comments_are_the_same_queries(client, article, django_assert_num_queries):
    make_comment(article)
    items_of(client, "/comments/feed/")
    for count in (0, 15):
        for _ in range(count):
            make_comment(make_article())
        with django_assert_num_queries(2):
            items_of(client, "/comments/feed/")


def test_an_articles_feed_costs_the_same_with_ten_times_the_comments(client, newsroom):
    def cost(number):
        article = make_article()
        for _ in range(number):
            make_comment(article)
        with CaptureQueriesContext(connection) as captured:
            assert len(items_of(client, f"{article.path}feed/")) == min(number, LENGTH)
        return len(captured)

    assert cost(3) == cost(30) <= 5


def test_a_feed_says_when_it_may_be_kept_and_sets_no_cookie(client, article):
    answer = client.get("/comments/feed/")
    assert "public" in answer["Cache-Control"]
    assert answer["ETag"]
    assert not answer.cookies
    assert (
        client.get("/comments/feed/", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    )


def test_a_change_of_state_changes_the_feed(client, article):
    make_newsroom()
    make_comment(article)
    assert len(items_of(client, "/comments/feed/")) == 1
    Response.objects.update(state=State.SPAM)
    assert items_of(client, "/comments/feed/") == []


# Links from other sites


def link(article, said="They <say> so.", **fields):
    """A linkback with these words, by somebody."""
    linkback = make_linkback(article, author_name="Ada & Co", **fields)
    Response.objects.filter(pk=linkback.pk).update(summary=said)
    return linkback


@pytest.fixture
def asked_for(newsroom):
    return make_newsroom(linkbacks_in_feeds=True)


def test_links_from_other_sites_are_in_no_feed_unless_the_newsroom_says_so(client, article):
    link(article)
    for path in ("/comments/feed/", f"{article.path}feed/"):
        assert items_of(client, path) == []


def test_a_link_is_an_item_with_its_permanent_address(client, article, asked_for, settings):
    linkback = link(article)
    for path in ("/comments/feed/", f"{article.path}feed/"):
        (item,) = items_of(client, path)
        assert item.findtext("title") == "Ada & Co on “Bread & roses”"
        assert item.findtext("link") == f"{settings.SITE_URL}/linkbacks/{linkback.pk}/"
        content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
        assert content == '<blockquote dir="auto"><p>They &lt;say&gt; so.</p></blockquote>'


def test_links_and_comments_stand_in_the_order_in_which_they_came(client, article, asked_for):
    rows = [make_comment(article), link(article), make_comment(article)]
    found = [item.findtext("link") for item in items_of(client, "/comments/feed/")]
    assert [int(address.split("/")[-2]) for address in found] == [row.pk for row in reversed(rows)]
    for _ in range(LENGTH):
        link(article)
    assert len(items_of(client, "/comments/feed/")) == LENGTH


@pytest.mark.parametrize("state", [state for state in State if state != State.SHOWN])
def test_a_link_that_is_not_shown_is_in_no_feed(client, article, asked_for, state):
    link(article, state=state)
    for path in ("/comments/feed/", f"{article.path}feed/"):
        assert items_of(client, path) == []


def test_a_blogs_like_is_in_no_feed(client, article, asked_for):
    link(article)
    Response.objects.update(kind=Response.Kind.LIKE)
    assert items_of(client, "/comments/feed/") == []


def test_links_to_hidden_articles_are_in_no_feed(client, asked_for):
    link(make_article(published_at=timezone.now() + timedelta(days=1)))
    link(make_article(status=Article.Status.WITHDRAWN))
    assert items_of(client, "/comments/feed/") == []


def test_ten_times_the_links_are_the_same_queries(
    client, article, asked_for, django_assert_num_queries
):
    link(article)
    items_of(client, "/comments/feed/")
    for count in (0, 10):
        for _ in range(count):
            link(make_article())
            make_comment(make_article())
        with django_assert_num_queries(2):
            items_of(client, "/comments/feed/")
