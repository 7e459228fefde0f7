"""Moderators get one mail for each response that they should look at, and it arrives."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from moderation.checks import Outcome, Verdict
from moderation.deciding import approve, hold, mark_spam, reject, settle
from moderation.mails import moderators, tell_moderators
from moderation.models import Response, State
from tests.factories import make_article, make_newsroom, make_response, make_user

HELD = Verdict(Outcome.HOLD, "first-timer")


@pytest.fixture
def moderator(db):
    make_newsroom()
    return make_user("mona@example.org", role="Moderator")


def received(kind=Response.Kind.COMMENT, **fields):
    fields.setdefault("author_name", "Rita Reader")
    fields.setdefault("summary", "Well said.")
    return make_response(make_article("Bread & roses"), kind=kind, state=State.RECEIVED, **fields)


def test_a_held_comment_is_told_of_once(moderator):
    response = received()
    settle(response, HELD)
    run_tasks(raise_failures=True)
    (letter,) = mail.outbox
    assert letter.to == ["mona@example.org"]
    assert letter.subject == "[The Daily Example] Rita Reader replied to “Bread & roses”"
    assert "Well said." in letter.body
    assert "Nothing of this writer was approved before." in letter.body
    assert "Bread & roses" in letter.body
    response.refresh_from_db()
    assert response.told_at is not None


def test_the_address_in_the_mail_opens_the_desk(moderator, client, settings):
    response = received()
    settle(response, HELD)
    run_tasks(raise_failures=True)
    (address,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert address.startswith(settings.SITE_URL)
    client.force_login(moderator)
    assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200


def test_running_the_task_again_sends_nothing(moderator):
    response = received()
    settle(response, HELD)
    for _ in range(3):
        tell_moderators.call(response.pk)
    assert len(mail.outbox) == 1


def test_held_again_is_not_told_again(moderator):
    response = received()
    settle(response, HELD)
    run_tasks(raise_failures=True)
    approve(response, by=moderator)
    hold(response, reason="moved")
    run_tasks(raise_failures=True)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("reason", ["trusted-host", "policy-show"])
def test_a_link_that_is_shown_though_nobody_looked_is_told_of(moderator, reason):
    settle(received(Response.Kind.LINKBACK, host="blog.example"), Verdict(Outcome.SHOW, reason))
    run_tasks(raise_failures=True)
    assert mail.outbox[0].subject.endswith("Shown: blog.example links to “Bread & roses”")


@pytest.mark.parametrize(
    ("kind", "outcome", "reason"),
    [
        (Response.Kind.LINKBACK, Outcome.SHOW, "own-site"),
        (Response.Kind.COMMENT, Outcome.SHOW, "staff"),
        (Response.Kind.COMMENT, Outcome.SHOW, "policy-show"),
        (Response.Kind.COMMENT, Outcome.SPAM, "honeypot"),
    ],
)
def test_nobody_is_told_of_what_needs_no_look(moderator, kind, outcome, reason):
    settle(received(kind), Verdict(outcome, reason))
    assert OxTask.objects.count() == 0


@pytest.mark.parametrize("verb", [approve, reject, mark_spam])
def test_what_a_person_decided_meanwhile_is_not_told_of(moderator, verb):
    response = received()
    settle(response, HELD)
    verb(response, by=moderator)
    run_tasks(raise_failures=True)
    assert mail.outbox == []


def test_a_response_that_is_gone_ends_the_task(moderator):
    response = received()
    settle(response, HELD)
    Response.objects.all().delete()
    run_tasks(raise_failures=True)
    assert mail.outbox == []


def test_without_anybody_to_tell_it_counts_as_told(db):
    response = received()
    settle(response, HELD)
    run_tasks(raise_failures=True)
    response.refresh_from_db()
    assert mail.outbox == []
    assert response.told_at is not None


def test_a_transaction_that_fails_tells_nobody(moderator):
    with transaction.atomic():
        settle(received(), HELD)
        transaction.set_rollback(True)
    assert OxTask.objects.count() == 0


def test_a_mail_server_that_fails_is_tried_again(moderator, settings):
    response = received()
    settle(response, HELD)
    working = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 2},
        }
    }
    run_tasks()
    response.refresh_from_db()
    assert response.told_at is None
    settings.MAILERS = working
    OxTask.objects.update(run_after=timezone.now())
    run_tasks(raise_failures=True)
    assert len(mail.outbox) == 1


def test_hostile_names_stay_on_their_line(moderator):
    response = received(
        author_name="Eve\r\nBcc: all@example.org", summary="<script>alert(1)</script> & more"
    )
    settle(response, HELD)
    run_tasks(raise_failures=True)
    (letter,) = mail.outbox
    assert "Bcc" not in letter.message()
    assert "\n" not in letter.subject
    assert "<script>alert(1)</script> & more" in letter.body
    (html,) = letter.alternatives
    assert "<script>" not in html.content
    assert letter.message()["Auto-Submitted"] == "auto-generated"


def test_who_may_decide_is_told_and_nobody_else(db):
    by_role = make_user("role@example.org", role="Moderator")
    make_user("reporter@example.org", role="Reporter")
    make_user("left@example.org", role="Moderator", is_active=False)
    boss = make_user("boss@example.org", is_superuser=True)
    make_user("boss.left@example.org", is_superuser=True, is_active=False)
    own = make_user("own@example.org")
    own.user_permissions.add(Permission.objects.get(codename="decide_response"))
    own.groups.add(by_role.groups.get())
    assert list(moderators()) == [by_role, boss, own]


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_task_send_one_mail():
    make_newsroom()
    make_user("boss@example.org", is_superuser=True)
    response = make_response(make_article(), state=State.HELD)

    def work(_):
        try:
            tell_moderators.call(response.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(8)))
    assert len(mail.outbox) == 1
