"""A link in a mail opens a question; only its answer, by somebody who may, decides."""

import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_ox.testing import run_tasks

from moderation.candidates import Outcome, Verdict
from moderation.deciding import approve, reject, settle
from moderation.models import Response, State
from moderation.pages import VERBS
from moderation.sealed import appeal_address, deciding_address
from tests.factories import make_article, make_comment, make_newsroom, make_user


@pytest.fixture
def moderator(db):
    make_newsroom()
    return make_user("mona@example.org", role="Moderator")


@pytest.fixture
def response(moderator):
    response = make_comment(make_article("Bread & roses"), "Well <b>said</b>.").response
    Response.objects.update(state=State.RECEIVED)
    settle(response, Verdict(Outcome.HOLD, "first-timer"))
    return Response.objects.get()


@pytest.fixture
def link(response, settings):
    return lambda word="approve": deciding_address(response, word).removeprefix(settings.SITE_URL)


def test_the_mail_has_a_link_for_each_decision(response):
    run_tasks(raise_failures=True)
    (letter,) = mail.outbox
    for part in (letter.body, letter.alternatives[0].content):
        words = re.findall(r"/decision/[\w.:-]+/(\w+)/", part)
        assert sorted(words) == ["approve", "reject", "spam"]


@pytest.mark.parametrize("word", ["approve", "reject", "spam"])
def test_following_the_link_decides_nothing(client, moderator, response, link, word):
    client.force_login(moderator)
    page = client.get(link(word))
    assert page.status_code == 200
    assert "Well &lt;b&gt;said&lt;/b&gt;." in page.content.decode()
    client.head(link(word))
    response.refresh_from_db()
    assert response.state == State.HELD
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("word", "state"),
    [("approve", State.SHOWN), ("reject", State.REJECTED), ("spam", State.SPAM)],
)
def test_the_answer_decides(client, moderator, response, link, word, state):
    client.force_login(moderator)
    answer = client.post(link(word))
    response.refresh_from_db()
    assert response.state == state
    assert response.decisions.first().decided_by == moderator
    assert answer["Location"] == reverse("admin:moderation_response_change", args=[response.pk])


def test_a_rejection_carries_a_word_to_the_writer(client, moderator, response, link):
    client.force_login(moderator)
    fields = {word: 'name="note"' in client.get(link(word)).text for word in VERBS}
    assert fields == {"approve": False, "reject": True, "spam": False}
    long = client.post(link("reject"), {"note": "x" * 1001})
    assert long.status_code == 422 and "x" * 1001 in long.text
    client.post(link("reject"), {"note": " Where does this come from? "})
    response.refresh_from_db()
    assert response.state == State.REJECTED
    assert response.decisions.first().note == "Where does this come from?"


def test_no_other_decision_carries_one(client, moderator, response, link):
    client.force_login(moderator)
    client.post(link("spam"), {"note": "Unasked."})
    assert response.decisions.first().note == ""


def test_it_asks_who_is_there_to_sign_in(client, response, link):
    for method in (client.get, client.post):
        answer = method(link())
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("admin:login"))
    response.refresh_from_db()
    assert response.state == State.HELD


def test_who_may_not_decide_is_refused(client, response, link):
    client.force_login(make_user(role="Reporter"))
    assert client.post(link()).status_code == 403
    response.refresh_from_db()
    assert response.state == State.HELD


def test_the_answer_needs_the_token_of_the_session(moderator, response, link):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    assert client.post(link()).status_code == 403
    response.refresh_from_db()
    assert response.state == State.HELD


def test_the_answer_comes_from_our_own_page(moderator, response, link):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    page = client.get(link()).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    sent = {"csrfmiddlewaretoken": token}
    for origin in ("null", "https://evil.example"):
        assert client.post(link(), sent, headers={"Origin": origin}).status_code == 403
    own = {"Origin": "http://testserver"}
    assert client.post(link(), sent, headers=own).status_code == 302
    response.refresh_from_db()
    assert response.state == State.SHOWN


def test_it_is_void_after_use(client, moderator, response, link):
    address = link("reject")
    client.force_login(moderator)
    client.post(address)
    for method in (client.get, client.post):
        assert method(address).status_code == 410


def test_it_is_void_after_another_decision(client, moderator, response, link):
    address = link("approve")
    approve(response, by=moderator)
    reject(response, by=moderator)
    client.force_login(moderator)
    assert client.post(address).status_code == 410
    response.refresh_from_db()
    assert response.state == State.REJECTED


def test_it_is_void_after_an_edit(client, moderator, response, link):
    address = link()
    Response.objects.update(edited_at=timezone.now())
    client.force_login(moderator)
    assert client.post(address).status_code == 410


def test_it_ends_after_two_weeks(client, moderator, response, link, monkeypatch):
    address = link()
    later = signing.time.time() + timedelta(days=14).total_seconds() + 60
    client.force_login(moderator)
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert client.get(address).status_code in {302, 410}
    response.refresh_from_db()
    assert response.state == State.HELD


def test_it_is_void_when_the_response_is_gone(client, moderator, response, link):
    address = link()
    Response.objects.all().delete()
    client.force_login(moderator)
    assert client.get(address).status_code == 410


def test_a_writer_s_link_decides_nothing(client, moderator, response, settings):
    reject(response, by=moderator)
    token = appeal_address(response).split("/")[-2]
    client.force_login(moderator)
    assert client.post(f"/decision/{token}/approve/").status_code == 410
    response.refresh_from_db()
    assert response.state == State.REJECTED


def test_a_word_that_is_none_is_not_there(client, moderator, link):
    client.force_login(moderator)
    assert client.get(link().replace("approve", "delete")).status_code == 404
