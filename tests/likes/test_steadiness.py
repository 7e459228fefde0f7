"""Likes under pressure: strange bodies, many rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Tally
from likes.models import Like
from tests.factories import make_article, make_like, make_newsroom


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=x; charset=rot13",
        "application/x-www-form-urlencoded; charset=utf-16",
    ],
)
@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00", b"action=%00", b"--x\r\n\r\n", b"action=LIKE"]
)
def test_a_body_that_says_nothing_is_the_senders_fault(client, content_type, body):
    article = make_article()
    answer = client.generic("POST", f"{article.path}likes/", body, content_type=content_type)
    assert answer.status_code == 400
    assert not answer.cookies
    assert not Like.objects.exists()


@pytest.mark.django_db
def test_many_likes_are_the_same_queries_as_one(client):
    make_newsroom()
    article = make_article()
    for path in (article.path, f"{article.path}likes/"):
        seen = []
        for count in (1, 60):
            for number in range(count):
                make_like(article, source=f"https://b{number}.example/{path}{count}", name="B")
                make_like(article)
            Tally.objects.filter(pk=article.pk).update(likes=Like.objects.count())
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            seen.append(len(queries))
        assert seen[0] == seen[1] <= 10
