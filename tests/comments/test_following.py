"""Who follows hears of new comments by mail: after saying yes, once of each, not too often."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from comments import following
from comments.models import Comment, Follower
from moderation.candidates import Outcome, Verdict
from moderation.deciding import approve, hold, reject, settle
from moderation.models import Response, State
from moderation.picking import feature
from tests.comments.mailing import link_in, mails_to, work
from tests.factories import make_article, make_author, make_comment, make_newsroom, make_user
from tests.smtp import smtp_sink

FRIEND = "friend@reader.example"


@pytest.fixture
def say(article):
    """Something that is said and shown."""

    def say(text="Well said.", *, to=None, email="rita@example.net", **fields):
        comment = make_comment(to or article, text, state=State.RECEIVED, email=email, **fields)
        settle(comment.response, Verdict(Outcome.SHOW, "policy-show"))
        return comment

    return say


def follow(article, email=FRIEND, *, comment=None, **fields):
    """Somebody who asked and said yes."""
    following.ask(article, email, comment=comment, asks_back=False)
    follower = Follower.objects.get(article=article, email=email, comment=comment)
    following.confirm(follower)
    Follower.objects.filter(pk=follower.pk).update(**fields)
    return Follower.objects.get(pk=follower.pk)


def after_the_pause():
    long_ago = timezone.now() - following.PAUSE - timedelta(minutes=1)
    Follower.objects.filter(told_at__isnull=False).update(told_at=long_ago)
    Follower.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    following.tell_due.enqueue()
    work()


def test_nothing_but_the_question_is_sent_before_the_yes(article, say):
    following.ask(article, FRIEND)
    say()
    work()
    (letter,) = mails_to(FRIEND)
    assert letter.subject == "Do you want to follow the discussion of “Bread & roses”?"
    follower = Follower.objects.get()
    assert link_in(letter, "follow") == f"/follow/{follower.token}/"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_first_comment_is_told_of_at_once(article, say):
    follower = follow(article)
    comment = say("Well <b>said</b> & done.")
    work()
    (letter,) = mails_to(FRIEND)
    assert letter.subject == "Rita Reader commented on “Bread & roses”"
    assert "Well <b>said</b> & done." in letter.body
    assert comment.get_absolute_url() in letter.body
    assert "Well &lt;b&gt;said&lt;/b&gt; &amp; done." in letter.alternatives[0].content
    headers = letter.extra_headers
    assert headers["List-Unsubscribe"] == f"<http://127.0.0.1:8000/follow/{follower.token}/>"
    assert headers["References"] == f"<article-{article.pk}@127.0.0.1>"


def test_what_was_said_between_the_question_and_the_yes_is_told_of(article, say):
    following.ask(article, FRIEND)
    say("In between.")
    work()
    following.confirm(Follower.objects.get())
    say("After it.")
    work()
    body = mails_to(FRIEND)[-1].body
    assert "In between." in body and "After it." in body


def test_what_was_said_before_is_not_told_of(article, say):
    say("Long ago.")
    follow(article)
    say("New.")
    work()
    assert "Long ago." not in mails_to(FRIEND)[0].body


def test_a_hot_discussion_is_one_mail_in_a_pause(article, say):
    follow(article)
    for number in range(5):
        say(f"Comment {number}.")
        work()
    assert len(mails_to(FRIEND)) == 1
    after_the_pause()
    first, digest = mails_to(FRIEND)
    assert "Comment 0." in first.body
    assert digest.subject == "4 new comments on “Bread & roses”"
    assert "Comment 0." not in digest.body
    assert all(f"Comment {number}." in digest.body for number in range(1, 5))
    after_the_pause()
    assert len(mails_to(FRIEND)) == 2


def test_a_long_digest_is_bounded(article, say):
    follow(article)
    for number in range(following.MOST_LISTED + 3):
        say(f"Comment {number}.")
    work()
    (letter,) = mails_to(FRIEND)
    assert "3 more are on the page of the article." in letter.body
    assert letter.body.count("Rita Reader wrote:") == following.MOST_LISTED


def test_nobody_hears_of_their_own_comment(article, say):
    follow(article, "rita@example.net")
    say(email="Rita@Example.net")
    work()
    after_the_pause()
    assert mails_to("rita@example.net") == []


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REJECTED])
def test_what_is_not_shown_is_not_told_of(article, state):
    follow(article)
    make_comment(article, state=state)
    following.tell_followers.enqueue(Response.objects.get().pk)
    work()
    assert mails_to(FRIEND) == []


def test_it_is_told_of_when_it_is_approved(article):
    follow(article)
    comment = make_comment(article, state=State.HELD)
    approve(comment.response, by=make_user())
    work()
    assert len(mails_to(FRIEND)) == 1


def test_what_is_hidden_and_shown_again_or_picked_is_not_told_of_twice(article, say):
    follow(article)
    comment, moderator = say(), make_user(role="Moderator")
    work()
    hold(comment.response, reason="moved")
    approve(comment.response, by=moderator)
    feature(comment.response, by=moderator)
    work()
    after_the_pause()
    assert len(mails_to(FRIEND)) == 1


def test_what_was_hidden_before_the_mail_went_is_left_out(article, say):
    follow(article)
    gone = say("Gone.")
    say("Stays.")
    reject(gone.response, by=make_user())
    work()
    (letter,) = mails_to(FRIEND)
    assert "Gone." not in letter.body and "Stays." in letter.body


def test_a_follower_of_one_comment_hears_of_its_replies_only(article, say):
    parent = say("A question.")
    follow(article, comment=parent)
    say("Something else.")
    work()
    assert mails_to(FRIEND) == []
    say("An answer.", parent=parent)
    work()
    (letter,) = mails_to(FRIEND)
    assert "An answer." in letter.body and "Something else." not in letter.body


def test_who_follows_both_hears_once(article, say):
    parent = say("A question.")
    follow(article, comment=parent)
    follow(article)
    say("An answer.", parent=parent)
    work()
    assert len(mails_to(FRIEND)) == 1


def test_other_articles_are_not_told_of(article, say):
    follow(article)
    say(to=make_article("Another"))
    work()
    assert mails_to(FRIEND) == []


def test_an_article_that_is_withdrawn_is_not_told_of(article, say):
    follow(article)
    say()
    article.__class__.objects.update(status="withdrawn", withdrawn_at=timezone.now())
    work()
    assert mails_to(FRIEND) == []


def test_who_ended_it_hears_nothing(article, say):
    follower = follow(article)
    following.end(Follower.objects.filter(pk=follower.pk))
    say()
    work()
    assert mails_to(FRIEND) == []


def test_asking_again_after_ending_asks_back_again(article, say):
    follower = follow(article)
    following.end(Follower.objects.all())
    following.ask(article, FRIEND)
    work()
    assert len(mails_to(FRIEND)) == 1
    assert not Follower.objects.active().exists()
    assert Follower.objects.pending().get() == follower


def test_a_yes_that_comes_too_late_does_nothing(article):
    following.ask(article, FRIEND)
    Follower.objects.update(asked_at=timezone.now() - timedelta(days=3, minutes=1))
    assert not following.confirm(Follower.objects.get())
    assert not Follower.objects.active().exists()


def test_who_follows_already_is_not_asked_again(article):
    follow(article)
    following.ask(article, FRIEND.upper())
    work()
    assert mail.outbox == []
    assert Follower.objects.count() == 1


def test_an_address_is_not_flooded_with_questions(article):
    for number in range(6):
        following.ask(make_article(f"Article {number}"), FRIEND)
        work()
    assert len(mails_to(FRIEND)) == 3
    following.ask(article, "other@reader.example")
    work()
    assert len(mails_to("other@reader.example")) == 1


def test_the_task_that_runs_twice_sends_once(article, say):
    follow(article)
    comment = say()
    work()
    following.tell_followers.enqueue(comment.pk)
    work()
    after_the_pause()
    assert len(mails_to(FRIEND)) == 1


def test_who_claims_second_finds_nothing(article, say):
    follower = follow(article)
    comment = say()
    following.mark(comment)
    assert following.tell(follower.pk)
    assert not following.tell(follower.pk)
    assert len(mails_to(FRIEND)) == 1


def test_a_server_that_refuses_gives_the_news_back(article, say, settings):
    with smtp_sink() as (sink, settings.MAILERS):
        follow(article)
        sink.refuses_all = True
        say("Not lost.")
        work()
        follower = Follower.objects.get()
        assert sink.received == []
        assert (follower.failures, follower.told_at) == (1, None)
        assert follower.due_at > timezone.now()
        sink.refuses_all = False
        after_the_pause()
        assert "Not lost." in sink.mails[0].get_body(("plain",)).get_content()
        assert Follower.objects.get().failures == 0


def test_an_address_that_never_works_is_given_up(article, say, settings):
    with smtp_sink() as (sink, settings.MAILERS):
        follow(article, "nobody@reader.example")
        say()
        work()
        for _ in range(following.MOST_FAILURES):
            after_the_pause()
        follower = Follower.objects.get()
        assert follower.ended_at is not None
        assert follower.failures == following.MOST_FAILURES
        assert sink.received == []


def test_an_address_that_no_mail_leaves_for_is_given_up_and_others_hear(article, say, settings):
    with smtp_sink() as (sink, settings.MAILERS):
        follow(article, "\u017f@reader.example")
        follow(article)
        say()
        work()
        assert [envelope.rcpt_tos for envelope in sink.received] == [[FRIEND]]
        assert Follower.objects.get(email="\u017f@reader.example").failures == 1


def test_the_author_hears_of_comments_and_may_end_it_for_the_article(newsroom, say):
    user = make_user("ada@example.org")
    article = make_article("Bread & roses", authors=[make_author(user=user)])
    say("For Ada.", to=article)
    work()
    (letter,) = mails_to("ada@example.org")
    assert "For Ada." in letter.body
    assert "because you wrote the article" in letter.body
    following.end(Follower.objects.filter(email="ada@example.org"))
    say("Not for Ada.", to=article)
    work()
    after_the_pause()
    assert len(mails_to("ada@example.org")) == 1


@pytest.mark.parametrize("case", ["newsroom says no", "left", "own comment"])
def test_the_author_does_not_hear_when(case, newsroom, say):
    user = make_user("ada@example.org", is_active=case != "left")
    article = make_article(authors=[make_author(user=user)])
    make_newsroom(tell_authors=case != "newsroom says no")
    say(to=article, email="ada@example.org" if case == "own comment" else "rita@example.net")
    work()
    assert mails_to("ada@example.org") == []


def test_an_author_who_left_since_hears_no_more(newsroom, say):
    user = make_user("ada@example.org")
    article = make_article(authors=[make_author(user=user)])
    make_newsroom(tell_authors=True)
    for letters, is_active in ((1, True), (1, False), (2, True)):
        User.objects.filter(pk=user.pk).update(is_active=is_active)
        say(to=article, email="rita@example.net")
        work()
        after_the_pause()
        assert len(mails_to("ada@example.org")) == letters


def test_addresses_of_who_never_said_yes_or_ended_are_erased(article):
    follow(article, "stays@reader.example")
    for email in ("never@reader.example", "ended@reader.example"):
        following.ask(article, email, asks_back=False)
    following.end(Follower.objects.filter(email="ended@reader.example"))
    assert following.forget() == 0
    long_ago = timezone.now() - timedelta(days=4)
    Follower.objects.update(asked_at=long_ago)
    Follower.objects.filter(ended_at__isnull=False).update(ended_at=long_ago)
    assert following.forget() == 2
    assert Follower.objects.get().email == "stays@reader.example"


def test_a_mail_costs_the_same_queries_however_much_was_said(article, say):
    def cost(number):
        follower = follow(article, f"f{number}@reader.example")
        for _ in range(number):
            say()
        following.mark(Comment.objects.latest("pk"))
        with CaptureQueriesContext(connection) as captured:
            assert following.tell(follower.pk)
        return len(captured)

    assert cost(2) == cost(20)
