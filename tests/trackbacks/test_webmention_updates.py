"""The same source and target again: refreshed, withdrawn, or left alone; never doubled."""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.utils import timezone
from django_ox.testing import run_tasks

from lib.links import same_address_key
from moderation.deciding import approve, mark_spam, reject
from moderation.models import Response, State
from tests.factories import make_article, make_user
from tests.trackbacks.test_at_once import in_threads
from trackbacks import incoming
from trackbacks.claiming import claim
from trackbacks.concluding import DOUBTS
from trackbacks.incoming import Refused, receive
from trackbacks.models import Linkback

WEBMENTION = Linkback.Protocol.WEBMENTION


@pytest.fixture
def article(near_site):
    return make_article()


@pytest.fixture
def announce(article, blog):
    """Announce the blog's page by a protocol; the linkback."""

    def receive_again(protocol=WEBMENTION):
        source, target = blog.url(), article.absolute_url
        return receive(protocol=protocol, source=source, target=target)

    return receive_again


@pytest.fixture
def shown(announce, blog, article):
    """A linkback that a person approved."""
    blog.link_to(article.absolute_url, title="Before")
    linkback = announce()
    approve(linkback.response, by=make_user())
    linkback.refresh_from_db()
    return linkback


def state():
    return Response.objects.get().state


def test_a_changed_page_is_refreshed_at_once(announce, shown, blog, article):
    blog.link_to(article.absolute_url, title="After")
    assert announce().title == "After"
    assert Linkback.objects.get().title == "After"
    assert state() == State.SHOWN
    assert blog.hits["/entry/"] == 2


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ({"body": "<p>No link any more"}, "link-gone"),
        ({"body": "gone", "status": 410}, "source-gone"),
        ({"body": "gone", "status": 404}, "source-gone"),
    ],
)
def test_a_page_that_takes_its_link_back_is_withdrawn(announce, shown, blog, page, reason):
    blog.serve(**page)
    assert announce().response.state == State.WITHDRAWN
    assert Response.objects.get().reason == reason
    assert Linkback.objects.get().verify_at is None


def test_what_was_withdrawn_comes_back_with_its_link(announce, shown, blog, article):
    blog.serve("<p>No link any more")
    announce()
    with pytest.raises(Refused):
        announce()
    blog.link_to(article.absolute_url, title="Again")
    assert announce().response.state in {State.HELD, State.SHOWN}
    assert Linkback.objects.get().title == "Again"


def test_a_failing_page_keeps_its_week_however_often_it_is_announced(announce, shown, blog):
    blog.serve("down", status=503)
    for _ in range(2 * DOUBTS):
        assert announce().response.state == State.SHOWN
        run_tasks()
    row = Linkback.objects.get()
    assert row.attempts == 1
    assert row.verify_at > timezone.now()


def test_announcing_a_failing_page_does_not_put_off_its_next_look(announce, shown, blog):
    blog.serve("down", status=503)
    soon = timezone.now() + timedelta(hours=1)
    Linkback.objects.update(attempts=3, verify_at=soon)
    announce()
    row = Linkback.objects.get()
    assert (row.attempts, row.verify_at) == (3, soon)


def test_who_cannot_be_read_at_once_is_read_by_a_worker(announce, shown, blog, article):
    blog.link_to(article.absolute_url, title="After")
    with incoming.TURN:
        assert announce().title == "Before"
    run_tasks()
    assert Linkback.objects.get().title == "After"


def test_what_somebody_reads_already_is_left_to_them(announce, shown, blog):
    Linkback.objects.update(verify_at=timezone.now())
    assert claim(shown)
    announce()
    assert blog.hits["/entry/"] == 1


@pytest.mark.parametrize("decide", [reject, mark_spam])
def test_what_a_person_refused_is_not_read_again(announce, shown, blog, decide):
    decide(shown.response, by=make_user())
    before = state()
    assert announce().response.state == before == state()
    assert blog.hits["/entry/"] == 1


def test_a_link_that_two_protocols_announce_is_one(announce, blog, article):
    blog.link_to(article.absolute_url)
    announce(Linkback.Protocol.PINGBACK)
    assert announce().protocol == WEBMENTION
    for protocol in (Linkback.Protocol.PINGBACK, Linkback.Protocol.TRACKBACK):
        with pytest.raises(Refused) as caught:
            announce(protocol)
        assert caught.value.case.value == "registered"
    assert [row.protocol for row in Linkback.objects.all()] == [WEBMENTION]


def test_nobody_changes_what_was_approved_by_claiming_something_else(shown, blog, article):
    blog.serve(f"<footer><a href='{article.absolute_url}'>x</a></footer>")
    claims = {"title": "Casino", "excerpt": "Casino", "blog_name": "Casino"}
    for protocol in (Linkback.Protocol.TRACKBACK, WEBMENTION):
        with suppress(Refused):
            receive(
                protocol=protocol,
                source=blog.url(),
                target=article.absolute_url,
                claims=claims,
            )
    row = Linkback.objects.select_related("response").get()
    assert "Casino" not in f"{row.title}{row.excerpt}{row.response.author_name}"


def test_our_own_articles_are_never_fetched(article, blog):
    other = make_article()
    own = {"source": other.absolute_url, "target": article.absolute_url}
    response = Response.objects.create(
        article=article, kind=Response.Kind.LINKBACK, state=State.SHOWN
    )
    key = sha256(same_address_key(other.absolute_url).encode()).hexdigest()
    Linkback.objects.create(
        response=response, article=article, protocol="own", source_key=key, verify_at=None, **own
    )
    assert receive(protocol=WEBMENTION, **own).protocol == "own"
    assert Linkback.objects.get().verify_at is None


@pytest.mark.django_db(transaction=True)
def test_twenty_equal_webmentions_make_one_row_and_all_are_taken(site, blog):
    url = make_article().absolute_url
    source = blog.link_to(url)

    def send():
        try:
            return receive(protocol=WEBMENTION, source=source, target=url).pk
        finally:
            connection.close()

    assert len(set(in_threads(send, 20))) == Linkback.objects.count() == 1
