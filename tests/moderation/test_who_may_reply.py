"""Who may reply, and what becomes of what nothing speaks against: newsroom, section, article."""

from dataclasses import replace

import pytest

from masthead.models import Mode, Speakers
from moderation.checks import Outcome, at_door, judge
from tests.factories import make_section, make_user


def policy_of(candidate, **policy):
    for name, value in policy.items():
        setattr(candidate.newsroom, name, value)
    return candidate


def test_guests_may_reply(comment):
    assert at_door(comment) is None
    assert judge(comment).outcome is Outcome.SHOW


def test_where_only_accounts_may_a_guest_is_refused(comment):
    policy_of(comment, who_may_reply=Speakers.ACCOUNTS)
    verdict = at_door(comment)
    assert (verdict.outcome, verdict.reason, verdict.status) == (
        Outcome.REFUSE, "accounts-only", 403,
    )  # fmt: skip
    assert at_door(replace(comment, confirmed=True)).reason == "accounts-only"
    reader = replace(comment, user=make_user(is_staff=False))
    assert at_door(reader) is None
    assert judge(reader).reason == "policy-show"


def test_where_addresses_must_be_confirmed_a_guest_waits_until_it_is(comment):
    policy_of(comment, who_may_reply=Speakers.CONFIRMED)
    assert at_door(comment) is None
    assert judge(comment)[:2] == (Outcome.HOLD, "unconfirmed")
    assert judge(replace(comment, confirmed=True)).reason == "policy-show"
    assert judge(replace(comment, user=make_user(is_staff=False))).reason == "policy-show"


def test_where_nobody_may_reply_the_discussion_is_closed(comment):
    policy_of(comment, who_may_reply=Speakers.NOBODY)
    assert not comment.article.replies_open(comment.newsroom)
    assert at_door(comment).reason == "closed"
    assert at_door(replace(comment, user=make_user())).reason == "closed"


def test_links_of_other_sites_have_no_account(linkback):
    policy_of(linkback, who_may_reply=Speakers.ACCOUNTS)
    assert at_door(linkback) is None
    assert judge(policy_of(linkback, who_may_reply=Speakers.CONFIRMED)).reason == "policy-show"


def test_the_nearest_policy_counts(comment):
    policy_of(comment, who_may_reply=Speakers.NOBODY, comments_mode=Mode.HOLD)
    comment.article.section = make_section(who_may_reply=Speakers.GUESTS, comments_mode=Mode.SHOW)
    assert at_door(comment) is None
    assert judge(comment).reason == "policy-show"
    comment.article.who_may_reply = Speakers.ACCOUNTS
    comment.article.comments_mode = Mode.HOLD
    assert at_door(comment).reason == "accounts-only"
    assert judge(comment).reason == "policy-hold"


@pytest.mark.parametrize(
    ("proof", "is_trusted"),
    [
        ({}, False),
        ({"approved_before": True}, False),
        ({"confirmed": True}, False),
        ({"approved_before": True, "confirmed": True}, True),
        ({"trusted_browser": True}, True),
    ],
)
def test_a_typed_address_inherits_no_trust(comment, proof, is_trusted):
    candidate = replace(comment, **{"trusted_browser": False, **proof})
    assert judge(candidate).reason == ("policy-show" if is_trusted else "first-timer")
