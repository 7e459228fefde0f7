"""Likes under pressure: strange bodies, many at once, many rows; pages dropped when needed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Tally
from likes import liking
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
def test_pages_are_dropped_when_the_count_changes_and_only_then():
    article, source = make_article(), "https://b.example/"
    verbs = {
        lambda: liking.like(article, "v"): [True, False],
        lambda: liking.unlike(article, "v"): [True, False],
        lambda: liking.like_from(article, source=source, name="B", address=""): [True, False],
        lambda: liking.unlike_from(article, source=source): [True, False],
    }  # fmt: skip
    for verb, changes in verbs.items():
        for change in changes:
            with CaptureQueriesContext(connection) as queries:
                assert verb() is change
            told = [query["sql"] for query in queries if "pg_notify" in query["sql"]]
            assert [f"article-{article.pk} articles" in sql for sql in told] == [True] * change


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


@pytest.mark.django_db(transaction=True)
def test_after_a_storm_the_tally_is_what_a_count_finds():
    article = make_article()
    verbs = [liking.like, liking.unlike, liking.like]
    presses = [(verbs[number % 3], f"v{number // 3 % 6}") for number in range(200)]

    def press(one):
        verb, visitor = one
        try:
            return verb(article, visitor)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(press, presses))
    assert Tally.objects.get(pk=article.pk).likes == Like.objects.count() <= 6
