"""The worker that mails is killed while the server takes the mail: what is lost, what comes twice.

The worker is a real process on the test's database, the server a real one on loopback, which kills
it in the middle of the exchange. Letters and bulletins come again under the same Message-ID, so
that a mailbox keeps one; news of comments does not come again.
"""

import os
import sys
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from django_ox.models import OxTask

from comments import following
from comments.letters import post_due, write
from comments.models import Follower, Letter
from moderation.candidates import Outcome, Verdict
from moderation.deciding import settle
from moderation.mails import tell_moderators
from moderation.models import Bulletin, State
from tests.factories import make_article, make_comment, make_newsroom, make_user
from tests.newsroom.processes import ROOT, eventually, kill_group, start
from tests.smtp import smtp_sink

pytestmark = pytest.mark.django_db(transaction=True)
HELD = Verdict(Outcome.HOLD, "first-timer")
SHOWN = Verdict(Outcome.SHOW, "policy-show")


@pytest.fixture
def sink(settings):
    make_newsroom(tell_authors=False)
    with smtp_sink() as (sink, settings.MAILERS):
        yield sink


@pytest.fixture
def start_worker(settings, sink):
    """Starts a worker; those that still live when the test ends are killed."""
    started = []

    def begin():
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.trackbacks.worker_settings",
            "WORKER_DATABASE": connection.settings_dict["NAME"],
            "WORKER_SITE_URL": django_settings.SITE_URL,
            "WORKER_SMTP_PORT": str(settings.MAILERS["default"]["OPTIONS"]["port"]),
            "NEWSROOM_TEST_RUN": os.environ.get("NEWSROOM_TEST_RUN", ""),
        }
        command = [sys.executable, ROOT / "manage.py", "ox_worker", "--interval", "0.1"]
        started.append(start([*command, "--skip-checks"], env=environment))
        return started[-1]

    yield begin
    for worker in started:
        kill_group(worker)


@pytest.fixture
def killed(sink, start_worker):
    """Let a worker die when the server has the first mail; then another one ends all tasks."""

    def killed():
        sink.on_data = lambda: kill_group(worker)
        worker = start_worker()
        eventually(lambda: worker.poll() is not None)
        sink.on_data = None
        start_worker()
        eventually(lambda: not OxTask.objects.filter(status__in=["READY", "RUNNING"]).exists())

    return killed


def long_ago():
    return timezone.now() - timedelta(minutes=6)


def test_a_letter_comes_again_under_the_same_name_and_not_before_its_lease_is_over(sink, killed):
    write(make_comment(make_article(), email="rita@example.net"), Letter.Kind.SHOWN)
    OxTask.objects.update(run_after=timezone.now())
    killed()
    assert len(sink.mails) == 1
    assert Letter.objects.get().sent_at is None
    Letter.objects.update(claimed_at=long_ago())
    post_due.enqueue()
    eventually(lambda: Letter.objects.get().sent_at is not None)
    first, again = sink.mails
    assert first["Message-ID"] == again["Message-ID"]


@pytest.mark.proof
def test_a_bulletin_comes_again_under_the_same_name(sink, killed):
    make_user("mona@example.org", role="Moderator")
    settle(make_comment(make_article(), state=State.RECEIVED).response, HELD)
    killed()
    assert len(sink.mails) == 1
    Bulletin.objects.update(claimed_at=long_ago())
    tell_moderators.enqueue()
    eventually(lambda: Bulletin.objects.get().sent_at is not None)
    first, again = sink.mails
    assert first["Message-ID"] == again["Message-ID"]


@pytest.mark.proof
def test_news_of_a_comment_does_not_come_again(sink, killed):
    article = make_article()
    following.ask(article, "friend@reader.example", asks_back=False)
    following.confirm(Follower.objects.get())
    settle(make_comment(article, state=State.RECEIVED).response, SHOWN)
    killed()
    following.tell_due.enqueue()
    eventually(lambda: not OxTask.objects.filter(status__in=["READY", "RUNNING"]).exists())
    assert len(sink.mails) == 1
    assert not Follower.objects.due().exists()
