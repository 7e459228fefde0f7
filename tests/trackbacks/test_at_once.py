"""Many senders at the same moment: one row, one claim, one process that fetches for its readers."""

import xmlrpc.client
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from moderation.models import Response, State
from tests.factories import make_article
from trackbacks import incoming
from trackbacks.incoming import receive
from trackbacks.models import Linkback
from trackbacks.verification import verify

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(work, number):
    def each(_):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(each, range(number)))


def test_twenty_equal_pings_make_one_row_and_the_others_are_48(site, blog):
    url = make_article().absolute_url
    source = blog.link_to(url)

    def ping():
        try:
            return xmlrpc.client.ServerProxy(f"{site}/xmlrpc/").pingback.ping(source, url)[:9]
        except xmlrpc.client.Fault as fault:
            return fault.faultCode

    assert Counter(in_threads(ping, 20)) == {"Thank you": 1, 48: 19}
    assert Linkback.objects.count() == Response.objects.count() == 1
    assert blog.hits["/entry/"] <= 1


def test_one_restart_of_a_withdrawn_link_wins(site, blog):
    url = make_article().absolute_url
    source = blog.link_to(url)
    receive(protocol="pingback", source=source, target=url)
    Response.objects.update(state=State.WITHDRAWN)
    Linkback.objects.update(verify_at=None)

    def again():
        try:
            return receive(protocol="pingback", source=source, target=url).pk
        except incoming.Refused as refusal:
            return refusal.case.value

    outcomes = Counter(in_threads(again, 8))
    assert outcomes["registered"] == 7
    assert blog.hits["/entry/"] <= 2


def test_two_slow_sources_keep_one_thread_of_the_process(site, blog):
    """The first request waits for its source; the second is queued at once."""
    url = make_article().absolute_url
    blog.hold()
    first, second = blog.link_to(url, "/1"), blog.link_to(url, "/2")
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(
            xmlrpc.client.ServerProxy(f"{site}/xmlrpc/").pingback.ping, first, url
        )
        assert blog.asked.wait(10)
        assert "queued" in xmlrpc.client.ServerProxy(f"{site}/xmlrpc/").pingback.ping(second, url)
        assert not waiting.done()
        blog.release()
        assert "waits for a moderator" in waiting.result()
    assert not blog.hits["/2"]


def test_many_workers_read_a_source_once(site, blog):
    url = make_article().absolute_url
    with incoming.TURN:
        linkback = receive(protocol="pingback", source=blog.link_to(url), target=url)
    outcomes = in_threads(lambda: verify(linkback), 8)
    assert sorted(outcomes) == [False] * 7 + [True]
    assert blog.hits["/entry/"] == 1
    assert Response.objects.get().decisions.count() == 1
