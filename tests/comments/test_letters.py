"""What a writer is told: that it is shown if asked for, why not if there are words, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_ox.models import OxTask

from comments.letters import claim, deliver, post, post_due, write
from comments.models import Comment, Letter
from masthead.models import Mode
from moderation.appealing import appeal
from moderation.candidates import Outcome, Verdict
from moderation.deciding import Press, approve, mark_spam, reject, settle, undo
from moderation.models import State
from tests.comments.mailing import link_in, mails_to, work
from tests.factories import make_article, make_comment, make_newsroom, make_user
from tests.smtp import smtp_sink, text_of

RITA = "rita@example.net"


@pytest.fixture
def moderator(newsroom):
    return make_user(role="Moderator")


def held(article, **fields):
    return make_comment(article, state=State.HELD, email=RITA, **fields)


def test_who_asked_hears_that_it_is_shown(article, moderator):
    comment = held(article, tells_writer=True)
    approve(comment.response, by=moderator)
    work()
    (letter,) = mails_to(RITA)
    assert letter.subject == "Your comment on “Bread & roses” is shown"
    assert comment.get_absolute_url() in letter.body
    assert letter.extra_headers["References"] == f"<article-{article.pk}@127.0.0.1>"


def test_who_did_not_ask_does_not(article, moderator):
    approve(held(article).response, by=moderator)
    work()
    assert mails_to(RITA) == []


def test_what_is_shown_at_once_is_seen_and_not_mailed(send, article):
    make_newsroom(comments_mode=Mode.SHOW)
    staff = make_user(RITA)
    comment = make_comment(article, state=State.RECEIVED, email=RITA, user=staff, tells_writer=True)
    settle(comment.response, Verdict(Outcome.SHOW, "staff"))
    work()
    assert mails_to(RITA) == []


def test_the_form_asks_for_it(send, article, moderator):
    send(tell="on")
    assert Comment.objects.get().tells_writer
    approve(Comment.objects.get().response, by=moderator)
    work()
    assert len(mails_to(RITA)) == 1


def test_a_rejection_with_words_reaches_the_writer_with_the_way_to_appeal(
    client, article, moderator
):
    comment = held(article)
    reject(comment.response, by=moderator, press=Press(note="Please <stay> on topic."))
    work()
    (letter,) = mails_to(RITA)
    assert letter.subject == "Your comment on “Bread & roses” is not shown"
    assert "Please <stay> on topic." in letter.body
    assert "Please &lt;stay&gt; on topic." in letter.alternatives[0].content
    assert client.get(link_in(letter, "appeal")).status_code == 200


@pytest.mark.parametrize("decide", [reject, mark_spam])
def test_without_words_nothing_is_said(article, moderator, decide):
    decide(held(article).response, by=moderator)
    work()
    assert mails_to(RITA) == []


def test_spam_is_not_told_even_with_words(article, moderator):
    mark_spam(held(article).response, by=moderator, press=Press(note="Spam!"))
    work()
    assert mails_to(RITA) == []


def test_a_decision_that_is_undone_in_time_is_not_told(article, moderator):
    comment = held(article, tells_writer=True)
    for verb in (approve, reject):
        verb(comment.response, by=moderator, press=Press(note="No."))
        undo(comment.response.decisions.first(), by=moderator)
    work()
    assert mails_to(RITA) == []


def test_a_letter_leaves_a_minute_after_the_decision(article, moderator):
    reject(held(article).response, by=moderator, press=Press(note="No."))
    task = OxTask.objects.get(task_path="comments.letters.post")
    assert timedelta(seconds=50) < task.run_after - timezone.now() < timedelta(seconds=70)


@pytest.mark.parametrize(
    ("decide", "says"), [(approve, "You were right to ask"), (reject, "it stays as it was")]
)
def test_the_answer_to_an_appeal_is_mailed(article, moderator, decide, says):
    comment = held(article, tells_writer=True)
    reject(comment.response, by=moderator, press=Press(note="No."))
    work()
    appeal(comment.response, "Please.")
    decide(comment.response, by=moderator)
    work()
    answer = mails_to(RITA)[-1]
    assert answer.subject == "We looked again at your comment on “Bread & roses”"
    assert says in answer.body
    assert says in answer.alternatives[0].content
    assert len(mails_to(RITA)) == 2


def test_after_an_appeal_there_is_no_link_to_another(article, moderator):
    comment = held(article)
    reject(comment.response, by=moderator)
    appeal(comment.response, "Please.")
    approve(comment.response, by=moderator)
    reject(comment.response, by=moderator, press=Press(note="No."))
    work()
    (letter,) = [one for one in mails_to(RITA) if "is not shown" in one.subject]
    assert "/appeal/" not in letter.body


def test_a_comment_without_an_address_gets_no_letter(article, moderator):
    comment = make_comment(article, state=State.HELD, tells_writer=True)
    approve(comment.response, by=moderator)
    work()
    assert mail.outbox == []
    assert not Letter.objects.exists()


def test_of_each_kind_one_comes(article, moderator):
    comment = held(article, tells_writer=True)
    for _ in range(2):
        approve(comment.response, by=moderator)
        work()
        reject(comment.response, by=moderator)
    assert len(mails_to(RITA)) == 1


def test_a_server_that_fails_is_tried_again_under_the_same_name(article, settings):
    comment = make_comment(article, email=RITA)
    with smtp_sink() as (sink, settings.MAILERS):
        sink.refuses_all = True
        write(comment, Letter.Kind.SHOWN)
        letter = Letter.objects.get()
        with pytest.raises(OSError):
            post.call(letter.pk)
        letter.refresh_from_db()
        assert (letter.claimed_at, letter.sent_at) == (None, None)
        sink.refuses_all = False
        post.call(letter.pk)
        (mail_sent,) = sink.mails
        assert "can be read by everybody" in text_of(mail_sent)
        assert mail_sent["Message-ID"].startswith(f"<letter-{letter.pk}-")


def test_what_a_dead_worker_left_is_sent_by_another_with_the_same_name(article, settings):
    comment = make_comment(article, email=RITA)
    with smtp_sink() as (sink, settings.MAILERS):
        write(comment, Letter.Kind.SHOWN)
        letter = claim(Letter.objects.get().pk)
        deliver(letter)
        Letter.objects.update(sent_at=None)  # the worker died before it could say so
        post_due.enqueue()
        work()
        assert len(sink.mails) == 1  # not yet: somebody may still be sending it
        Letter.objects.update(claimed_at=timezone.now() - timedelta(minutes=6))
        post_due.enqueue()
        work()
        first, again = sink.mails
        assert first["Message-ID"] == again["Message-ID"]


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_one_letter():
    make_newsroom()
    comment = make_comment(make_article(), email=RITA)
    write(comment, Letter.Kind.SHOWN)
    letter = Letter.objects.get()

    def run(_):
        try:
            post.call(letter.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(run, range(8)))
    assert len(mails_to(RITA)) == 1
