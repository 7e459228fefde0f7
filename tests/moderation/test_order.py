"""The list's order: in a reply against which everything speaks, the first of the list speaks."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from lib.clients import Origin
from masthead.models import Mode, Speakers
from moderation.checks import Outcome, at_door, judge
from moderation.limits import wait
from moderation.models import Host, Rule
from tests.factories import make_rule, make_user

pytestmark = pytest.mark.django_db

DOOR = ["closed", "accounts-only", "banned", "foreign-origin", "too-fast", "duplicate"]
CHECKS = [
    "honeypot", "no-token", "unknown-origin", "staff-address", "raid", "blocked-host",
    "blocked-word", "many-links", "held-word", "unconfirmed", "first-timer", "policy-hold",
]  # fmt: skip
"""The reference's order ("Deciding" in COMMENTS.md); but the refusals stand before what is stored,
so that what would only be held is limited too."""


def worst(comment):
    """A guest's reply against which every check speaks."""
    newsroom = comment.newsroom
    newsroom.comments_mode = Mode.HOLD
    newsroom.start_raid(1)
    make_user("rita@example.net")
    make_rule("casino", action=Rule.Action.SPAM)
    make_rule("pills")
    make_rule("@example.net", kind=Rule.Kind.ADDRESS, action=Rule.Action.REFUSE)
    Host.objects.create(name="bad.example", standing=Host.Standing.BLOCKED)
    for _ in range(newsroom.comments_burst):
        wait("comment:network:network-1", burst=newsroom.comments_burst, per_minute=1)
    return replace(
        comment, text="pills casino", host="bad.example", honeypot="x", has_token=False,
        origin=Origin.FOREIGN, links=9, twin=True, trusted_browser=False,
    )  # fmt: skip


def test_the_door_refuses_in_order(comment):
    candidate = worst(comment)
    article, newsroom = candidate.article, candidate.newsroom
    article.who_may_reply, article.comments_open = Speakers.ACCOUNTS, False
    amends = [
        lambda c: setattr(article, "comments_open", True) or c,
        lambda c: setattr(article, "who_may_reply", Speakers.CONFIRMED) or c,
        lambda c: Rule.objects.bans().delete() and replace(c),
        lambda c: replace(c, origin=Origin.UNKNOWN),
        lambda c: replace(c, network_hash="calm"),
        lambda c: replace(c, twin=False),
    ]
    heard = []
    for amend in amends:
        heard.append(at_door(candidate).reason)
        candidate = amend(candidate)
    assert heard == DOOR
    assert at_door(candidate) is None
    assert newsroom.is_raided


def test_what_is_stored_is_judged_in_order(comment):
    candidate = replace(worst(comment), origin=Origin.UNKNOWN)
    candidate.article.who_may_reply = Speakers.CONFIRMED
    amends = [
        lambda c: replace(c, honeypot=""),
        lambda c: replace(c, has_token=True),
        lambda c: replace(c, origin=Origin.OWN),
        lambda c: replace(c, email="guest@example.com"),
        lambda c: c.newsroom.end_raid() or c,
        lambda c: replace(c, host=""),
        lambda c: replace(c, text="pills"),
        lambda c: replace(c, links=0),
        lambda c: replace(c, text="well"),
        lambda c: replace(c, confirmed=True),
        lambda c: replace(c, trusted_browser=True),
    ]
    heard = [judge(candidate).reason]
    for amend in amends:
        candidate = amend(candidate)
        heard.append(judge(candidate).reason)
    assert heard == CHECKS


def test_staff_are_approved_after_the_switch_for_raids_and_before_words(comment):
    make_rule("pills", action=Rule.Action.SPAM)
    answer = replace(comment, text="pills", user=make_user(), links=9)
    assert judge(answer)[:2] == (Outcome.SHOW, "staff")
    comment.newsroom.start_raid(1)
    assert judge(answer)[:2] == (Outcome.HOLD, "raid")


def test_who_proved_an_account_needs_no_token(comment):
    assert judge(replace(comment, has_token=False)).reason == "no-token"
    reader = replace(comment, has_token=False, user=make_user(is_staff=False))
    assert judge(reader).reason == "policy-show"


def test_a_raid_holds_links_too_and_ends_by_the_clock(comment, linkback):
    newsroom = comment.newsroom
    newsroom.start_raid(2)
    newsroom.refresh_from_db()
    assert timedelta(hours=1.9) < newsroom.raid_until - timezone.now() <= timedelta(hours=2)
    Host.objects.create(name="blog.example", standing=Host.Standing.TRUSTED)
    assert {judge(one).reason for one in (comment, linkback)} == {"raid"}
    newsroom.raid_until = timezone.now() - timedelta(seconds=1)
    assert judge(comment).reason == "policy-show"
    newsroom.start_raid(2)
    newsroom.end_raid()
    newsroom.refresh_from_db()
    assert newsroom.raid_until is None
    assert judge(linkback).reason == "trusted-host"


def test_the_newsroom_says_how_fast_is_too_fast(comment):
    comment.newsroom.comments_burst = comment.newsroom.writer_burst = 2
    heard = []
    for number in range(3):
        with suppress(AttributeError):
            heard.append(at_door(replace(comment, email=f"{number}@example.net")).evidence)
    assert heard == ["comment:network"]
    heard = [at_door(replace(comment, network_hash=str(number))) for number in range(3)]
    assert [bool(one) for one in heard] == [False, False, True]
    assert heard[-1].evidence == "comment:writer"
