"""The world is told of an article once, a minute after the public could read it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_ox.testing import run_tasks

from articles.models import Article
from articles.publishing import announce, announce_due, announce_later, publish, revise, withdraw
from articles.signals import article_announced
from tests.articles.drafts import at_once, make_draft
from tests.factories import make_article

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def told():
    """Ids of the articles that were announced, in order."""
    announced = []

    def listen(article, **kwargs):
        announced.append(article.pk)

    article_announced.connect(listen)
    yield announced
    article_announced.disconnect(listen)


@pytest.fixture
def pass_time(monkeypatch):
    """Let the clock of the newsroom run ahead."""
    ahead, real = [timedelta(0)], timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + ahead[0])

    def go(span):
        ahead[0] += span

    return go


def test_an_article_is_announced_a_minute_after_its_publication(told, pass_time):
    article = make_draft()
    publish(article, by=None)
    run_tasks()
    announce_later.call(article.pk)
    assert told == []
    pass_time(MINUTE)
    run_tasks(raise_failures=True)
    assert told == [article.pk]
    article.refresh_from_db()
    assert article.announced_at


def test_nobody_is_told_twice(told):
    article = make_article()
    assert announce(article)
    assert not announce(Article.objects.get(pk=article.pk))
    assert told == [article.pk]


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False},
        {"published_at": timezone.now() + timedelta(days=1)},
        {"embargo_until": timezone.now() + timedelta(days=1)},
        {"status": "withdrawn"},
        {"announced_at": timezone.now()},
    ],
    ids=["draft", "scheduled", "embargoed", "withdrawn", "announced"],
)
def test_what_is_not_public_or_was_announced_is_not_announced(told, fields):
    article = make_article(**fields)
    assert not announce(article)
    announce_due.call()
    assert told == []


def test_an_article_withdrawn_within_the_minute_is_not_announced(told, pass_time):
    article = make_draft()
    publish(article, by=None)
    withdraw(article, by=None)
    pass_time(2 * MINUTE)
    run_tasks(raise_failures=True)
    announce_due.call()
    assert told == []


def test_an_article_back_from_withdrawal_gets_a_minute_of_its_own(told, pass_time):
    article = make_draft()
    publish(article, by=None)
    withdraw(article, by=None)
    pass_time(MINUTE * 0.9)
    publish(article, by=None)
    pass_time(MINUTE * 0.5)
    run_tasks(raise_failures=True)
    assert told == []
    pass_time(MINUTE)
    run_tasks(raise_failures=True)
    assert told == [article.pk]


def test_an_editor_who_still_revises_is_not_overtaken(told, pass_time):
    article = make_draft()
    publish(article, by=None)
    pass_time(MINUTE * 0.9)
    Article.objects.filter(pk=article.pk).update(headline="Radio opens its whole archive")
    revise(article, by=None)
    pass_time(MINUTE * 0.5)
    announce_due.call()
    assert told == []
    pass_time(MINUTE)
    announce_due.call()
    assert told == [article.pk]


def test_a_scheduled_article_is_announced_a_minute_after_its_hour(told, pass_time):
    article = make_draft()
    publish(article, by=None, at=timezone.now() + timedelta(hours=1))
    pass_time(timedelta(hours=1, seconds=30))
    run_tasks(raise_failures=True)
    announce_due.call()
    assert told == []
    pass_time(MINUTE)
    run_tasks(raise_failures=True)
    assert told == [article.pk]


def test_the_sweep_finds_what_lost_its_nudge_and_one_failure_stops_no_other(told, pass_time):
    broken, fine = make_article("Broken"), make_article("Fine")
    pass_time(2 * MINUTE)

    def fail(article, **kwargs):
        if article.pk == broken.pk:
            raise ConnectionError

    article_announced.connect(fail)
    announce_due.call()
    article_announced.disconnect(fail)
    assert fine.pk in told
    broken.refresh_from_db()
    assert broken.announced_at is None
    told.clear()
    announce_due.call()
    assert told == [broken.pk]


def test_a_nudge_for_an_article_that_is_gone_does_nothing(told):
    announce_later.call(123456)
    assert told == []


@pytest.mark.django_db(transaction=True)
def test_of_many_who_announce_at_once_one_does():
    article, won = make_article(), []
    raised = at_once(8, lambda number: won.append(announce(Article.objects.get(pk=article.pk))))
    assert raised == []
    assert sorted(won) == [False] * 7 + [True]
