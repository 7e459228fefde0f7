"""The feeds of comments hold what is shown, well-formed, under the site's own address."""

from datetime import timedelta

import pytest
from defusedxml import ElementTree
from django.utils import timezone

from articles.models import Article
from comments.feeds import LENGTH
from moderation.models import Response, State
from tests.factories import make_article, make_comment, make_newsroom


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
