"""After a storm of everything that can be done to a discussion, its counts are what a count finds.

Real transactions: every thread has a connection of its own.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from django.db import connection

from articles.models import Tally
from comments.editing import delete, edit
from comments.models import Comment
from comments.replies import Refused, Reply
from comments.submission import submit
from masthead.models import Mode
from moderation.deciding import Meanwhile, approve, hold, mark_spam, reject, undo
from moderation.models import Decision, Response, State
from moderation.picking import feature
from moderation.sittings import recount
from tests.factories import make_article, make_comment, make_newsroom, make_user

REPLY = Reply(text="", author_name="Rita", email="rita@example.net", browser="hers")


def below_by_hand(comment):
    """Shown comments below it, found by walking down."""
    return sum(one.response.is_shown + below_by_hand(one) for one in comment.stands_above.all())


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_after_a_storm_of_decisions_deletions_edits_and_replies_all_counts_are_right():
    newsroom = make_newsroom(comments_mode=Mode.SHOW, writer_burst=999, comments_burst=999)
    article, moderator = make_article(), make_user(role="Moderator")
    rows = [make_comment(article, "Top", email="rita@example.net", browser_key="hers")]
    for number in range(24):  # threads that are wide and deep, half of it waiting
        state = State.HELD if number % 2 else State.SHOWN
        rows.append(make_comment(article, f"No. {number}", parent=rows[number // 2], state=state))
    recount(Tally.objects.get(article=article))

    def undo_last(response):
        undo(response.decisions.first() or Decision(response=response), by=moderator)

    def answer(response, number):
        submit(article, replace(REPLY, text=f"Answer {number}", parent_id=response.pk), newsroom)

    verbs = [
        lambda row, _: approve(row, by=moderator),
        lambda row, _: reject(row, by=moderator),
        lambda row, _: mark_spam(row, by=moderator),
        lambda row, _: approve(row, by=moderator),
        lambda row, _: hold(row, reason="moderator", by=moderator),
        lambda row, _: delete(Comment.objects.get(pk=row.pk), by=None),
        lambda row, number: edit(Comment.objects.get(pk=row.pk), f"Edit {number}", by=None),
        lambda row, _: feature(row, by=moderator),
        lambda row, _: row.decisions.exists() and undo_last(row),
        answer,
    ]

    def act(number):
        chosen = Random(number)  # the same storm every time
        row = chosen.choice(rows)
        try:
            verbs[number % len(verbs)](Response.objects.get(pk=row.pk), number)
        except (Refused, Meanwhile) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(act, range(240)))
    assert answers.count("done") > 120
    assert Decision.objects.count() > 60
    assert {Response.objects.filter(state=state).exists() for state in (State.SHOWN, "spam")} == {
        True
    }
    tally = Tally.objects.get(article=article)
    shown = Response.objects.filter(article=article, state=State.SHOWN)
    assert tally.comments == shown.count()
    recount(again := Tally.objects.get(article=article))
    assert again.comments == tally.comments
    comments = Comment.objects.select_related("response")
    assert {one.pk: one.below for one in comments} == {
        one.pk: below_by_hand(one) for one in comments
    }
    for response in Response.objects.all():
        last = response.decisions.first()
        assert last is None or last.after == response.state
