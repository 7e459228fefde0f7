"""Undo brings back what stood there before, is logged itself, and never runs over somebody else."""

import pytest

from articles.models import Tally
from moderation.checks import Outcome, Verdict
from moderation.deciding import (
    Meanwhile,
    Press,
    approve,
    mark_spam,
    reject,
    settle,
    undo,
    undo_press,
)
from moderation.models import Decision, Response, State
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
SHOW = Verdict(Outcome.SHOW, "policy-show")
HOLD = Verdict(Outcome.HOLD, "held-word", "casino")


@pytest.fixture
def held():
    response = make_comment(make_article(), state=State.RECEIVED).response
    settle(response, HOLD)
    return response


@pytest.fixture
def nima():
    return make_user("nima@example.org")


def row(response):
    return Response.objects.get(pk=response.pk)


def last(response):
    return response.decisions.first()


def test_what_stood_before_comes_back_with_its_reason(held, nima):
    approve(held, by=nima)
    assert Tally.objects.get(article=held.article).comments == 1
    assert undo(last(held), by=nima)
    kept = row(held)
    assert (kept.state, kept.reason, kept.evidence) == (State.HELD, "held-word", "casino")
    assert Tally.objects.get(article=held.article).comments == 0


def test_an_undo_is_a_line_of_the_log_that_names_what_it_undid(held, nima):
    approve(held, by=nima)
    first = last(held)
    sara = make_user("sara@example.org")
    undo(first, by=sara)
    line = last(held)
    assert (line.before, line.after, line.decided_by, line.undoes) == (
        State.SHOWN, State.HELD, sara, first,
    )  # fmt: skip


def test_an_undo_can_be_undone(held, nima):
    mark_spam(held, by=nima)
    undo(last(held), by=nima)
    undo(last(held), by=nima)
    assert row(held).state == State.SPAM
    undo(last(held), by=nima)
    assert row(held).state == State.HELD


def test_what_somebody_decided_since_stays(held, nima):
    approve(held, by=nima)
    first = last(held)
    sara = make_user("sara@example.org")
    mark_spam(held, by=sara)
    with pytest.raises(Meanwhile) as told:
        undo(first, by=nima)
    assert told.value.decision.decided_by == sara
    assert row(held).state == State.SPAM


def test_after_an_undo_the_checks_may_judge_again(held, nima):
    approve(held, by=nima)
    undo(last(held), by=nima)
    assert settle(held, SHOW)
    assert row(held).state == State.SHOWN


def test_an_undo_of_an_undo_lets_the_person_s_decision_stand(held, nima):
    reject(held, by=nima)
    undo(last(held), by=nima)
    undo(last(held), by=nima)
    assert not settle(held, SHOW)
    assert row(held).state == State.REJECTED


def test_what_one_press_decided_is_undone_together_but_for_what_changed_since(nima):
    article = make_article()
    rows = [make_comment(article, f"No. {n}", state="held").response for n in range(3)]
    press = Press()
    for response in rows:
        mark_spam(response, by=nima, press=press)
    approve(rows[1], by=make_user("sara@example.org"))
    undone, kept = undo_press(press.id, by=nima, again=Press())
    assert [row(response).state for response in rows] == ["held", "shown", "held"]
    assert (len(undone), len(kept)) == (2, 1)


def test_a_decision_on_what_was_not_seen_so_changes_nothing(held, nima):
    seen = Press(version=held.version)
    approve(held, by=make_user("sara@example.org"))
    with pytest.raises(Meanwhile) as told:
        mark_spam(held, by=nima, press=seen)
    assert str(told.value.decision.decided_by) == "sara@example.org"
    assert row(held).state == State.SHOWN
    assert Decision.objects.filter(decided_by=nima).count() == 0


def test_a_text_that_its_writer_changed_meanwhile_is_not_approved_unseen(held, nima):
    seen = Press(version=held.version)
    Response.objects.filter(pk=held.pk).update(edited_at="2026-11-26T10:00:00Z")
    with pytest.raises(Meanwhile):
        approve(held, by=nima, press=seen)
    assert row(held).state == State.HELD


def test_what_was_seen_as_it_stands_is_decided(held, nima):
    assert approve(held, by=nima, press=Press(version=row(held).version))


def test_a_rejection_keeps_what_its_writer_is_told(held, nima):
    reject(held, by=nima, press=Press(note="Please stay on the subject."))
    assert last(held).note == "Please stay on the subject."
