"""Announcements take turns in a process; who finds all places taken is asked to come again."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.factories import make_article
from tests.trackbacks.conftest import refusal_of
from trackbacks import incoming
from trackbacks.cases import Refused
from trackbacks.models import Linkback
from trackbacks.turns import Turns
from trackbacks.xmlrpc import Fault

AGAIN = "Too many links came at once; try again in 7 seconds."


def refused(turns):
    with pytest.raises(Refused) as caught, turns.one():
        raise AssertionError
    return caught.value.sentence


def test_who_comes_alone_is_told_so():
    turns = Turns(at_work=2, waiting=0, patience=1)
    with turns.one() as first, turns.one() as second:
        assert (first, second) == (True, False)
    with turns.one() as again:
        assert again


def test_who_finds_all_places_taken_is_refused_at_once():
    turns = Turns(at_work=1, waiting=0, patience=7)
    with turns.one():
        assert refused(turns) == AGAIN
    with turns.one():
        pass


def test_who_waits_for_too_long_is_refused():
    turns = Turns(at_work=1, waiting=1, patience=0.01)
    with turns.one():
        assert refused(turns) == "Too many links came at once; try again in 1 second."
        assert refused(turns)
    with turns.one() as alone:
        assert alone


def test_who_waits_gets_the_next_turn_and_no_more_than_two_are_at_work():
    turns = Turns(at_work=2, waiting=8, patience=30)
    inside, most, two = set(), [], threading.Barrier(2)

    def work(number):
        with turns.one():
            inside.add(number)
            two.wait(30)
            most.append(len(inside))
            two.wait(30)
            inside.remove(number)
        return number

    with ThreadPoolExecutor(10) as threads:
        assert sorted(threads.map(work, range(10))) == list(range(10))
    assert most == [2] * 10


def test_a_turn_that_fails_is_given_back():
    turns = Turns(at_work=1, waiting=0, patience=1)
    with pytest.raises(LookupError), turns.one():
        raise LookupError
    with turns.one() as alone:
        assert alone


# At the protocols' doors


@pytest.fixture
def full(monkeypatch):
    """All places are taken."""
    turns = Turns(at_work=1, waiting=0, patience=7)
    monkeypatch.setattr(incoming, "TURNS", turns)
    with turns.one():
        yield


@pytest.fixture
def said(near_site, blog):
    """Source and target of a link."""
    target = make_article().absolute_url
    return blog.link_to(target), target


def test_a_pingback_is_asked_to_come_again(near_rpc, said, full):
    fault = refusal_of(near_rpc, *said)
    assert (fault.faultCode, fault.faultString) == (Fault.DENIED, AGAIN)
    assert not Linkback.objects.exists()


def test_a_webmention_is_asked_to_come_again(client, said, full):
    response = client.post("/webmention/", dict(zip(("source", "target"), said, strict=True)))
    assert (response.status_code, response["Retry-After"]) == (429, "7")
    assert not Linkback.objects.exists()


def test_a_trackback_is_asked_to_come_again(client, said, full):
    response = client.post(f"{said[1]}trackback/", {"url": said[0]})
    assert f"<message>{AGAIN}</message>" in response.content.decode()
    assert not Linkback.objects.exists()


def test_who_is_not_alone_is_queued(near_rpc, said, monkeypatch, blog):
    turns = Turns(at_work=2, waiting=0, patience=1)
    monkeypatch.setattr(incoming, "TURNS", turns)
    with turns.one():
        assert "queued" in near_rpc.pingback.ping(*said)
    assert not blog.hits
