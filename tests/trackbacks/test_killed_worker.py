"""A worker is killed with SIGKILL, or loses its database: one link is shown, one mail is sent.

The worker is a real process on the test's database. Where it stands when it happens is known from
outside: a lock that it waits for, or a source that holds its answer. So it is for a request that
reads the source itself.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.db import connection, transaction
from django_ox.models import OxTask

from articles.models import Tally
from moderation.models import Response, State
from tests.factories import make_article, make_newsroom, make_user
from trackbacks import incoming, verification
from trackbacks.incoming import receive
from trackbacks.models import Linkback

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60
"""Seconds; nothing here takes as long unless it is broken."""


@pytest.fixture
def mails():
    """Every mail that a mail server on loopback was given."""
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        sink.port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    yield sink
    controller.stop()


class Sink:
    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        return "250 taken"


@pytest.fixture
def start_worker(mails):
    """Starts a worker; those that still live when the test ends are killed."""
    started = []

    def start():
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.trackbacks.worker_settings",
            "WORKER_DATABASE": connection.settings_dict["NAME"],
            "WORKER_SITE_URL": django_settings.SITE_URL,
            "WORKER_SMTP_PORT": str(mails.port),
        }
        manage = Path(__file__).parents[2] / "manage.py"
        command = [sys.executable, str(manage), "ox_worker", "--interval", "0.1"]
        started.append(subprocess.Popen(command, env=environment, start_new_session=True))
        return started[-1]

    yield start
    for worker in started:
        kill(worker)


def kill(worker):
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(PATIENCE)


def until(condition, worker):
    """Look again and again, as a person would, for at most PATIENCE, while the worker lives."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline, "it did not happen"
        Event().wait(0.02)


WAITING = (
    "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    " AND query LIKE %s"
)


def somebody_waits_for(table):
    """Whether a statement on ``table`` waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(f"SELECT count(*) {WAITING}", [f'%"{table}"%'])
        return bool(cursor.fetchone()[0])


def hang_up():
    """What the database does when it notices that a client is dead, before it gets its lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) {WAITING}", ["%"])


def drop_connections():
    """What a database does that is restarted, or whose network fails: only we stay connected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


@pytest.fixture
def queued(blog, settings, monkeypatch):
    """A linkback that waits for a worker, in a newsroom that shows what nothing speaks against."""
    monkeypatch.setattr(verification, "HEARD_OUT", timedelta())
    settings.SITE_URL = "http://127.0.0.1:8000"
    make_newsroom(linkbacks_mode="show")
    make_user("mona@example.org", is_superuser=True)
    article = make_article()
    with incoming.TURN:
        return receive(
            protocol="pingback",
            source=blog.link_to(article.absolute_url),
            target=article.absolute_url,
        )


@contextmanager
def before_the_fetch(linkback, blog):
    """The worker took the task and waits for the row."""
    with transaction.atomic():
        Linkback.objects.select_for_update().get(pk=linkback.pk)
        yield lambda: somebody_waits_for("trackbacks_linkback")
    assert not blog.hits


@contextmanager
def after_the_claim(linkback, blog):
    """The worker's claim stands in the row, which it cannot read for its article."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE articles_article IN ACCESS EXCLUSIVE MODE")
        yield lambda: somebody_waits_for("trackbacks_linkback") and claims(linkback)
    assert not blog.hits


def claims(linkback):
    return Linkback.objects.get(pk=linkback.pk).attempts


@contextmanager
def during_the_fetch(linkback, blog):
    """The source was asked and holds its answer."""
    blog.hold()
    yield blog.asked.is_set
    blog.release()


@contextmanager
def after_the_fetch_before_the_commit(linkback, blog):
    """The worker read the page and waits for the article's tally."""
    with transaction.atomic():
        Tally.locked(linkback.article_id)
        yield lambda: somebody_waits_for("articles_tally")
    assert blog.hits["/entry/"] == 1
    assert Response.objects.get().state == State.RECEIVED


@contextmanager
def after_the_commit(linkback, blog):
    """The link is shown, and the worker waits for the row of the task that it wants to end."""
    blog.hold()
    with transaction.atomic():
        yield lambda: blog.asked.is_set() and release_with_task_locked(linkback, blog)
    assert Response.objects.get().state == State.SHOWN


def release_with_task_locked(linkback, blog):
    if not blog.may_answer.is_set():
        OxTask.objects.select_for_update().get(
            status="RUNNING", task_path__endswith="verify_linkback"
        )
        blog.release()
    shown = Response.objects.shown().filter(pk=linkback.pk).exists()
    runs = OxTask.objects.filter(status="RUNNING").exists()
    return shown and runs and somebody_waits_for("django_ox_oxtask")


def nothing_is_left():
    return not OxTask.objects.filter(status__in=["READY", "RUNNING"]).exists()


STAGES = [
    before_the_fetch,
    after_the_claim,
    during_the_fetch,
    after_the_fetch_before_the_commit,
    after_the_commit,
]


def one_shown_link_and_one_mail(mails):
    response = Response.objects.get()
    assert response.state == State.SHOWN
    assert response.decisions.count() == 1
    assert Linkback.objects.count() == 1
    assert Tally.objects.get(article=response.article_id).linkbacks == 1
    assert len(mails.letters) == 1
    assert mails.letters[0].rcpt_tos == ["mona@example.org"]


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(
            stage,
            id=stage.__name__,
            marks=() if stage is after_the_fetch_before_the_commit else pytest.mark.proof,
        )
        for stage in STAGES
    ],
)
def test_another_worker_ends_with_one_shown_link_and_one_mail(
    queued, blog, start_worker, mails, stage
):
    with stage(queued, blog) as is_reached:
        worker = start_worker()
        until(is_reached, worker)
        kill(worker)
        hang_up()
    assert mails.letters == []
    until(lambda: mails.letters and nothing_is_left(), start_worker())
    one_shown_link_and_one_mail(mails)


@pytest.mark.proof
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_a_worker_that_loses_its_database_ends_with_one_shown_link_and_one_mail(
    queued, blog, start_worker, mails, stage
):
    with stage(queued, blog) as is_reached:
        worker = start_worker()
        until(is_reached, worker)
        drop_connections()
    until(lambda: mails.letters and nothing_is_left(), worker)
    one_shown_link_and_one_mail(mails)


def test_a_request_that_loses_its_database_leaves_its_link_to_a_worker(
    site, blog, settings, start_worker, mails
):
    settings.LINKBACK_LEASE = 2
    make_newsroom(linkbacks_mode="show")
    make_user("mona@example.org", is_superuser=True)
    url = make_article().absolute_url
    source = blog.link_to(url)
    blog.hold()
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(pinged, site, source, url)
        assert blog.asked.wait(PATIENCE)
        drop_connections()
        blog.release()
        assert answer.result(PATIENCE) == 500
    assert Response.objects.get().state == State.RECEIVED
    assert pinged(site, source, url) == 48
    until(lambda: mails.letters and nothing_is_left(), start_worker())
    one_shown_link_and_one_mail(mails)


def pinged(site, source, target):
    """What a sender hears: a sentence, the number of a fault, or that of an HTTP error."""
    with xmlrpc.client.ServerProxy(f"{site}/xmlrpc/") as server:
        try:
            return server.pingback.ping(source, target)
        except xmlrpc.client.Fault as fault:
            return fault.faultCode
        except xmlrpc.client.ProtocolError as error:
            return error.errcode
