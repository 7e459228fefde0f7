"""Pages by key: nothing is lost or shown twice, whichever way one walks, and all cost the same."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db.models import Q
from django.utils import timezone

from moderation import paging
from moderation.models import Response
from moderation.paging import Position, page_at
from tests.factories import make_article, make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def eleven():
    """Ids, newest first; some came at the same moment."""
    article, now = make_article(), timezone.now()
    rows = [make_response(article, author_name=f"n{n % 3}") for n in range(11)]
    for number, row in enumerate(rows):
        Response.objects.filter(pk=row.pk).update(created_at=now + timedelta(minutes=number // 3))
    return [row.pk for row in reversed(rows)]


def page(query, **options):
    found = page_at(
        Response.objects.all(), Position.asked(query), by="created_at", length=4, **options
    )
    return found, [row.pk for row in found.rows]


def walk(query, way, **options):
    """Every page from there on, by its links."""
    while query is not None:
        found, pks = page(query, **options)
        yield pks
        query = getattr(found, way) or None


def test_older_and_older_shows_each_row_once(eleven):
    assert list(walk({}, "older")) == [eleven[:4], eleven[4:8], eleven[8:]]


def test_from_the_last_page_newer_and_newer_leads_back_to_the_first(eleven):
    pages = list(walk({"page": "last"}, "newer"))
    assert pages[0] == eleven[-4:]
    assert pages[1] == eleven[-8:-4]
    assert pages[-1] == eleven[:4]


def test_the_ends_have_no_way_beyond(eleven):
    first, __ = page({})
    last, __ = page({"page": "last"})
    assert (first.newer, last.older) == ({}, {})


def test_what_arrives_meanwhile_moves_no_page(eleven):
    first, __ = page({})
    make_response(make_article())
    assert page(first.older)[1] == eleven[4:8]


def test_a_day_shows_itself_and_what_is_older(eleven):
    yesterday = timezone.now() - timedelta(days=1)
    Response.objects.filter(pk__in=eleven[6:]).update(created_at=yesterday)
    day = timezone.localtime(yesterday).date().isoformat()
    assert page({"date": day})[1] == eleven[6:10]


@pytest.mark.parametrize("pages", [1, 2])
def test_fewer_rows_than_a_page_have_no_neighbours(pages):
    article = make_article()
    for __ in range(pages * 4):
        make_response(article)
    assert len(list(walk({}, "older"))) == pages


def test_nothing_is_an_empty_page():
    for query in ({}, {"page": "last"}, {"before": "1-1"}, {"after": "1-1"}):
        assert page(query)[1] == []


@pytest.fixture
def short_sight(monkeypatch):
    monkeypatch.setattr(paging, "LOOK", 5)


def test_a_condition_without_an_index_looks_through_so_many_and_goes_on(eleven, short_sight):
    wanted = Q(author_name="n1")
    pages = list(walk({}, "older", narrow=wanted))
    assert [pk for pks in pages for pk in pks] == [
        row.pk for row in Response.objects.filter(wanted).newest()
    ]
    assert len(pages) == 2
    assert page({}, narrow=wanted)[0].is_cut


def test_backwards_it_goes_on_too(eleven, short_sight):
    wanted = Q(author_name="n1")
    found = [pk for pks in walk({"page": "last"}, "newer", narrow=wanted) for pk in pks]
    assert set(found) == set(Response.objects.filter(wanted).values_list("pk", flat=True))


def test_keys_are_exact_to_the_microsecond(eleven):
    rows = list(Response.objects.newest())
    assert all(
        paging._key(paging.written((row.created_at, row.pk))) == (row.created_at, row.pk)
        for row in rows
    )
    assert all((a.created_at, a.pk) > (b.created_at, b.pk) for a, b in pairwise(rows))
