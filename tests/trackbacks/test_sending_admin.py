"""The list of pings is the queue's monitor: what waits, what was told, what failed and why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml.html import fromstring

from tests.factories import make_article, make_newsroom, make_user
from tests.forms import messages
from trackbacks.models import Ping
from trackbacks.ping_reasons import REASONS, explain

pytestmark = pytest.mark.django_db
QUEUE = "/admin/trackbacks/ping/"


def sign_in(client, role):
    make_newsroom()
    client.force_login(make_user(role=role))


def make_ping(target="https://one.example/", **fields):
    return Ping.objects.create(article=make_article("Bread"), target=target, **fields)


def rows(client, query=""):
    page = fromstring(client.get(QUEUE + query).content.decode())
    found = page.xpath("//table[@id='result_list']/tbody/tr")
    return [" ".join(row.text_content().split()) for row in found]


def send_again(client, *pings):
    chosen = {"action": "again", "_selected_action": [ping.pk for ping in pings]}
    return client.post(QUEUE, chosen)


def test_a_row_tells_where_what_and_why_in_words(client):
    sign_in(client, "Moderator")
    make_ping(state="failed", reason="status", protocol="webmention", attempts=7,
              attempt_at=None, last_answer="503 text/html Busy")  # fmt: skip
    (row,) = rows(client)
    for word in (
        "https://one.example/",
        "Bread",
        "failed",
        "webmention",
        "7",
        "503 text/html Busy",
    ):
        assert word in row
    assert "The site answered with an error." in row


def test_the_queue_can_be_asked_for_one_state(client):
    sign_in(client, "Moderator")
    make_ping(attempt_at=timezone.now() + timedelta(hours=2))
    make_ping("https://two.example/", state="sent")
    assert len(rows(client)) == 2
    assert "https://one.example/" in rows(client, "?state__exact=waiting")[0]
    assert len(rows(client, "?state__exact=waiting")) == 1


def test_an_editor_sends_again(client):
    sign_in(client, "Editor")
    failed, other = make_ping(state="failed", attempts=7, reason="status"), make_ping(state="sent")
    response = send_again(client, failed)
    assert "1 ping waits anew." in messages(response)
    failed.refresh_from_db()
    other.refresh_from_db()
    assert (failed.state, failed.reason, failed.attempts) == ("waiting", "", 0)
    assert other.state == "sent"


@pytest.mark.parametrize("role", ["Moderator", "Reporter"])
def test_nobody_else_does(client, role):
    sign_in(client, role)
    ping = make_ping(state="failed", attempts=7)
    assert send_again(client, ping).status_code == 403
    ping.refresh_from_db()
    assert (ping.state, ping.attempts) == ("failed", 7)


def test_a_reporter_does_not_see_the_queue(client):
    sign_in(client, "Reporter")
    assert client.get(QUEUE).status_code == 403


def test_a_row_can_be_read_and_not_changed(client):
    sign_in(client, "Editor")
    ping = make_ping(state="failed", reason="address", endpoint="https://one.example/end")
    address = f"{QUEUE}{ping.pk}/change/"
    page = client.get(address).content.decode()
    assert "https://one.example/end" in page
    assert "The address leads into a closed network." in page
    assert client.post(address, {"state": "sent"}).status_code == 403
    assert client.post(f"{QUEUE}{ping.pk}/delete/", {"post": "yes"}).status_code == 403


def test_ten_times_the_rows_cost_the_same_queries(client):
    sign_in(client, "Editor")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(QUEUE)
        return len(captured)

    make_ping()
    queries()
    few = queries()
    for number in range(30):
        make_ping(f"https://site{number}.example/")
    assert queries() == few


def test_what_a_stranger_answered_is_text_and_no_markup(client):
    sign_in(client, "Editor")
    make_ping("https://one.example/<b>", state="failed", last_answer="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(QUEUE).content.decode()


def test_an_administrator_names_the_services(client):
    sign_in(client, "Administrator")
    page = client.get("/admin/masthead/newsroom/1/change/").content.decode()
    assert 'name="ping_services"' in page


def test_every_reason_is_a_sentence_and_an_unknown_word_stands_for_itself():
    assert all(len(word) <= 40 and explain(word).endswith(".") for word in REASONS)
    assert explain("unheard-of") == "unheard-of"
