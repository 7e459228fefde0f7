"""The status page of an announced link: a few words, for who has its address, for a while."""

import time
from datetime import timedelta

import pytest
from django.core import signing
from lxml import html

from lib.sealing import seal
from moderation.models import Response, State
from moderation.reasons import REASONS
from tests.factories import make_article, make_linkback
from trackbacks.standing import SOURCE_REASONS, standing_of, status_address


@pytest.fixture
def linkback(near_site):
    return make_linkback(make_article("Our headline"), "https://blog.example/<entry>")


def said(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content).xpath("//*[@role='status']")[0].text


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.RECEIVED, "received"),
        (State.HELD, "waiting"),
        (State.SHOWN, "shown"),
        (State.REJECTED, "refused"),
        (State.SPAM, "refused"),
        (State.WITHDRAWN, "refused"),
    ],
)
def test_it_says_one_of_four_words(client, linkback, state, word):
    Response.objects.update(state=state)
    address = status_address(linkback)
    linkback.response.refresh_from_db()
    assert standing_of(linkback).word == word
    assert said(client, address) == standing_of(linkback).sentence


def test_it_tells_nothing_of_networks_that_only_we_can_reach(linkback):
    refusals = set()
    for reason in SOURCE_REASONS:
        linkback.response.state, linkback.response.reason = State.REJECTED, reason
        refusals.add(standing_of(linkback).sentence)
    assert refusals == {"The source page could not be read."}
    assert set(REASONS) >= SOURCE_REASONS


@pytest.mark.parametrize("reason", ["moderator", "blocked-host", "honeypot", "link-gone"])
def test_it_does_not_say_who_decided(linkback, reason):
    linkback.response.state, linkback.response.reason = State.REJECTED, reason
    expected = {"link-gone": "The source page does not link to the target."}
    assert standing_of(linkback).sentence == expected.get(reason, "Links from there are not taken.")


def test_it_is_for_nobody_else(client, linkback):
    response = client.get(status_address(linkback))
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    assert b"<entry>" not in response.content
    assert not response.cookies


def test_nobody_makes_its_address_up(client, linkback):
    genuine = status_address(linkback).rstrip("/").rpartition("/")[2]
    forged = [
        genuine[:-1] + ("A" if genuine[-1] != "A" else "B"),
        seal("removal", linkback.pk),
        signing.dumps([linkback.pk]),
    ]
    for word in forged:
        assert client.get(f"/linkbacks/status/{word}/").status_code == 404
    assert client.get(f"/linkbacks/status/{genuine}/").status_code == 200


def test_it_ends_after_thirty_days(client, linkback, monkeypatch):
    now = time.time()
    old, older = [timedelta(days=29, hours=23), timedelta(days=30, hours=1)]
    addresses = []
    for age in (old, older):
        with monkeypatch.context() as clock:
            clock.setattr("time.time", lambda age=age: now - age.total_seconds())
            addresses.append(status_address(linkback))
    assert [client.get(address).status_code for address in addresses] == [200, 404]


def test_it_ends_with_the_link(client, linkback):
    address = status_address(linkback)
    linkback.response.delete()
    assert client.get(address).status_code == 404


def test_it_ends_with_the_article(client, linkback):
    address = status_address(linkback)
    type(linkback.article).objects.update(status="withdrawn")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("word", ["x", "0" * 32, "None", "٪", "x:y:z"])
def test_another_address_is_404(client, linkback, word):
    assert client.get(f"/linkbacks/status/{word}/").status_code == 404
    assert client.get(f"/linkbacks/{word}/").status_code == 404


def test_only_looking_is_allowed(client, linkback):
    assert client.post(status_address(linkback)).status_code == 405
