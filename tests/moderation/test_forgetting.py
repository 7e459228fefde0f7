"""Networks of writers are forgotten after the newsroom's days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.forgetting import forget, forget_networks
from moderation.limits import wait
from moderation.models import Allowance, Response
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
