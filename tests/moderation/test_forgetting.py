"""Networks of writers are forgotten after the newsroom's days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.forgetting import forget, forget_networks
from moderation.limits import wait
from moderation.models import Allowance, Decision, Response
from tests.factories import make_article, make_newsroom, make_response

pytestmark = pytest.mark.django_db


def response_of(days):
    response = make_response(
        make_article(), network_hash="abc", network="192.0.2.0/24", summary="Well said."
    )
    Response.objects.filter(pk=response.pk).update(created_at=timezone.now() - timedelta(days=days))
    return response


def test_hash_and_address_go_after_the_newsrooms_days_and_nothing_else():
    make_newsroom(keep_networks_for=7)
    old, young = response_of(days=8), response_of(days=6)
    assert forget_networks() == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.network_hash, old.network, old.summary) == ("", "", "Well said.")
    assert (young.network_hash, young.network) == ("abc", "192.0.2.0/24")


def test_forgetting_again_finds_nothing():
    response_of(days=31)
    assert [forget_networks(), forget_networks()] == [1, 0]


def test_the_clock_forgets_networks_and_allowances():
    response_of(days=31)
    wait("somebody", burst=1, per_minute=1)
    Allowance.objects.update(free_at=timezone.now() - timedelta(hours=1))
    forget.call()
    assert not Response.objects.exclude(network="").exists()
    assert not Allowance.objects.exists()


@pytest.mark.parametrize(
    ("evidence", "left"),
    [
        ("192.0.2.0/24", ""),
        ("192.0.2.7", ""),
        ("2001:db8:1::/48", ""),
        ("::1", ""),
        ("a" * 64, ""),
        ("network 192.0.2.0/24 (banned)", ""),
        ("blog.example", "blog.example"),
        ("version 1.2.3", "version 1.2.3"),
        ("comment:network", "comment:network"),
        ("12:30", "12:30"),
        ("3", "3"),
        ("", ""),
    ],
)
def test_a_network_that_made_a_check_speak_goes_from_row_and_log(evidence, left):
    make_newsroom(keep_networks_for=7)
    old, young = response_of(days=8), response_of(days=6)
    for response, days in ((old, 8), (young, 6)):
        Response.objects.filter(pk=response.pk).update(evidence=evidence)
        line = Decision.objects.create(
            response=response, before="received", after="spam", reason="banned", evidence=evidence
        )
        Decision.objects.filter(pk=line.pk).update(decided_at=timezone.now() - timedelta(days=days))
    forget_networks()
    for response, expected in ((old, left), (young, evidence)):
        response.refresh_from_db()
        line = response.decisions.get()
        assert (response.evidence, line.evidence, line.reason) == (expected, expected, "banned")
