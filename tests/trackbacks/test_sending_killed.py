"""The worker that sends is killed, or loses its database; another one ends with the page told.

The worker is a real process on the test's database. Where it stands when it dies is known from
outside: a lock that it waits for, or a page that holds its answer. Nothing is lost and nothing is
stuck; only what dies between the announcement and its commit is announced twice.
"""

import os
import sys
from contextlib import contextmanager
from threading import Event

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django_ox.models import OxTask

from tests.factories import make_article, make_newsroom
from tests.newsroom.processes import ROOT, eventually, kill_group, start
from trackbacks.models import Ping
from trackbacks.planning import plan

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def start_worker():
    """Starts a worker; those that still live when the test ends are killed."""
    started = []

    def begin():
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.trackbacks.worker_settings",
            "WORKER_DATABASE": connection.settings_dict["NAME"],
            "WORKER_SITE_URL": django_settings.SITE_URL,
            "WORKER_SMTP_PORT": "9",
            "NEWSROOM_TEST_RUN": os.environ.get("NEWSROOM_TEST_RUN", ""),
        }
        command = [sys.executable, ROOT / "manage.py", "ox_worker", "--interval", "0.1"]
        command.append("--skip-checks")  # they forbid such an opening beside a public address
        started.append(start(command, env=environment))
        return started[-1]

    yield begin
    for worker in started:
        kill_group(worker)


@pytest.fixture
def held(neighbour, settings):
    """A planned ping whose page answers nobody until ``release`` is set."""
    settings.SITE_URL = "http://news.example"
    make_newsroom()
    target = neighbour.takes("webmention")
    article = make_article(body=f'<p><a href="{target}">there</a></p>')
    well, held = neighbour.answers["GET /entry/"], Event()

    def waits(visit):
        held.wait(PATIENCE)
        visit.send(well)

    neighbour.answers["GET /entry/"] = waits
    plan(article)
    neighbour.release = held
    yield article.pings.get()
    held.set()


def somebody_waits_for(table):
    """Whether a statement on ``table`` waits for a lock, seen anew within a transaction too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database() AND query LIKE %s",
            [f'%"{table}"%'],
        )
        return bool(cursor.fetchone()[0])


def drop_connections():
    """As when the database is restarted: only we stay connected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


def lock(ping):
    return Ping.objects.select_for_update().get(pk=ping.pk)


@contextmanager
def before_it_has_the_claim(ping, neighbour):
    with transaction.atomic():
        lock(ping)
        yield lambda: somebody_waits_for("trackbacks_ping")
    assert neighbour.asked == []  # the database may give a dead man his claim: it ends by itself


@contextmanager
def after_the_claim(ping, neighbour):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE articles_article IN ACCESS EXCLUSIVE MODE")
        yield lambda: somebody_waits_for("trackbacks_ping") and Ping.objects.get().attempts
    assert neighbour.asked == []


@contextmanager
def during_the_discovery(ping, neighbour):
    yield lambda: neighbour.asked
    assert (Ping.objects.get().state, Ping.objects.get().attempts) == ("waiting", 1)


@contextmanager
def after_the_announcement_before_the_commit(ping, neighbour):
    with transaction.atomic():

        def announced():
            if neighbour.asked and not neighbour.release.is_set():
                lock(ping)
                neighbour.release.set()
            return neighbour.posts and somebody_waits_for("trackbacks_ping")

        yield announced
    assert Ping.objects.get().state == "waiting"


@contextmanager
def after_the_commit(ping, neighbour):
    with transaction.atomic():

        def committed():
            if neighbour.asked and not neighbour.release.is_set():
                running = OxTask.objects.filter(status="RUNNING", task_path__endswith="send_ping")
                running.select_for_update().get()
                neighbour.release.set()
            sent = Ping.objects.filter(pk=ping.pk, state="sent").exists()
            return sent and somebody_waits_for("django_ox_oxtask")

        yield committed


STAGES = {
    before_it_has_the_claim: 1,
    after_the_claim: 1,
    during_the_discovery: 1,
    after_the_announcement_before_the_commit: 2,
    after_the_commit: 1,
}


in_every_stage = pytest.mark.parametrize(
    ("stage", "posts"), STAGES.items(), ids=[stage.__name__ for stage in STAGES]
)


def told_once_and_for_all(neighbour, posts):
    """Wait until nothing is left to do: the page was told, and the row knows."""
    finished = OxTask.objects.exclude(status__in=["READY", "RUNNING"])
    eventually(
        lambda: (
            Ping.objects.filter(state="sent").exists()
            and finished.count() == OxTask.objects.count()
        ),
        PATIENCE,
    )
    assert len(neighbour.posts) == posts
    assert Ping.objects.get().attempt_at is None
    assert Ping.objects.count() == 1


@pytest.mark.parametrize(
    ("stage", "posts"),
    [
        pytest.param(
            stage,
            posts,
            id=stage.__name__,
            marks=() if stage is after_the_announcement_before_the_commit else pytest.mark.proof,
        )
        for stage, posts in STAGES.items()
    ],
)
def test_a_killed_worker_leaves_its_ping_to_another(held, neighbour, start_worker, stage, posts):
    with stage(held, neighbour) as is_reached:
        worker = start_worker()
        eventually(is_reached, PATIENCE)
        kill_group(worker)
    neighbour.release.set()
    start_worker()
    told_once_and_for_all(neighbour, posts)


@pytest.mark.proof
@in_every_stage
def test_a_worker_that_loses_its_database_tells_the_page_in_the_end(
    held, neighbour, start_worker, stage, posts
):
    with stage(held, neighbour) as is_reached:
        start_worker()
        eventually(is_reached, PATIENCE)
        drop_connections()
    neighbour.release.set()
    told_once_and_for_all(neighbour, posts)
