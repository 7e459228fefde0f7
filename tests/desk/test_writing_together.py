"""Two people at one article: who comes second meets what the first one did, never a half of it."""

from threading import Thread

import pytest
from django.db import connection, transaction
from django.test import Client

from articles.publishing import publish
from articles.revisions import waiting
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import address_of, fields

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saving():
    """Starts a POST in a thread of its own; the answer comes when the row is free."""
    threads = []

    def start(user, address):
        client, answers = Client(), []
        client.force_login(user)
        typed = {**fields(client.get(address), "article_form"), "headline": "Edited", "_save": "1"}

        def post():
            answers.append(client.post(address, typed))
            connection.close()

        thread = Thread(target=post)
        threads.append(thread)
        return thread, answers

    yield start
    for thread in threads:
        thread.join(10)


def wait_for_somebody_to_wait():
    """Returns when another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        for _ in range(20_000):
            cursor.execute(
                "SELECT FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchall():
                return
    raise AssertionError("nobody waits")


def test_who_saves_while_it_is_published_takes_nothing_of_that_back(saving):
    make_newsroom()
    editor, other = make_user(role="Editor"), make_user(role="Editor")
    article = make_article("Race", published=False)
    thread, answers = saving(other, address_of(article))
    with transaction.atomic():
        publish(article, by=editor)
        thread.start()
        wait_for_somebody_to_wait()
    thread.join()
    article.refresh_from_db()
    assert article.is_public
    assert article.path
    assert article.headline == "Race"
    assert answers[0].status_code == 302
    assert waiting(article).content["headline"] == "Edited"


def test_what_a_reporter_saves_while_it_is_published_waits(saving):
    make_newsroom()
    article = make_article("Race", published=False)
    reporter = make_user(role="Reporter")
    thread, answers = saving(reporter, address_of(article))
    with transaction.atomic():
        publish(article, by=make_user(role="Editor"))
        thread.start()
        wait_for_somebody_to_wait()
    thread.join()
    article.refresh_from_db()
    assert (answers[0].status_code, article.headline) == (302, "Race")
    assert waiting(article).created_by == reporter
