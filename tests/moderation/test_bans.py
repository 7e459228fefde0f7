"""A person bans a writer, an address or a network until an hour, and lifts it again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.bans import (
    NotAPattern,
    NotBannable,
    add_words,
    ban,
    ban_network,
    ban_sender,
    ban_writer,
    lift,
)
from moderation.checks import at_door
from moderation.forgetting import forget_bans
from moderation.models import Response, Rule
from tests.factories import (
    make_article,
    make_comment,
    make_linkback,
    make_newsroom,
    make_rule,
    make_user,
)

pytestmark = pytest.mark.django_db
Kind, Action = Rule.Kind, Rule.Action


@pytest.fixture
def moderator():
    return make_user(role="Moderator")


@pytest.fixture
def rude():
    """A comment whose writer's address and network are known."""
    response = make_comment(make_article(), email="Rude@example.net").response
    response.network_hash, response.network = "abc", "192.0.2.0/24"
    response.save()
    return response


def tomorrow():
    return timezone.now() + timedelta(days=1)


def reasons(*candidates):
    return [verdict.reason if (verdict := at_door(one)) else None for one in candidates]


def test_a_banned_writer_is_refused_from_wherever(comment, rude, moderator):
    rule = ban_writer(rude, by=moderator, until=tomorrow(), note="rude")
    assert (rule.action, rule.made_by, rule.note) == (Action.REFUSE, moderator, "rude")
    theirs = replace(comment, email="rude@example.net")
    assert reasons(theirs, comment) == ["banned", None]


def test_a_banned_network_takes_all_who_share_it(comment, rude, moderator):
    ban_network(rude, by=moderator, until=tomorrow())
    inside, outside = replace(comment, client="192.0.2.200"), replace(comment, client="192.0.3.1")
    assert reasons(inside, outside) == ["banned", None]


def test_a_banned_sender_is_one_household_of_which_only_the_hash_is_kept(comment, rude, moderator):
    rule = ban_sender(rude, by=moderator, until=tomorrow())
    neighbour = replace(comment, network_hash="abd", client="192.0.2.7")
    assert reasons(replace(comment, network_hash="abc"), neighbour) == ["banned", None]
    assert (rule.pattern, str(rule), rule.key) == ("192.0.2.0/24", "192.0.2.0/24", "sender:abc")


def test_what_is_not_known_cannot_be_banned(moderator):
    linkback = make_linkback(make_article()).response
    for verb in (ban_writer, ban_network, ban_sender):
        with pytest.raises(NotBannable):
            verb(linkback, by=moderator, until=tomorrow())
    with pytest.raises(NotAPattern):
        ban(Kind.ADDRESS, "@co.uk", by=moderator)
    for kind, pattern in ((Kind.WORD, "pills"), (Kind.NETWORK, "192.0.2.7")):
        with pytest.raises(NotBannable):
            ban(kind, pattern, by=moderator)
    assert not Rule.objects.exists()


def test_a_rule_for_the_same_becomes_the_ban(comment, moderator):
    make_rule("rita@example.net", kind=Kind.ADDRESS)
    until = tomorrow()
    ban(Kind.ADDRESS, "Rita@Example.net", by=moderator, until=until)
    rule = Rule.objects.get()
    assert (rule.action, rule.until, rule.pattern) == (Action.REFUSE, until, "Rita@Example.net")


def test_a_lifted_ban_stays_to_be_looked_at(comment, moderator):
    rule = ban(Kind.ADDRESS, comment.email, by=moderator)
    assert reasons(replace(comment)) == ["banned"]
    lift(rule, by=moderator)
    assert reasons(replace(comment)) == [None]
    assert Rule.objects.get().is_over


def test_many_words_are_added_at_once_and_known_ones_stay(moderator):
    make_rule("Pills", action=Action.SPAM)
    words = ["pills", "کازینو", "cheap  watches", "CHEAP WATCHES"]
    assert add_words(words, action=Action.HOLD, by=moderator) == 2
    assert Rule.objects.get(folded="pills").action == Action.SPAM
    with pytest.raises(NotAPattern):
        add_words(["fine", "—"], action=Action.HOLD, by=moderator)
    assert not Rule.objects.filter(folded="fine").exists()


def test_networks_that_are_banned_no_more_are_forgotten_and_nothing_else(moderator):
    make_newsroom(keep_networks_for=7)
    old, young = timezone.now() - timedelta(days=8), timezone.now() - timedelta(days=6)
    make_rule("192.0.2.7", kind=Kind.NETWORK, until=old)
    make_rule("x", kind=Kind.SENDER, folded="abc", until=old)
    kept = [
        make_rule("192.0.2.8", kind=Kind.NETWORK, until=young),
        make_rule("198.51.100.0/22", kind=Kind.NETWORK),
        make_rule("pills", until=old),
    ]
    assert [forget_bans(), forget_bans()] == [2, 0]
    assert set(Rule.objects.all()) == set(kept)
    assert not Response.objects.exists()
