"""Announcements that come together are served together; who finds all places taken is asked to
come again.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.factories import make_article
from tests.newsroom.processes import eventually
from tests.trackbacks.conftest import refusal_of
from trackbacks import incoming
from trackbacks.cases import Case, Refused
from trackbacks.models import Linkback
from trackbacks.turns import Turns
from trackbacks.xmlrpc import Fault

AGAIN = "Too many links came at once; try again in 7 seconds."


class Slow:
    """Serves when it is let; remembers what was served together."""

    def __init__(self):
        self.together, self.let = [], threading.Event()

    def __call__(self, items, is_alone):
        self.together.append(items)
        assert self.let.wait(30)
        return [Refused(Case.DENIED) if item == "bad" else f"served {item}" for item in items]


@contextmanager
def busy(serve, **bounds):
    """Turns of which somebody has the first, until ``serve`` is let."""
    turns = Turns(serve, **bounds)
    first = threading.Thread(target=turns.take, args=["first"])
    first.start()
    eventually(lambda: serve.together)
    try:
        yield turns
    finally:
        serve.let.set()
        first.join()


def refused(turns):
    with pytest.raises(Refused) as caught:
        turns.take("late")
    return caught.value.sentence


def test_who_comes_alone_is_served_alone():
    turns = Turns(lambda items, is_alone: [(len(items), is_alone) for _ in items])
    assert [turns.take("a"), turns.take("b")] == [(1, True)] * 2


def test_those_who_wait_are_served_together_each_with_its_own_answer():
    serve = Slow()
    with busy(serve, waiting=8) as turns, ThreadPoolExecutor(3) as threads:
        answers = [threads.submit(turns.take, item) for item in ("a", "bad", "c")]
        eventually(lambda: len(turns._waiting) == 3)
        serve.let.set()
        assert [answers[0].result(30), answers[2].result(30)] == ["served a", "served c"]
        with pytest.raises(Refused):
            answers[1].result(30)
    assert [len(items) for items in serve.together] == [1, 3]


def test_everybody_is_served_once_and_nobody_beside_another():
    inside, served = [], []

    def serve(items, is_alone):
        inside.append(1)
        assert len(inside) == 1
        served.extend(items)
        inside.pop()
        return items

    turns = Turns(serve, waiting=100)
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(turns.take, range(400))) == list(range(400))
    assert sorted(served) == list(range(400))


def test_who_finds_all_places_taken_is_refused_at_once():
    with busy(Slow(), waiting=0, patience=7) as turns:
        assert refused(turns) == AGAIN


def test_who_waits_for_too_long_is_refused_and_leaves_the_place():
    serve = Slow()
    with busy(serve, waiting=1, patience=0.01) as turns:
        assert refused(turns) == "Too many links came at once; try again in 1 second."
        assert refused(turns)
    assert serve.together == [["first"]]
    assert turns.take("again") == "served again"


def test_a_service_that_fails_fails_for_those_together_and_for_nobody_after_them():
    def serve(items, is_alone):
        if "bad" in items:
            raise LookupError
        return items

    turns = Turns(serve)
    with pytest.raises(LookupError):
        turns.take("bad")
    assert turns.take("good") == "good"


# At the protocols' doors


@pytest.fixture
def full(monkeypatch):
    """All places are taken."""
    with busy(Slow(), waiting=0, patience=7) as turns:
        monkeypatch.setattr(incoming, "TURNS", turns)
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
