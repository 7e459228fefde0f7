"""The spam service outside: asked after our checks, taught by people, harmless when it is away."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comments.confirming import confirm
from comments.editing import edit
from comments.models import Comment
from comments.replies import Reply
from comments.submission import submit
from lib.connecting import FetchFailed
from masthead.models import Mode, Newsroom, Speakers
from moderation import akismet
from moderation.candidates import Outcome, Verdict
from moderation.checks import judge
from moderation.classifying import BACK_OFF, classify, classify_due, run
from moderation.deciding import approve, mark_spam, reject, settle
from moderation.models import Classification, Response, State
from tests.factories import (
    make_article,
    make_comment,
    make_linkback,
    make_newsroom,
    make_response,
    make_user,
)
from tests.moderation.spam_service import KEY, SpamService

SPAMMER = "viagra-test-123"


@pytest.fixture
def service(settings):
    service = SpamService()
    settings.AKISMET_KEY, settings.AKISMET_URL = KEY, service.url
    yield service
    service.close()


@pytest.fixture
def trusted(db):
    """Sends a reply of somebody who would be shown at once."""
    make_newsroom(comments_mode=Mode.SHOW)
    article = make_article("Bread")
    make_comment(article, "Before.", email="rita@example.net", browser_key="browser")

    def send(**fields):
        reply = Reply(
            text="Well said.", email="rita@example.net", browser="browser", client="192.0.2.77",
            author_address="https://rita.example/", **{"author_name": "Rita", **fields},
        )  # fmt: skip
        return submit(article, reply, Newsroom.objects.current()).response

    return send


def row(response):
    return Response.objects.get(pk=response.pk)


def errand(response):
    return Classification.objects.get(pk=response.pk)


def due_now():
    Classification.objects.exclude(due_at=None).update(due_at=timezone.now())


def methods(service):
    return [method for method, _ in service.heard]


def test_without_a_key_nobody_is_asked(trusted, settings):
    assert not settings.AKISMET_KEY
    response = trusted()
    assert (response.state, response.reason) == (State.SHOWN, "policy-show")
    assert not Classification.objects.exists()


def test_what_would_be_shown_waits_for_the_service_and_is_shown(trusted, service):
    response = trusted()
    assert (response.state, response.reason) == (State.HELD, "awaiting-classifier")
    assert response.evidence == "policy-show"
    assert Comment.objects.get(pk=response.pk).held_token
    assert service.heard == []
    classify.call(response.pk)
    assert (row(response).state, row(response).reason) == (State.SHOWN, "policy-show")
    assert (errand(response).opinion, errand(response).due_at) == ("ham", None)
    assert methods(service) == ["comment-check"]


def test_the_service_hears_what_its_protocol_asks_for_and_no_whole_address(
    trusted, service, settings
):
    response = trusted()
    classify.call(response.pk)
    ((_, heard),) = service.heard
    at = heard.pop("comment_date_gmt"), heard.pop("comment_post_modified_gmt")
    assert all(moment.endswith("+00:00") for moment in at)
    assert heard == {
        "api_key": KEY,
        "blog": f"{settings.SITE_URL}/",
        "blog_lang": "en",
        "blog_charset": "UTF-8",
        "user_ip": "192.0.2.0",
        "permalink": response.article.absolute_url,
        "comment_type": "comment",
        "comment_author": "Rita",
        "comment_author_email": "rita@example.net",
        "comment_author_url": "https://rita.example/",
        "comment_content": "Well said.",
    }


@pytest.mark.parametrize(("name", "evidence"), [(SPAMMER, "spam"), (f"worst {SPAMMER}", "discard")])
def test_what_the_service_takes_for_spam_is_spam_that_people_can_see(
    trusted, service, name, evidence
):
    response = trusted(author_name=name)
    classify.call(response.pk)
    kept = row(response)
    assert (kept.state, kept.reason, kept.evidence) == (State.SPAM, "classifier", evidence)


def test_what_is_held_may_become_spam_and_is_never_shown(comment, service):
    held = Verdict(Outcome.HOLD, "first-timer")
    fine, bad = (
        make_comment(comment.article, state=State.RECEIVED, name=name).response
        for name in ("Rita", SPAMMER)
    )
    for response in (fine, bad):
        settle(response, held)
        classify.call(response.pk)
    assert (row(fine).state, row(fine).reason) == (State.HELD, "first-timer")
    assert (row(bad).state, row(bad).reason) == (State.SPAM, "classifier")


def test_nobody_asks_about_staff_our_own_links_and_spam(comment, linkback, service, settings):
    settings.SITE_URL = "https://news.example"
    assert judge(replace(comment, user=make_user())).reason == "staff"
    assert judge(replace(linkback, host="news.example")).reason == "own-site"
    assert judge(linkback).reason == "awaiting-classifier"
    response = make_response(comment.article, state=State.RECEIVED)
    settle(response, Verdict(Outcome.SPAM, "honeypot"))
    assert not Classification.objects.exists()


def test_a_link_is_described_as_one(service, linkback):
    response = make_linkback(linkback.article, state=State.RECEIVED).response
    settle(response, judge(linkback))
    classify.call(response.pk)
    assert service.heard[0][1]["comment_type"] == "pingback"
    assert service.heard[0][1]["user_ip"] == "127.0.0.1"
    assert row(response).state == State.SHOWN


# When it is away


def test_a_service_that_hangs_makes_no_reader_wait_and_leaves_it_to_a_person(
    trusted, service, monkeypatch
):
    service.hold()
    monkeypatch.setattr(akismet, "SECONDS", 0.2)
    response = trusted()
    assert response.reason == "awaiting-classifier"
    assert not service.asked.is_set()
    for _ in BACK_OFF:
        classify.call(response.pk)
        assert (row(response).reason, errand(response).answer) == ("awaiting-classifier", "timeout")
        assert errand(response).due_at > timezone.now()
        classify.call(response.pk)  # too early: nobody goes
        due_now()
    classify.call(response.pk)
    kept = row(response)
    assert (kept.state, kept.reason, kept.evidence) == (
        State.HELD, "classifier-unreachable", "timeout",
    )  # fmt: skip
    assert errand(response).due_at is None
    assert len(service.heard) == len(BACK_OFF) + 1
    assert Comment.objects.get(pk=response.pk).held_token, "its writer may still look at it"
    assert kept.news_at is not None, "now the moderators hear of it"


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ((500, {}, "oops"), "invalid: 500 oops"),
        ((200, {}, ""), "invalid: 200"),
        ((302, {"Location": "https://elsewhere.example/"}, "true"), "invalid: 302 true"),
        ((200, {}, "x" * 100_000), "too-large"),
    ],
)
def test_what_is_no_answer_decides_nothing(trusted, service, broken, why):
    service.broken = broken
    response = trusted(author_name=SPAMMER)
    classify.call(response.pk)
    assert row(response).reason == "awaiting-classifier"
    assert errand(response).answer == why


def test_a_wrong_key_is_said_in_the_service_s_words(trusted, service, settings):
    settings.AKISMET_KEY = "wrong"
    response = trusted()
    classify.call(response.pk)
    assert errand(response).answer == "invalid: 200 We were unable to parse your key"


def test_a_service_that_is_not_there_is_unreachable(trusted, service):
    response = trusted()
    service.close()
    with pytest.raises(FetchFailed, match="unreachable"):
        akismet.check(response)


# Claims


def test_two_workers_ask_once(trusted, service):
    response = trusted()
    first, second = errand(response), errand(response)
    assert [run(first), run(second)] == [True, False]
    assert len(service.heard) == 1


def test_what_a_killed_worker_left_is_found_again(trusted, service):
    response = trusted()
    Classification.objects.update(due_at=timezone.now() + timedelta(seconds=50), attempts=1)
    classify_due.call()
    assert row(response).state == State.HELD
    due_now()
    classify.call(response.pk)
    assert row(response).state == State.SHOWN


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_too_late_changes_nothing(trusted, service):
    response = trusted(author_name=SPAMMER)
    service.hold()

    def work():
        try:
            classify.call(response.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        done = worker.submit(work)
        assert service.asked.wait(10)
        another_s = timezone.now() + timedelta(days=1)
        Classification.objects.update(due_at=another_s)
        service.may_answer.set()
        done.result()
    assert row(response).reason == "awaiting-classifier"
    assert (errand(response).opinion, errand(response).due_at) == ("", another_s)


# People


def test_a_person_s_decision_stands_and_the_service_learns_of_it(trusted, service):
    response = trusted(author_name=SPAMMER)
    moderator = make_user()
    approve(response, by=moderator)
    classify.call(response.pk)
    assert row(response).state == State.SHOWN
    classify.call(response.pk)
    assert methods(service) == ["comment-check", "submit-ham"]
    assert service.heard[1][1]["comment_content"] == "Well said."
    assert errand(response).opinion == "ham"


def test_the_service_is_taught_only_where_it_erred(trusted, service):
    moderator = make_user()
    missed, false_alarm, right = trusted(), trusted(author_name=SPAMMER), trusted(author_name="Rob")
    for response in (missed, false_alarm, right):
        classify.call(response.pk)
    service.heard.clear()
    mark_spam(missed, by=moderator)
    approve(false_alarm, by=moderator)
    reject(right, by=moderator)
    for response in (missed, false_alarm, right):
        classify.call(response.pk)
    taught = [(method, fields["comment_author"]) for method, fields in service.heard]
    assert taught == [("submit-spam", "Rita"), ("submit-ham", SPAMMER)]
    approve(missed, by=moderator)
    classify.call(missed.pk)
    assert methods(service)[-1] == "submit-ham"


def test_what_the_service_never_saw_is_not_taught(db, service):
    response = make_comment(make_article(), state=State.HELD).response
    mark_spam(response, by=make_user())
    assert not Classification.objects.exists()
    assert service.heard == []


def test_a_lesson_that_cannot_be_given_is_dropped_in_the_end(trusted, service):
    response = trusted()
    classify.call(response.pk)
    service.broken = (200, {}, "no thanks")
    mark_spam(response, by=make_user())
    for _ in range(len(BACK_OFF) + 1):
        classify.call(response.pk)
        due_now()
    kept = errand(response)
    assert (kept.errand, kept.opinion, kept.due_at) == ("", "ham", None)
    assert row(response).state == State.SPAM


def test_an_edited_comment_is_asked_about_again(trusted, service):
    response = trusted()
    classify.call(response.pk)
    edit(Comment.objects.get(pk=response.pk), "Now it says more.", by=None)
    assert (row(response).state, row(response).reason) == (State.HELD, "awaiting-classifier")
    classify.call(response.pk)
    assert row(response).state == State.SHOWN
    assert [fields["comment_content"] for _, fields in service.heard] == [
        "Well said.", "Now it says more.",
    ]  # fmt: skip


def test_what_waits_for_its_writer_waits_for_the_service_afterwards(trusted, service):
    make_newsroom(who_may_reply=Speakers.CONFIRMED, comments_mode=Mode.SHOW)
    response = trusted()
    assert response.reason == "unconfirmed"
    classify.call(response.pk)
    assert row(response).reason == "unconfirmed"
    confirm(Comment.objects.select_related("response").get(pk=response.pk))
    assert row(response).reason == "awaiting-classifier"
    classify.call(response.pk)
    assert row(response).state == State.SHOWN
