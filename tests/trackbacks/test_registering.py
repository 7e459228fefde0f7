"""Announcements that come together are registered together, and refused each for itself."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_ox.models import OxTask

from moderation.models import Host, Response
from tests.factories import make_article, make_newsroom
from trackbacks import verification
from trackbacks.cases import Case
from trackbacks.claiming import lease
from trackbacks.models import Linkback
from trackbacks.registering import Announcement, Entry, Verifier, enter

pytestmark = pytest.mark.django_db
PINGBACK, WEBMENTION = Linkback.Protocol.PINGBACK, Linkback.Protocol.WEBMENTION


@pytest.fixture
def target():
    return make_article().absolute_url


def said(number, target, protocol=PINGBACK, **more):
    source = f"http://blog{number}.example/entry"
    client = f"192.0.{number}.1"
    return Announcement(
        protocol=protocol, source=source, target=target, client=client,
        newsroom=make_newsroom(), **more,
    )  # fmt: skip


def cases(answers):
    return [None if isinstance(answer, Entry) else answer.case for answer in answers]


def test_each_gets_a_row_of_its_own_and_one_nudge_goes_out(target):
    entries = enter([said(number, target) for number in range(5)], Verifier.WORKERS)
    rows = Linkback.objects.select_related("response").order_by("pk")
    assert [entry.linkback.source for entry in entries] == [row.source for row in rows]
    assert [row.response.host for row in rows] == [f"blog{number}.example" for number in range(5)]
    assert len({row.response.network_hash for row in rows}) == 5


def test_many_cost_what_one_costs_but_for_their_limits(target):
    def queries(count, first):
        announcements = [said(first + number, target) for number in range(count)]
        with CaptureQueriesContext(connection) as captured:
            enter(announcements, Verifier.WORKERS)
        return [query["sql"] for query in captured if "moderation_allowance" not in query["sql"]]

    queries(1, 0)  # with the nudge
    assert len(queries(10, 100)) == len(queries(1, 1))


def test_one_is_refused_for_itself_and_the_others_are_let_in(target):
    Host.objects.create(name="blog1.example", standing="blocked")
    closed = make_article(linkbacks_open=False).absolute_url
    announcements = [
        said(0, target), said(1, target), said(2, closed), said(3, f"{target}nothing/"),
        said(4, "http://elsewhere.example/"), said(5, target),
    ]  # fmt: skip
    assert cases(enter(announcements, Verifier.WORKERS)) == [
        None, Case.DENIED, Case.CLOSED, Case.MISSING, Case.NOT_OURS, None,
    ]  # fmt: skip
    assert Response.objects.count() == 2


def test_the_same_link_twice_among_them_is_one_row_for_who_said_it_first(target):
    first, second, other = enter(
        [said(1, target, claims={"title": "First"}), said(1, target), said(2, target)],
        Verifier.WORKERS,
    )
    assert first.linkback.claims == {"title": "First"}
    assert second.linkback is None
    assert other.linkback is not None
    assert Linkback.objects.count() == 2


def test_what_is_registered_already_has_no_new_row(target):
    enter([said(1, target)], Verifier.WORKERS)
    again, new = enter([said(1, target), said(2, target)], Verifier.WORKERS)
    assert again.linkback is None
    assert new.linkback.source == "http://blog2.example/entry"


def test_a_row_that_another_process_stored_meanwhile_costs_the_others_nothing(target, monkeypatch):
    enter([said(1, target)], Verifier.WORKERS)
    monkeypatch.setattr("trackbacks.registering._stored", lambda entries: [])
    again, new = enter([said(1, target), said(2, target)], Verifier.WORKERS)
    assert again.linkback is None
    assert new.linkback is not None
    assert Linkback.objects.count() == 2


def test_a_crowd_is_heard_out(target):
    (entry,) = enter([said(1, target)], Verifier.WORKERS)
    assert OxTask.objects.get().run_after - entry.linkback.verify_at > timedelta(seconds=1)
    assert entry.linkback in Linkback.objects.due()


def test_workers_are_called_once_for_a_crowd(target, django_capture_on_commit_callbacks):
    def enters(number):
        Linkback.objects.update(verify_at=None)
        with django_capture_on_commit_callbacks(execute=True):
            enter([said(number, target)], Verifier.WORKERS)
        return OxTask.objects.count()

    assert [enters(1), enters(2)] == [1, 1]
    verification.LAST_NUDGE.until = 0.0  # the workers will come before what is stored now
    assert enters(3) == 2


def test_workers_whose_call_was_not_stored_are_called_again(target):
    with transaction.atomic():
        enter([said(1, target)], Verifier.WORKERS)
        transaction.set_rollback(True)
    assert not OxTask.objects.exists()
    enter([said(1, target)], Verifier.WORKERS)
    assert OxTask.objects.count() == 1


def test_who_reads_the_source_holds_a_claim_on_it(target):
    (entry,) = enter([said(1, target)], Verifier.CALLER)
    assert entry.linkback.is_claimed(lease())
    assert entry.linkback.attempts == 1
    assert OxTask.objects.get().run_after == entry.linkback.verify_at
