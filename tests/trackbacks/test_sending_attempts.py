"""Attempts are claimed, paced, repeated and ended; no server holds one longer than its deadline."""

import socket
import struct
import time
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django_ox.models import OxTask

from moderation.models import Allowance
from tests.articles.drafts import at_once
from tests.factories import make_article
from tests.lib.conftest import page
from tests.trackbacks.neighbour import Neighbour
from trackbacks import outgoing, protocols
from trackbacks.models import Ping
from trackbacks.outgoing import BACK_OFF, MOST_CLAIMS, claim, conclude, send, send_ping
from trackbacks.protocols import Outcome

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def pass_time(monkeypatch):
    """Let the clock of the newsroom run ahead."""
    ahead, real = [timedelta(0)], timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + ahead[0])

    def go(span):
        ahead[0] += span
        Allowance.objects.update(free_at=F("free_at") - span)

    return go


@pytest.fixture
def hurried(monkeypatch):
    """A short deadline, so that what is late is late soon."""
    monkeypatch.setattr(outgoing, "SECONDS", 0.5)
    monkeypatch.setattr(protocols, "SECONDS", 0.5)


def make_ping(target, **fields):
    article = make_article(body=f'<p><a href="{target}">there</a></p>')
    return Ping.objects.create(article=article, target=target, **fields)


def tried(ping):
    """The row after one attempt."""
    send(ping)
    ping.refresh_from_db()
    return ping


def hangs(visit):
    visit.over.wait(20)


def drips(visit):
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
    visit.drip(b"X-More: yes\r\n")


def resets(visit):
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    visit.connection.close()


def lies(visit):
    visit.send(page(b"short", Content_Length=500))


def hangs_up(visit):
    visit.send(b"")


def stammers(visit):
    visit.send(b"what do you want?\r\n\r\n")


RUDE = {
    hangs: "timeout",
    drips: "timeout",
    resets: "unreachable",
    lies: "protocol",
    hangs_up: "protocol",
    stammers: "protocol",
}


@pytest.mark.parametrize("protocol", ["webmention", "pingback", "trackback"])
@pytest.mark.parametrize(("rude", "reason"), RUDE.items(), ids=[rude.__name__ for rude in RUDE])
def test_a_rude_endpoint_is_tried_again_until_it_is_well(
    neighbour, hurried, pass_time, rude, reason, protocol
):
    target = neighbour.takes(protocol)
    well = neighbour.answers["POST /endpoint"]
    neighbour.answers["POST /endpoint"] = rude
    begun = time.monotonic()
    ping = tried(make_ping(target))
    assert time.monotonic() - begun < 3
    assert (ping.state, ping.reason, ping.last_answer) == ("waiting", reason, reason)
    assert (ping.protocol, ping.attempts) == (protocol, 1)
    neighbour.answers["POST /endpoint"] = well
    pass_time(MINUTE)
    assert tried(ping).state == "sent"
    assert ping.attempts == 2


@pytest.mark.parametrize(("rude", "reason"), RUDE.items(), ids=[rude.__name__ for rude in RUDE])
def test_a_rude_page_is_read_again(neighbour, hurried, pass_time, rude, reason):
    target = neighbour.takes("webmention")
    well = neighbour.answers["GET /entry/"]
    neighbour.answers["GET /entry/"] = rude
    ping = tried(make_ping(target))
    assert (ping.state, ping.reason, ping.protocol) == ("waiting", reason, "")
    neighbour.answers["GET /entry/"] = well
    pass_time(MINUTE)
    assert tried(ping).state == "sent"


def test_a_server_that_is_down_is_tried_again(reachable):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ping = tried(make_ping(f"http://127.0.0.1:{port}/"))
    assert (ping.state, ping.reason) == ("waiting", "unreachable")


def test_attempts_follow_each_other_for_about_a_day_and_then_end(neighbour, pass_time):
    ping = make_ping(neighbour.takes("webmention", page(b"later", status="503 Busy")))
    pauses = []
    for _ in BACK_OFF:
        before = timezone.now()
        tried(ping)
        assert (ping.state, ping.reason) == ("waiting", "status")
        pauses.append(ping.attempt_at - before)
        assert send(ping) is None
        pass_time(pauses[-1])
    assert all(pause - wanted < MINUTE for pause, wanted in zip(pauses, BACK_OFF, strict=True))
    assert timedelta(hours=20) < sum(pauses, timedelta()) < timedelta(hours=26)
    tried(ping)
    assert (ping.state, ping.reason, ping.attempt_at) == ("failed", "status", None)
    assert ping.last_answer == "503 text/html later"
    assert len(neighbour.posts) == ping.attempts == len(BACK_OFF) + 1
    pass_time(timedelta(days=9))
    assert send(ping) is None


