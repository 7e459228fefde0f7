"""A decision changes the row, the log, the counts, the pages and the news in one transaction."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django_ox.models import OxTask

from articles.models import Tally
from lib import cache
from moderation.checks import Outcome, Verdict
from moderation.deciding import approve, hold, mark_spam, reject, settle, withdraw
from moderation.models import Decision, Response, State
from moderation.signals import response_decided, response_held, response_hidden, response_shown
from moderation.sittings import recount
from tests.factories import make_article, make_comment, make_linkback, make_user

SHOW = Verdict(Outcome.SHOW, "policy-show", "because")
HOLD = Verdict(Outcome.HOLD, "first-timer")


@pytest.fixture
def received(db):
    return make_comment(make_article(), state=State.RECEIVED, name="Rita").response


@pytest.fixture
def news():
    """What the rooms above hear, in order."""
    heard = []

    def hear(name):
        def receiver(response, **also):
            heard.append((name, response.pk, *([also["before"]] if "before" in also else [])))

        return receiver

    signals = {
        "decided": response_decided, "held": response_held, "shown": response_shown,
        "hidden": response_hidden,
    }  # fmt: skip
    receivers = {name: hear(name) for name in signals}
    for name, signal in signals.items():
        signal.connect(receivers[name])
    yield heard
    for name, signal in signals.items():
        signal.disconnect(receivers[name])


@pytest.fixture
def statements(db):
    with connection.execute_wrapper(seen := Statements()):
        yield seen


class Statements:
    """What the database is told, and which tags it is to tell the caches."""

    def __init__(self):
        self.seen = []
        self.tags = []

    def __call__(self, execute, sql, params, many, context):
        self.seen.append(sql)
        if "pg_notify" in sql:
            assert params[0] == cache.CHANNEL
            self.tags += params[1].split()
        return execute(sql, params, many, context)

    def index(self, *words):
        return next(i for i, sql in enumerate(self.seen) if all(word in sql for word in words))


def tally_of(article):
    tally = Tally.objects.get(article=article)
    return tally.comments, tally.linkbacks


def row(response):
    return Response.objects.get(pk=response.pk)


def test_a_verdict_is_stored_with_its_reason_and_logged(received):
    assert settle(received, SHOW)
    kept = row(received)
    assert (kept.state, kept.reason, kept.evidence) == (State.SHOWN, "policy-show", "because")
    assert kept.decided_at == received.decided_at is not None
    (line,) = Decision.objects.all()
    assert (line.before, line.after, line.reason, line.decided_by) == (
        State.RECEIVED, State.SHOWN, "policy-show", None,
    )  # fmt: skip
    assert tally_of(kept.article) == (1, 0)


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (Verdict(Outcome.REFUSE, "closed"), State.REJECTED),
        (Verdict(Outcome.SPAM, "honeypot"), State.SPAM),
        (Verdict(Outcome.HOLD, "first-timer"), State.HELD),
    ],
)
def test_what_is_not_shown_is_not_counted(received, verdict, state):
    settle(received, verdict)
    assert row(received).state == state
    assert tally_of(received.article) == (0, 0)


def test_each_kind_has_its_own_count(db):
    article = make_article()
    comment = make_comment(article, state=State.RECEIVED).response
    linkback, like = (make_linkback(article, state=State.RECEIVED).response for _ in range(2))
    Response.objects.filter(pk=like.pk).update(kind=Response.Kind.LIKE)
    for response in (comment, linkback, row(like)):
        settle(response, SHOW)
    assert tally_of(article) == (1, 1)


def test_a_moderator_moves_it_wherever_they_want(received):
    moderator = make_user()
    settle(received, HOLD)
    moves = [
        (approve, {}, State.SHOWN, "moderator", 1),
        (mark_spam, {}, State.SPAM, "moderator", 0),
        (approve, {}, State.SHOWN, "moderator", 1),
        (reject, {"reason": "off-topic"}, State.REJECTED, "off-topic", 0),
        (hold, {"reason": "undo"}, State.HELD, "undo", 0),
    ]
    for verb, also, state, reason, comments in moves:
        assert verb(received, by=moderator, **also)
        assert (row(received).state, row(received).reason) == (state, reason)
        assert tally_of(received.article) == (comments, 0)
    assert Decision.objects.filter(decided_by=moderator).count() == len(moves)


@pytest.mark.parametrize("verb", [approve, reject, mark_spam])
def test_deciding_the_same_again_changes_nothing(received, news, statements, verb):
    moderator = make_user()
    assert verb(received, by=moderator)
    before = row(received).decided_at
    del news[:], statements.tags[:]
    assert not verb(row(received), by=make_user())
    assert (row(received).decided_at, news, statements.tags) == (before, [], [])
    assert Decision.objects.count() == 1


def test_a_stale_row_decides_by_what_the_database_holds(received):
    stale = row(received)
    approve(received, by=make_user())
    assert not approve(stale, by=make_user())
    assert (stale.state, stale.reason) == (State.SHOWN, "moderator")


def test_what_a_person_decided_stands_against_the_checks(received):
    reject(received, by=make_user())
    assert not settle(received, SHOW)
    assert row(received).state == State.REJECTED


def test_what_the_checks_decided_may_be_judged_again(received):
    settle(received, SHOW)
    assert settle(received, HOLD)
    assert row(received).state == State.HELD


def test_what_came_back_after_it_was_withdrawn_is_judged_anew(received):
    approve(received, by=make_user())
    withdraw(received, reason="link-gone", evidence="404")
    assert (row(received).state, row(received).evidence) == (State.WITHDRAWN, "404")
    assert settle(received, HOLD)
    assert row(received).state == State.HELD


def test_nobody_escapes_a_rejection_by_taking_the_page_away_for_a_while(received):
    mark_spam(received, by=make_user())
    assert not withdraw(received, reason="link-gone")
    assert not hold(received, reason="moved")
    assert not settle(received, SHOW)
    assert row(received).state == State.SPAM


def test_an_approved_page_that_moves_is_held_again(received):
    approve(received, by=make_user())
    assert hold(received, reason="moved", evidence="other.example")
    assert row(received).state == State.HELD


def test_the_rooms_above_hear_of_what_becomes_visible_or_hidden(received, news):
    pk = received.pk
    settle(received, HOLD)
    approve(received, by=None)
    mark_spam(received, by=None)
    reject(received, by=None)
    assert news == [
        ("decided", pk, State.RECEIVED), ("held", pk),
        ("decided", pk, State.HELD), ("shown", pk),
        ("decided", pk, State.SHOWN), ("hidden", pk),
        ("decided", pk, State.SPAM),
    ]  # fmt: skip


def test_pages_are_purged_when_they_change_and_only_then(received, statements):
    purged, tags = statements.tags, [f"article-{received.article_id}", "articles"]
    settle(received, HOLD)
    assert purged == []
    approve(received, by=None)
    assert purged == tags
    reject(received, by=None)
    assert purged == tags * 2
    mark_spam(received, by=None)
    assert purged == tags * 2


def test_the_tally_is_locked_before_the_response(received, statements):
    approve(received, by=None)
    tally = statements.index("articles_tally", "FOR UPDATE")
    assert tally < statements.index("moderation_response", "FOR UPDATE")


def test_who_hears_and_fails_undoes_the_decision(received):
    def fail(**_):
        raise RuntimeError

    response_shown.connect(fail)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            approve(received, by=None)
    finally:
        response_shown.disconnect(fail)
    assert row(received).state == State.RECEIVED
    assert (Decision.objects.count(), OxTask.objects.count()) == (0, 0)
    assert tally_of(received.article) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_after_a_storm_of_decisions_the_tally_is_what_a_count_finds():
    article = make_article()
    rows = [make_comment(article, state=State.HELD).response for _ in range(6)]
    rows += [make_linkback(article, state=State.HELD).response for _ in range(6)]
    verbs = [approve, mark_spam, approve, reject, approve]

    def decide(number):
        try:
            verbs[number % 5](rows[(number * 7) % 12], by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(decide, range(120)))
    kept = tally_of(article)
    with transaction.atomic():
        recount(tally := Tally.locked(article.pk))
    assert kept == (tally.comments, tally.linkbacks)
    shown = Response.objects.shown().filter(article=article)
    assert kept == (shown.filter(kind="comment").count(), shown.filter(kind="linkback").count())
    for response in rows:
        lines = list(response.decisions.order_by("pk").values_list("before", "after"))
        assert lines[0][0] == State.HELD
        assert all(one[1] == two[0] for one, two in pairwise(lines))
        assert lines[-1][1] == row(response).state


@pytest.mark.django_db(transaction=True)
def test_of_many_moderators_at_once_one_decides():
    response = make_comment(make_article(), state=State.HELD).response

    def decide(_):
        try:
            return approve(Response.objects.get(pk=response.pk), by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(decide, range(16)))
    assert answers.count(True) == 1
    assert Decision.objects.count() == 1
