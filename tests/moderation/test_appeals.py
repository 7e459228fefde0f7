"""The writer of what was rejected asks once to look again, by a link that only a mail has."""

from datetime import timedelta

import pytest
from django.core import mail, signing
from django_ox.testing import run_tasks

from moderation.appealing import appeal
from moderation.deciding import approve, mark_spam, reject, undo
from moderation.models import Appeal, Response, State
from moderation.sealed import appeal_address, deciding_address
from tests.factories import make_article, make_comment, make_newsroom, make_user

pytestmark = pytest.mark.django_db
OWN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def moderator():
    make_newsroom()
    return make_user("mona@example.org", role="Moderator")


@pytest.fixture
def response(moderator):
    response = make_comment(make_article("Bread & roses"), "My <b>words</b>.").response
    reject(response, by=moderator)
    return response


@pytest.fixture
def link(response, settings):
    return appeal_address(response).removeprefix(settings.SITE_URL)


def test_following_the_link_appeals_nothing(client, link):
    page = client.get(link)
    assert page.status_code == 200
    assert "My &lt;b&gt;words&lt;/b&gt;." in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert not page.cookies
    assert not Appeal.objects.exists()


def test_the_appeal_reaches_the_queue_and_the_moderators(client, link, response):
    page = client.post(link, {"text": "It was <i>irony</i>."}, headers=OWN)
    assert page.status_code == 200
    assert list(Response.objects.appealed()) == [response]
    assert Appeal.objects.get().text == "It was <i>irony</i>."
    run_tasks(raise_failures=True)
    (letter,) = mail.outbox
    assert letter.to == ["mona@example.org"]
    assert "appeals: a comment on “Bread & roses”" in letter.subject
    assert "It was <i>irony</i>." in letter.body


def test_it_is_used_once(client, link):
    client.post(link, {"text": "Please."}, headers=OWN)
    assert client.get(link).status_code == 410
    assert client.post(link, {"text": "Please!"}, headers=OWN).status_code == 410
    assert Appeal.objects.get().text == "Please."


def test_once_is_once_also_after_another_rejection(response, moderator):
    assert appeal(response, "Please.")
    approve(response, by=moderator)
    reject(response, by=moderator)
    assert not appeal(response, "Please!")


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_appeal_without_words_or_with_too_many_is_shown_again(client, link, text):
    page = client.post(link, {"text": text}, headers=OWN)
    assert page.status_code == 422
    assert "error" in page.content.decode()
    assert not Appeal.objects.exists()


def test_a_browser_that_tells_nobody_where_it_was_appeals(client, link):
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    answer = client.post(link, {"text": "Please."}, headers=headers)
    assert answer.status_code == 200
    assert Appeal.objects.exists()


@pytest.mark.parametrize("decide", [approve, mark_spam])
def test_it_is_void_after_another_decision(client, link, response, moderator, decide):
    decide(response, by=moderator)
    assert client.post(link, {"text": "Please."}, headers=OWN).status_code == 410
    assert not appeal(response, "Please.")


def test_it_ends_after_two_weeks(client, link, monkeypatch):
    later = signing.time.time() + timedelta(days=14).total_seconds() + 60
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert client.get(link).status_code == 410


def test_a_moderator_s_link_does_not_appeal(client, response):
    token = deciding_address(response, "approve").split("/")[-3]
    assert client.get(f"/appeal/{token}/").status_code == 410


@pytest.mark.parametrize(
    ("decide", "granted"), [(approve, True), (reject, False), (mark_spam, False)]
)
def test_a_decision_answers_it(response, moderator, decide, granted):
    appeal(response, "Please.")
    assert decide(response, by=moderator)
    made = Appeal.objects.get()
    assert (made.granted, made.decided_by) == (granted, moderator)
    assert not Response.objects.appealed().exists()


def test_undoing_the_decision_opens_it_again(response, moderator):
    appeal(response, "Please.")
    approve(response, by=moderator)
    undo(response.decisions.first(), by=moderator)
    response.refresh_from_db()
    assert response.state == State.REJECTED
    assert Appeal.objects.open().exists()
    assert list(Response.objects.appealed()) == [response]
