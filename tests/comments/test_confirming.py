"""A writer proves to read mails at an address: once, in time, by an answer and not by a look."""

from datetime import timedelta

import pytest
from django.core import mail, signing

from comments import confirming
from comments.editing import edit_link
from comments.letters import post
from comments.models import Comment, Follower, Letter
from comments.sealed import confirm_address
from masthead.models import Mode
from moderation.deciding import approve, mark_spam
from moderation.models import Response, State
from moderation.sealed import appeal_address
from tests.comments.mailing import OWN, link_in, mails_to, work
from tests.factories import make_comment, make_newsroom, make_user

RITA = "rita@example.net"


@pytest.fixture
def strict(article):
    """Only who confirmed the address may speak; nothing else speaks against it."""
    return make_newsroom(who_may_reply="confirmed", comments_mode=Mode.SHOW)


@pytest.fixture
def path(send, article, strict, settings):
    """The address that the mail to a writer holds of whom something was approved before."""
    make_comment(article, email=RITA)
    send()
    return confirm_address(Comment.objects.latest("pk")).removeprefix(settings.SITE_URL)


def last():
    return Response.objects.latest("pk")


def test_the_writer_is_asked_by_mail_and_nobody_else_is_told(send, strict):
    make_user("mona@example.org", role="Moderator")
    send(comment="Well <b>said</b>.")
    assert (last().state, last().reason) == (State.HELD, "unconfirmed")
    work()
    (letter,) = mail.outbox
    assert letter.to == [RITA]
    assert letter.subject == "The Daily Example: confirm your comment"
    assert "Well said." in letter.body
    assert link_in(letter, "confirm")


def test_the_mail_has_the_link_to_edit_while_that_lasts(send, strict):
    send()
    work()
    link = edit_link(Comment.objects.get())
    assert link and link in mails_to(RITA)[0].body
    assert link in mails_to(RITA)[0].alternatives[0].content


def test_following_the_link_confirms_nothing(client, path):
    page = client.get(path)
    client.head(path)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert not page.cookies
    assert last().state == State.HELD
    assert Comment.objects.latest("pk").confirmed_at is None


def test_the_answer_shows_what_waited_for_nothing_else(client, path):
    page = client.post(path, headers=OWN)
    assert page.status_code == 200
    assert "Your comment is shown." in page.content.decode()
    assert last().state == State.SHOWN
    assert Comment.objects.latest("pk").confirmed_at is not None


def test_a_writer_who_is_new_waits_for_a_moderator_then(client, send, strict, settings):
    make_user("mona@example.org", role="Moderator")
    location = send()["Location"]
    page = client.post(confirm_address(Comment.objects.get()).removeprefix(settings.SITE_URL))
    assert "A moderator will read your comment" in page.content.decode()
    assert (last().state, last().reason) == (State.HELD, "first-timer")
    assert client.get(location).status_code == 200
    work()
    assert len(mails_to("mona@example.org")) == 1


def test_it_is_void_after_use(client, path):
    client.post(path, headers=OWN)
    assert client.get(path).status_code == 410
    assert client.post(path, headers=OWN).status_code == 410
    assert not confirming.confirm(Comment.objects.latest("pk"))


def test_it_ends_after_three_days(client, path, monkeypatch):
    later = signing.time.time() + timedelta(days=3).total_seconds() + 60
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert client.post(path, headers=OWN).status_code == 410
    assert last().state == State.HELD


def test_it_is_void_when_a_moderator_threw_the_comment_away(client, path):
    mark_spam(last(), by=make_user())
    assert client.post(path, headers=OWN).status_code == 410
    assert last().state == State.SPAM


def test_a_moderator_s_decision_stands(client, path):
    approve(last(), by=make_user())
    client.post(path, headers=OWN)
    assert last().reason == "moderator"
    assert last().state == State.SHOWN


def test_a_browser_that_tells_nobody_where_it_was_confirms(client, path):
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.post(path, headers=headers).status_code == 200
    assert last().state == State.SHOWN


def test_another_kind_of_link_confirms_nothing(client, path):
    token = appeal_address(last()).split("/")[-2]
    assert client.post(f"/confirm/{token}/", headers=OWN).status_code == 410


def test_a_draft_s_comment_is_not_shown_there(client, path, article):
    type(article).objects.update(status="withdrawn")
    assert client.get(path).status_code == 410


def test_the_same_answer_follows_the_replies(client, send, strict, settings):
    send(follow="on")
    work()
    (letter,) = mails_to(RITA)
    assert "you follow the replies" in letter.body
    assert not Follower.objects.active().exists()
    client.post(link_in(letter, "confirm"), headers=OWN)
    assert Follower.objects.active().get().comment == Comment.objects.get()


def test_a_known_address_from_another_browser_is_asked_for_the_proof(client, send, article):
    make_newsroom(comments_mode=Mode.SHOW)
    make_comment(article, email=RITA)
    send()
    assert last().reason == "first-timer"
    work()
    client.post(link_in(mails_to(RITA)[0], "confirm"), headers=OWN)
    assert last().state == State.SHOWN


def test_an_unknown_address_is_not_asked_where_the_proof_would_change_nothing(send, article):
    send()
    work()
    assert mails_to(RITA) == []


def test_an_address_is_not_flooded_with_questions(send, strict):
    for number in range(5):
        send(comment=f"Reply {number}")
        work()
    assert len(mails_to(RITA)) == 3


def test_the_mail_is_sent_once_however_often_the_task_runs(send, strict):
    send()
    work()
    for _ in range(3):
        post.call(Letter.objects.get().pk)
    assert len(mails_to(RITA)) == 1


def test_what_was_decided_before_the_mail_went_needs_no_proof(send, strict):
    send()
    approve(last(), by=make_user())
    work()
    assert mails_to(RITA) == []
    assert not Letter.objects.exists()
