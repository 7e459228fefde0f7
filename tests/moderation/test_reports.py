"""Readers bring what everybody sees before a moderator, whose decision answers them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.deciding import approve, hold, mark_spam, reject, undo
from moderation.forgetting import forget_networks
from moderation.models import Report, Response, State
from moderation.reporting import report
from tests.factories import make_article, make_comment, make_newsroom, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    make_newsroom()
    return make_user(role="Moderator")


@pytest.fixture
def response(moderator):
    return make_comment(make_article()).response


def test_a_report_brings_a_shown_response_into_the_queue(response):
    assert report(response, Report.Reason.ABUSE, "Rude.", network="one")
    assert list(Response.objects.reported()) == [response]
    made = Report.objects.get()
    assert (made.reason, made.text, made.network_hash) == ("abuse", "Rude.", "one")


def test_of_one_network_one_report_counts(response):
    assert report(response, Report.Reason.ABUSE, network="one")
    assert not report(response, Report.Reason.SPAM, network="one")
    assert report(response, Report.Reason.SPAM, network="two")
    assert Report.objects.count() == 2


@pytest.mark.parametrize("state", [State.HELD, State.REJECTED, State.SPAM, State.WITHDRAWN])
def test_what_nobody_sees_is_not_reported(response, state):
    Response.objects.update(state=state)
    assert not report(response, Report.Reason.ABUSE, network="one")
    assert not Report.objects.exists()


@pytest.mark.parametrize("decide", [approve, reject, mark_spam])
def test_a_decision_answers_every_report(response, moderator, decide):
    for network in ("one", "two"):
        report(response, Report.Reason.ABUSE, network=network)
    assert decide(response, by=moderator)
    assert not Response.objects.reported().exists()
    assert {one.resolved_by for one in Report.objects.all()} == {moderator}
    assert not Report.objects.open().exists()


def test_what_was_left_standing_is_not_reported_again_from_there(response, moderator):
    report(response, Report.Reason.ABUSE, network="one")
    approve(response, by=moderator)
    assert not report(response, Report.Reason.ABUSE, network="one")
    assert not Response.objects.reported().exists()


def test_approving_again_without_a_report_changes_nothing(response, moderator):
    assert not approve(response, by=moderator)


def test_what_only_goes_back_to_wait_stays_reported(response, moderator):
    report(response, Report.Reason.ABUSE, network="one")
    hold(response, reason="moderator", by=moderator)
    assert Response.objects.reported().exists()


def test_undoing_the_decision_opens_the_report_again(response, moderator):
    report(response, Report.Reason.ABUSE, network="one")
    reject(response, by=moderator)
    undo(response.decisions.first(), by=moderator)
    assert list(Response.objects.reported()) == [response]
    assert Report.objects.open().count() == 1


def test_the_network_is_forgotten_in_time(response):
    report(response, Report.Reason.ABUSE, network="one")
    assert forget_networks() == 0
    Report.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert forget_networks() == 1
    assert Report.objects.get().network_hash == ""
