"""A change to a live article goes live at its hour: claimed once, watched, said to be late."""

from datetime import UTC, datetime, timedelta

import pytest
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from articles.models import Article, Revision
from articles.publishing import (
    NotPublishable,
    change,
    change_due,
    change_later,
    publish,
    unschedule,
    withdraw,
)
from articles.revisions import live, scheduled, waiting
from articles.signals import article_revised
from tests.articles.drafts import at_once, edit, make_draft
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import address_of, write

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = NOON

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.now)
    return Clock


def changing(at=NOON + HOUR, by=None):
    """A public article with a change that goes live in an hour."""
    article = make_draft(body="<p>Live.</p>")
    publish(article, by=None)
    edit(article, body="<p>Later.</p>")
    publish(article, by=by, at=at)
    return article


def test_a_change_names_its_revision_and_waits_for_its_hour(client, clock):
    editor = make_user(role="Editor")
    article = changing(by=editor)
    coming = scheduled(article)
    assert (coming.number, coming.publish_at, coming.scheduled_by) == (2, NOON + HOUR, editor)
    edit(article, body="<p>Newer, not decided.</p>")
    assert "<p>Live.</p>" in client.get(article.path).text
    change_due.call()
    assert "<p>Live.</p>" in client.get(article.path).text
    clock.now = NOON + HOUR
    change_due.call()
    assert "<p>Later.</p>" in client.get(article.path).text
    assert (live(article).number, scheduled(article), waiting(article).number) == (2, None, 3)


def test_the_nudge_comes_at_the_hour(clock):
    article = changing()
    nudge = OxTask.objects.get(task_path__endswith="change_later")
    assert (nudge.run_after, nudge.args) == (NOON + HOUR, [scheduled(article).pk])
    clock.now = NOON + HOUR
    run_tasks(raise_failures=True)
    article.refresh_from_db()
    assert article.body == "<p>Later.</p>"


def test_the_world_hears_when_it_goes_live_and_not_before(clock):
    heard = []

    def listen(article, before, **kwargs):
        heard.append(before)

    article_revised.connect(listen)
    article = changing()
    assert heard == []
    clock.now = NOON + HOUR
    change_due.call()
    change_due.call()
    article_revised.disconnect(listen)
    article.refresh_from_db()
    assert heard == ["<p>Live.</p>"]
    assert article.revised_at == NOON + HOUR


def test_another_change_takes_the_place_of_the_one_that_was_scheduled(clock):
    article = changing()
    edit(article, body="<p>Better.</p>")
    publish(article, by=None, at=NOON + 2 * HOUR)
    assert [(one.number, one.publish_at) for one in Revision.objects.exclude(publish_at=None)] == [
        (3, NOON + 2 * HOUR)
    ]


def test_what_is_published_now_is_not_put_back_by_an_older_change(clock):
    article = changing()
    edit(article, body="<p>Better.</p>")
    publish(article, by=None)
    clock.now = NOON + 2 * HOUR
    change_due.call()
    change_later.call(article.revisions.get(number=2).pk)
    article.refresh_from_db()
    assert article.body == "<p>Better.</p>"


def test_a_change_that_was_called_off_does_not_happen(clock):
    article = changing()
    unschedule(article)
    clock.now = NOON + HOUR
    change_due.call()
    assert waiting(article).number == 2


def test_a_withdrawn_article_is_not_changed_at_the_hour(clock):
    article = changing()
    withdraw(article, by=None)
    clock.now = NOON + HOUR
    change_due.call()
    assert Article.objects.get().status == "withdrawn"
    assert scheduled(article) is None


def test_without_a_change_nothing_can_be_scheduled(clock):
    article = make_draft()
    publish(article, by=None)
    with pytest.raises(NotPublishable, match="nothing in it waits"):
        publish(article, by=None, at=NOON + HOUR)


def test_a_change_without_headline_is_refused_when_it_is_scheduled(clock):
    article = make_draft()
    publish(article, by=None)
    edit(article, headline=" ")
    with pytest.raises(NotPublishable, match="needs a headline"):
        publish(article, by=None, at=NOON + HOUR)
    assert scheduled(article) is None


def test_one_failure_stops_no_other_change_and_is_tried_again(clock):
    broken, fine = changing(), changing()

    def fail(article, **kwargs):
        if article.pk == broken.pk:
            raise ConnectionError

    clock.now = NOON + HOUR
    article_revised.connect(fail)
    change_due.call()
    article_revised.disconnect(fail)
    broken.refresh_from_db()
    assert (broken.body, live(fine).number) == ("<p>Live.</p>", 2)
    change_due.call()
    assert live(broken).number == 2


def test_a_change_that_is_overdue_is_said_to_be_late(client, clock):
    make_newsroom()
    client.force_login(make_user(role="Editor"))
    article = changing()
    page = client.get(address_of(article)).content.decode()
    assert "goes live at" in page
    assert "Late:" not in page
    assert "a change is scheduled" in client.get("/admin/articles/article/").content.decode()
    clock.now = NOON + HOUR + timedelta(minutes=3)
    assert "Late: revision 2" in client.get(address_of(article)).content.decode()
    assert "a change is late" in client.get("/admin/articles/article/").content.decode()


def test_the_form_schedules_a_change_and_calls_it_off(client):
    make_newsroom(time_zone="UTC")
    client.force_login(make_user(role="Editor"))
    article = make_article("Old", published=False)
    publish(article, by=None)
    hour = {"publish_at_0": "2990-01-02", "publish_at_1": "06:00:00"}
    write(client, address_of(article), button="_publish", headline="New", **hour)
    article.refresh_from_db()
    assert article.headline == "Old"
    assert scheduled(article).content["headline"] == "New"
    write(client, address_of(article), button="_unschedule")
    assert scheduled(article) is None
    assert waiting(article).content["headline"] == "New"


def test_a_change_whose_revision_is_gone_is_no_work(clock):
    change_later.call(123456)
    assert not Revision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_makes_the_change():
    article, won = make_draft(body="<p>Live.</p>"), []
    publish(article, by=None)
    revision = edit(article, body="<p>Later.</p>")
    Revision.objects.filter(pk=revision.pk).update(publish_at=NOON)
    raised = at_once(6, lambda number: won.append(change(Revision.objects.get(pk=revision.pk))))
    assert raised == []
    assert sorted(won) == [False] * 5 + [True]