def test_each_pause_has_its_nudge(neighbour):
    ping = tried(make_ping(neighbour.takes("webmention", page(b"", status="500 X"))))
    task = OxTask.objects.get(task_path__endswith="send_ping")
    assert (task.run_after, task.args) == (ping.attempt_at, [ping.pk])


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("7200", timedelta(hours=2)),
        ("999999999", timedelta(days=1)),
        ("5", MINUTE),
        ("-7200", MINUTE),
        ("1e9", MINUTE),
        ("Wed, 21 Oct 2099 07:28:00 GMT", MINUTE),
    ],
)
def test_a_server_may_ask_for_more_patience_up_to_a_day(neighbour, asked, pause):
    answer = page(b"", status="429 Too Many Requests", Retry_After=asked)
    ping = tried(make_ping(neighbour.takes("webmention", answer)))
    assert timedelta(0) <= timezone.now() + pause - ping.attempt_at < timedelta(seconds=10)


def test_one_host_is_not_asked_too_often_and_waiting_is_no_attempt(neighbour, pass_time):
    target = neighbour.takes("webmention")
    pings = [tried(make_ping(target)) for _ in range(outgoing.BURST + 2)]
    assert [ping.state for ping in pings] == ["sent"] * outgoing.BURST + ["waiting"] * 2
    late = pings[-1]
    assert (late.reason, late.attempts, late.last_answer) == ("turn", 0, "")
    assert late.attempt_at <= timezone.now() + 2 * MINUTE
    assert len(neighbour.posts) == outgoing.BURST
    pass_time(2 * MINUTE)
    assert [tried(ping).state for ping in pings[-2:]] == ["sent", "sent"]


def test_hosts_do_not_wait_for_each_other(neighbour):
    other = Neighbour(address="127.0.0.2")
    for _ in range(outgoing.BURST + 1):
        tried(make_ping(neighbour.takes("webmention")))
    assert tried(make_ping(other.takes("webmention"))).state == "sent"
    other.site.close()


def test_who_waits_for_the_endpoints_turn_does_not_read_the_page_again(neighbour, pass_time):
    other = Neighbour(address="127.0.0.2")
    endpoint = f'<link rel="webmention" href="{neighbour.url("/endpoint")}">'
    neighbour.takes("webmention")
    for _ in range(outgoing.BURST):
        tried(make_ping(neighbour.url()))
    ping = tried(make_ping(other.serve(endpoint)))
    assert (ping.state, ping.reason, ping.attempts) == ("waiting", "endpoint-turn", 0)
    assert ping.endpoint == neighbour.url("/endpoint")
    pass_time(2 * MINUTE)
    assert tried(ping).state == "sent"
    assert other.asked == ["GET /entry/"]
    other.site.close()


def test_a_claim_keeps_others_away_until_its_lease_ends(pass_time):
    ping = make_ping("https://one.example/")
    claimed = claim(ping)
    assert claimed.attempts == 1
    assert claim(ping) is None
    pass_time(outgoing.lease())
    assert claim(ping).attempts == 2


def test_a_conclusion_without_a_claim_changes_nothing(pass_time):
    ping = make_ping("https://one.example/")
    claimed = claim(ping)
    Ping.objects.filter(pk=ping.pk).update(attempt_at=timezone.now(), attempts=0)
    assert conclude(claimed, None, Outcome("sent")) is None
    ping.refresh_from_db()
    assert (ping.state, ping.attempts) == ("waiting", 0)
    mine = claim(ping)
    assert conclude(claimed, None, Outcome("failed", "status")) is None
    assert conclude(mine, None, Outcome("sent")).state == "sent"
    assert conclude(mine, None, Outcome("failed")) is None


def test_a_page_that_ends_every_worker_is_given_up(neighbour):
    ping = make_ping(neighbour.takes("webmention"), attempts=MOST_CLAIMS)
    assert (tried(ping).state, ping.reason) == ("failed", "given-up")
    assert neighbour.asked == []


def test_a_nudge_that_finds_somebody_at_work_comes_back_when_the_lease_ends():
    ping = make_ping("https://one.example/")
    until = claim(ping).attempt_at
    send_ping.call(ping.pk)
    assert OxTask.objects.get().run_after == until


def test_a_nudge_for_what_is_settled_or_rests_does_not_come_back():
    make_ping("https://one.example/", state="sent", attempt_at=None)
    make_ping("https://two.example/", attempt_at=timezone.now() + timedelta(hours=1))
    for ping in Ping.objects.all():
        send_ping.call(ping.pk)
    assert not OxTask.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_on_one_ping_one_sends(neighbour):
    ping, outcomes = make_ping(neighbour.takes("webmention")), []
    asked = Event()
    well = neighbour.answers["GET /entry/"]

    def waits_for_the_others(visit):
        asked.wait(1)
        visit.send(well)

    neighbour.answers["GET /entry/"] = waits_for_the_others
    raised = at_once(6, lambda number: outcomes.append(send(Ping.objects.get(pk=ping.pk))))
    assert raised == []
    assert [outcome.state for outcome in outcomes if outcome] == ["sent"]
    assert neighbour.asked == ["GET /entry/", "POST /endpoint?for=1"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_another_server_is_waited_for(neighbour):
    ping = make_ping(neighbour.takes("webmention"))
    held = []

    def looks(visit):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state LIKE 'idle in transaction%'"
            )
            held.append(cursor.fetchone()[0])
        connection.close()
        visit.send(page(b""))

    neighbour.answers["POST /endpoint"] = looks
    assert tried(ping).state == "sent"
    assert held == [0]
