"""A held reply is seen at its secret address and nowhere else, until the decision."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from moderation.deciding import approve, mark_spam, reject
from moderation.models import Response
from tests.factories import make_comment

SECRET = "Meet me at the old mill at nine"


@pytest.fixture
def waiting(send):
    """The secret address of a reply that waits."""
    return send(comment=SECRET, author="Quiet Writer")["Location"]


def test_the_writer_sees_the_text_marked_as_waiting(client, waiting):
    answer = client.get(waiting)
    page = answer.content.decode()
    assert SECRET in page
    assert "awaits moderation" in page
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page
    assert answer["Referrer-Policy"] == "same-origin"
    assert not answer.cookies


def test_the_address_holds_at_least_128_random_bits(send):
    tokens = {send(comment=f"Reply {n}")["Location"].split("/")[2] for n in range(4)}
    assert len(tokens) == 4
    assert all(len(token) * 6 >= 128 for token in tokens)


@pytest.mark.parametrize("decide", [approve, reject, mark_spam])
def test_the_address_dies_with_the_decision(client, waiting, decide):
    decide(Response.objects.get(), by=None)
    answer = client.get(waiting)
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    assert "stands below its article" in answer.content.decode()
    assert Comment.objects.get().held_token is None


def test_the_address_dies_after_thirty_days(client, waiting):
    Response.objects.update(created_at=timezone.now() - timedelta(days=29))
    assert client.get(waiting).status_code == 200
    Response.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert client.get(waiting).status_code == 410


def test_the_address_dies_with_the_article(client, waiting):
    Article.objects.update(status=Article.Status.WITHDRAWN)
    assert client.get(waiting).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 32, "None", "-", "A" * 500])
def test_other_addresses_show_nothing(client, waiting, token):
    assert client.get(f"/held/{token}/").status_code == 410


def test_a_comment_that_never_waited_has_no_such_address(client, article):
    make_comment(article)
    assert client.get("/held/None/").status_code == 410


def test_no_other_address_holds_the_text_or_the_name(client, article, waiting):
    comment = Comment.objects.get()
    addresses = [
        article.path, f"{article.path}?replytocom={comment.pk}", f"{article.path}comment-page-2/",
        f"{article.path}feed/", f"{article.path}likes/", f"{article.path}trackback/",
        reverse("comment", args=[comment.pk]), reverse("comments-feed"),
        "/", "/feed/", "/feed/atom/", "/feed.json", "/sitemap.xml", f"/?s={SECRET}",
        "/comments/", "/held/", "/search/?q=mill", f"{article.path}comments/",
    ]  # fmt: skip
    for address in addresses:
        page = client.get(address, follow=True).content.decode()
        assert SECRET not in page, address
        assert "Quiet Writer" not in page, address
    assert client.get(reverse("comment", args=[comment.pk])).status_code == 404


def test_a_refused_reply_of_another_reader_does_not_show_it(send, waiting):
    assert SECRET not in send(comment="").content.decode()
