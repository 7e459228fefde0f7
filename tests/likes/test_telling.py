"""However many likes arrive, pages are dropped every few seconds; the last like is told too."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_ox.models import OxTask

from articles.models import Tally
from lib.cache import CHANNEL
from likes import liking
from likes.liking import PAUSE
from likes.models import Like
from tests.factories import make_article, make_newsroom


def time_passes(article):
    """As if what is kept had been kept a pause earlier."""
    tally = Tally.objects.get(pk=article.pk)
    Tally.objects.filter(pk=article.pk).update(
        likes_told_at=tally.likes_told_at and tally.likes_told_at - PAUSE,
        likes_due_at=tally.likes_due_at and tally.likes_due_at - PAUSE,
    )


@pytest.fixture
def told(db):
    """How often an article's pages were dropped while something was done."""

    def count(verb, *args, **kwargs):
        with CaptureQueriesContext(connection) as queries:
            verb(*args, **kwargs)
        return sum("pg_notify" in query["sql"] for query in queries)

    return count


def test_each_verb_drops_the_pages_when_the_count_changes_and_only_then(told):
    article, source = make_article(), "https://b.example/"
    verbs = {
        lambda: liking.like(article, "v"): [True, False],
        lambda: liking.unlike(article, "v"): [True, False],
        lambda: liking.like_from(article, source=source, name="B", address=""): [True, False],
        lambda: liking.unlike_from(article, source=source): [True, False],
    }  # fmt: skip
    for verb, changes in verbs.items():
        for changed in changes:
            assert told(verb) == changed
            time_passes(article)


def test_within_the_pause_only_the_row_changes_and_one_task_is_left(told):
    article = make_article()
    assert told(liking.like, article, "first") == 1
    assert [told(liking.like, article, f"v{number}") for number in range(9)] == [0] * 9
    tally = Tally.objects.get(pk=article.pk)
    assert tally.likes == 10
    (task,) = OxTask.objects.all()
    assert task.run_after == tally.likes_due_at == tally.likes_told_at + PAUSE


def test_the_end_of_the_pause_tells_the_last_like_once(told):
    article = make_article()
    liking.like(article, "first")
    liking.like(article, "last")
    assert told(liking.tell_later.call, article.pk) == 0  # too early
    time_passes(article)
    assert told(liking.tell_later.call, article.pk) == 1
    assert told(liking.tell_later.call, article.pk) == 0  # a task may run twice


def test_after_the_end_of_a_pause_another_pause_begins(told):
    article = make_article()
    liking.like(article, "first")
    liking.like(article, "second")
    time_passes(article)
    liking.tell_if_due(article.pk)
    assert told(liking.like, article, "third") == 0
    time_passes(article)
    assert told(liking.like, article, "fourth") == 1


def test_what_a_dead_worker_left_is_told_by_the_clock(told):
    article, other = make_article(), make_article()
    for one in (article, other):
        liking.like(one, "first")
        liking.like(one, "last")
    OxTask.objects.all().delete()
    assert told(liking.tell_due.call) == 0
    time_passes(article)
    assert told(liking.tell_due.call) == 1
    assert told(liking.tell_due.call) == 0


def test_what_no_worker_told_the_next_like_tells(told):
    article = make_article()
    liking.like(article, "first")
    liking.like(article, "second")
    time_passes(article)
    assert told(liking.like, article, "third") == 1
    assert Tally.objects.get(pk=article.pk).likes_due_at is None


def test_an_article_that_is_gone_is_no_error(told):
    assert told(liking.tell_later.call, 4711) == 0


# Many at once, from several connections


@pytest.fixture
def crowd():
    """Does many things at once, each of eight threads with a connection of its own."""

    def do(verb, arguments):
        def one(argument):
            try:
                return verb(*argument)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, arguments))

    return do


@pytest.fixture
def listener():
    """A connection that hears every purge."""
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "client_encoding"):
        parameters.pop(name, None)
    ear = psycopg2.connect(**parameters)
    ear.autocommit = True
    with ear.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    yield ear
    ear.close()


def heard(listener):
    """What was heard since the last time."""
    with listener.cursor() as cursor:
        cursor.execute("SELECT 1")  # brings along what was sent before
    found = [notice.payload for notice in listener.notifies]
    listener.notifies.clear()
    return found


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_storm_of_500_likes_is_a_handful_of_purges_and_the_page_is_right(crowd, listener, client):
    make_newsroom()
    article = make_article()
    began = monotonic()
    made = crowd(liking.like, [(article, f"visitor {number}") for number in range(500)])
    lasted = monotonic() - began
    assert all(made)
    during = heard(listener)
    assert 1 <= len(during) <= 1 + lasted / PAUSE.total_seconds() + 1
    assert set(during) == {f"article-{article.pk}"}
    assert Tally.objects.get(pk=article.pk).likes == Like.objects.count() == 500
    assert OxTask.objects.count() <= len(during)
    time_passes(article)
    liking.tell_due.call()
    assert len(heard(listener)) == 1
    assert "500 bloggers like this" in client.get(article.path).text


@pytest.mark.django_db(transaction=True)
def test_after_a_storm_of_likes_and_unlikes_the_tally_is_what_a_count_finds(crowd):
    article = make_article()

    def press(verb, visitor):
        return verb(article, visitor)

    verbs = [liking.like, liking.unlike, liking.like]
    crowd(press, [(verbs[number % 3], f"v{number // 3 % 6}") for number in range(300)])
    assert Tally.objects.get(pk=article.pk).likes == Like.objects.count() <= 6
