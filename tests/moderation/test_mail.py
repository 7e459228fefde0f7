"""Moderators hear of what they should look at: the first at once, what follows together, once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from moderation.candidates import Outcome, Verdict
from moderation.deciding import approve, hold, mark_spam, reject, settle
from moderation.mails import MOST_LISTED, claim, deliver, moderators, tell_moderators
from moderation.models import Bulletin, Report, Response, State
from moderation.reporting import report
from tests.factories import (
    make_article,
    make_comment,
    make_newsroom,
    make_response,
    make_user,
)

HELD = Verdict(Outcome.HOLD, "first-timer")


@pytest.fixture
def moderator(db):
    make_newsroom()
    return make_user("mona@example.org", role="Moderator")


def received(kind=Response.Kind.COMMENT, *, article=None, **fields):
    article = article or make_article("Bread & roses")
    if kind == Response.Kind.COMMENT:
        response = make_comment(article, fields.pop("summary", "Well said.")).response
        fields = {"author_name": "Rita Reader", **fields}
    else:
        response = make_response(article, kind=kind)
    Response.objects.filter(pk=response.pk).update(state=State.RECEIVED, **fields)
    return Response.objects.get(pk=response.pk)


def after_the_pause():
    """As if the last bulletin were old."""
    long_ago = timezone.now() - timedelta(minutes=16)
    Bulletin.objects.update(created_at=long_ago)


def work():
    """What the clock and the worker do."""
    tell_moderators.enqueue()
    run_tasks(raise_failures=True)


def test_what_comes_while_other_news_waits_is_told_by_the_same_task(moderator):
    first, second = received(), received(summary="Well said, too.")
    settle(first, HELD)
    settle(second, HELD)
    assert OxTask.objects.filter(task_path__contains="tell_moderators").count() == 1
    run_tasks(raise_failures=True)
    assert {row.bulletin for row in Response.objects.all()} == {Bulletin.objects.get()}


def test_the_word_or_rule_that_fired_stands_beside_the_reason(moderator):
    settle(received(), Verdict(Outcome.HOLD, "held-word", "<b>casino</b>"))
    work()
    (letter,) = mail.outbox
    assert "newsroom wants to look first. <b>casino</b>\n" in letter.body
    assert "&lt;b&gt;casino&lt;/b&gt;</code>" in letter.alternatives[0].content


def test_a_held_comment_is_told_of_at_once_and_once(moderator):
    response = received()
    settle(response, HELD)
    run_tasks(raise_failures=True)
    (letter,) = mail.outbox
    assert letter.to == ["mona@example.org"]
    assert letter.subject == "[The Daily Example] Rita Reader replied to “Bread & roses”"
    assert "Well said." in letter.body
    assert "Nothing of this writer was approved before, as far as can be proven." in letter.body
    assert "Bread & roses" in letter.body
    response.refresh_from_db()
    assert response.bulletin.sent_at is not None
    after_the_pause()
    work()
    assert len(mail.outbox) == 1


def test_what_follows_within_the_pause_comes_together_after_it(moderator):
    for number in range(4):
        settle(received(summary=f"Reply {number}"), HELD)
        run_tasks(raise_failures=True)
    assert len(mail.outbox) == 1
    work()
    assert len(mail.outbox) == 1
    after_the_pause()
    work()
    digest = mail.outbox[1]
    assert digest.subject == "[The Daily Example] 3 responses to look at"
    assert [f"Reply {number}" in digest.body for number in range(4)] == [False, True, True, True]
    assert len(mail.outbox) == 2


def test_the_pause_is_the_newsroom_s(moderator):
    make_newsroom(moderation_digest_minutes=0)
    for _ in range(3):
        settle(received(), HELD)
        run_tasks(raise_failures=True)
    assert len(mail.outbox) == 3


def test_a_long_digest_lists_the_first_and_counts_the_rest(moderator):
    article = make_article("Bread & roses")
    for number in range(MOST_LISTED + 2):
        settle(received(article=article, summary=f"Reply {number}."), HELD)
    work()
    (letter,) = mail.outbox
    assert letter.body.count("Well said.") == 0
    assert "Reply 0." in letter.body
    assert f"Reply {MOST_LISTED}." not in letter.body
    assert "2 more wait at the desk" in letter.body


def test_ten_times_the_responses_cost_the_same_queries(moderator):
    def cost(number):
        for _ in range(number):
            settle(received(), HELD)
        after_the_pause()
        with CaptureQueriesContext(connection) as captured:
            deliver(claim())
        return len(captured)

    assert cost(2) == cost(20)


def test_the_address_in_the_mail_opens_the_desk(moderator, client, settings):
    response = received()
    settle(response, HELD)
    run_tasks(raise_failures=True)
    addresses = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert all(address.startswith(settings.SITE_URL) for address in addresses)
    desk = f"{settings.SITE_URL}/admin/moderation/response/{response.pk}/change/"
    assert desk in addresses
    client.force_login(moderator)
    assert client.get(desk.removeprefix(settings.SITE_URL)).status_code == 200


def test_held_again_is_not_told_again(moderator):
    response = received()
    settle(response, HELD)
    run_tasks(raise_failures=True)
    approve(response, by=moderator)
    hold(response, reason="moved")
    after_the_pause()
    work()
    assert len([one for one in mail.outbox if one.to == ["mona@example.org"]]) == 1


def test_what_waits_for_its_writer_only_is_not_told_of(moderator):
    settle(received(), Verdict(Outcome.HOLD, "unconfirmed"))
    work()
    assert mail.outbox == []


@pytest.mark.parametrize("reason", ["trusted-host", "policy-show"])
def test_a_link_that_is_shown_though_nobody_looked_is_told_of(moderator, reason):
    settle(received(Response.Kind.LINKBACK, host="blog.example"), Verdict(Outcome.SHOW, reason))
    run_tasks(raise_failures=True)
    assert mail.outbox[0].subject.endswith("Shown: blog.example links to “Bread & roses”")
    assert "/approve/" not in mail.outbox[0].body


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
    work()
    assert mail.outbox == []


@pytest.mark.parametrize("verb", [approve, reject, mark_spam])
def test_what_a_person_decided_meanwhile_is_not_told_of(moderator, verb):
    response = received()
    settle(response, HELD)
    verb(response, by=moderator)
    run_tasks(raise_failures=True)
    assert mail.outbox == []


def test_a_response_that_is_gone_is_no_news(moderator):
    settle(received(), HELD)
    Response.objects.all().delete()
    run_tasks(raise_failures=True)
    assert mail.outbox == []
    assert not Bulletin.objects.exists()


def test_without_anybody_to_tell_it_counts_as_told(db):
    make_newsroom()
    response = received()
    settle(response, HELD)
    run_tasks(raise_failures=True)
    response.refresh_from_db()
    assert mail.outbox == []
    assert response.bulletin.sent_at is not None


def test_a_transaction_that_fails_tells_nobody(moderator):
    with transaction.atomic():
        settle(received(), HELD)
        transaction.set_rollback(True)
    assert OxTask.objects.count() == 0


def test_what_was_imported_as_waiting_is_not_told_of(moderator):
    make_comment(make_article(), state=State.HELD)
    work()
    assert mail.outbox == []


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
    assert Bulletin.objects.get().sent_at is None
    settings.MAILERS = working
    OxTask.objects.update(run_after=timezone.now())
    run_tasks(raise_failures=True)
    assert len(mail.outbox) == 1
    assert Bulletin.objects.get().sent_at is not None


def test_what_came_while_the_server_failed_does_not_make_more_mails(moderator):
    settle(received(), HELD)
    left = claim()
    Bulletin.objects.update(claimed_at=None)
    after_the_pause()
    settle(received(), HELD)
    assert claim() == left
    assert Bulletin.objects.count() == 1


def test_a_bulletin_that_a_dead_worker_left_is_sent_by_another_with_the_same_name(moderator):
    settle(received(), HELD)
    bulletin = claim()
    deliver(bulletin)
    Bulletin.objects.update(sent_at=None)  # the worker died before it could say so
    work()
    assert len(mail.outbox) == 1  # not yet: somebody may still be sending it
    Bulletin.objects.update(claimed_at=timezone.now() - timedelta(minutes=6))
    work()
    first, again = mail.outbox
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]


def test_mails_about_one_article_lie_together(moderator):
    article = make_article("Bread & roses")
    make_newsroom(moderation_digest_minutes=0)
    for _ in range(2):
        settle(received(article=article), HELD)
        run_tasks(raise_failures=True)
    above = {letter.extra_headers["References"] for letter in mail.outbox}
    assert above == {f"<article-{article.pk}@127.0.0.1>"}


def test_a_report_is_told_of_with_its_reason(moderator):
    comment = make_comment(make_article("Bread & roses"), "Buy pills!")
    report(comment.response, Report.Reason.SPAM, "Look at <this>", network="n")
    run_tasks(raise_failures=True)
    (letter,) = mail.outbox
    assert letter.subject == "[The Daily Example] Reported: a comment on “Bread & roses”"
    assert "It is spam or advertising" in letter.body
    assert "Look at <this>" in letter.body
    assert "Look at &lt;this&gt;" in letter.alternatives[0].content


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
def test_eight_workers_at_once_send_one_mail():
    make_newsroom()
    make_user("boss@example.org", is_superuser=True)
    settle(received(), HELD)

    def work(_):
        try:
            tell_moderators.call()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(8)))
    assert len(mail.outbox) == 1
