"""WordPress itself, both ways: its pingbacks and trackbacks reach us, and ours reach it.

Debian's package, on loopback (``wordpress.py``). What it does not do, it does not do here either:
it never reads what a trackback is answered, and hides every fault but 48 behind an empty one.
"""

import pytest
from django.utils import timezone

from articles.publishing import withdraw
from tests.factories import make_article
from tests.trackbacks.rows import link_to, ping_to, sent, sent_again, standing
from tests.trackbacks.wordpress import VERSION, WordPress, missing
from trackbacks.models import Linkback, Ping

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("reachable"),
]
TITLE = "Über “Brot” & Rosen – سلام"


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    wordpress = WordPress(tmp_path_factory.mktemp("wp"))
    try:
        yield wordpress.start()
    finally:
        wordpress.close()


@pytest.fixture
def wordpress(started):
    """A blog that pings, and is pinged, as WordPress comes."""
    started.forget_pings()
    started.option("default_pingback_flag", "1")
    started.option("trackbacks_only", "")
    return started


@pytest.fixture
def trackbacker(started):
    """A blog that neither sends nor takes pingbacks."""
    started.forget_pings()
    started.option("default_pingback_flag", "")
    started.option("trackbacks_only", "1")
    return started


@pytest.fixture
def dotted_site(site, settings):
    """Our site by its number: what has no dot is no web address for WordPress."""
    settings.SITE_URL = site.replace("localhost", "127.0.0.1")


@pytest.fixture
def article(dotted_site):
    return make_article("Our headline")


def test_it_is_the_version_that_was_proven(wordpress):
    assert wordpress.version.startswith(f"{VERSION}.")


def test_its_pingback_is_taken_and_it_takes_that_for_an_answer(wordpress, article):
    entry, url = wordpress.publish(TITLE, link_to(article.absolute_url))
    wordpress.tell_the_world()
    assert standing() == ("pingback", "held", "policy-hold")
    linkback = Linkback.objects.get()
    assert linkback.source == url
    assert linkback.title == f"{TITLE} – A WordPress blog"
    assert "it rains, and we are wet" in linkback.excerpt
    assert wordpress.told_by(entry) == [article.absolute_url]


def test_an_entry_that_it_edits_stays_one_link(wordpress, article):
    entry, _ = wordpress.publish(TITLE, link_to(article.absolute_url))
    wordpress.tell_the_world()
    wordpress.touch(entry)
    wordpress.tell_the_world()
    assert Linkback.objects.count() == 1
    assert wordpress.told_by(entry) == [article.absolute_url]


def test_it_finds_nothing_to_ping_where_no_links_are_taken(wordpress, dotted_site):
    closed = make_article(linkbacks_open=False)
    entry, _ = wordpress.publish(TITLE, link_to(closed.absolute_url))
    wordpress.tell_the_world()
    assert not Linkback.objects.exists()
    assert wordpress.told_by(entry) in ([], [""])


def test_its_trackback_is_taken(trackbacker, article):
    endpoint = f"{article.absolute_url}trackback/"
    entry, url = trackbacker.publish(TITLE, link_to(article.absolute_url), to_ping=endpoint)
    trackbacker.tell_the_world()
    assert standing() == ("trackback", "held", "policy-hold")
    linkback = Linkback.objects.get()
    assert linkback.source == url
    assert linkback.title == f"{TITLE} – A WordPress blog"
    assert linkback.claims["title"] == TITLE
    assert linkback.claims["blog_name"] == "A WordPress blog"
    assert trackbacker.told_by(entry) == [endpoint]


def test_its_trackback_for_an_entry_without_the_link_is_refused(trackbacker, article):
    trackbacker.publish(TITLE, "<p>Nothing.</p>", to_ping=f"{article.absolute_url}trackback/")
    trackbacker.tell_the_world()
    assert standing() == ("trackback", "rejected", "no-link")


def test_it_verifies_and_keeps_our_pingback_once(wordpress, dotted_site):
    entry, url = wordpress.publish("About rain", "<p>It rains.</p>")
    ping = sent(ping_to(url))
    assert (ping.state, ping.protocol, ping.reason) == ("sent", "pingback", "")
    (kept,) = wordpress.pings_of(entry)
    assert (kept["type"], kept["url"]) == ("pingback", ping.article.absolute_url)
    assert kept["author"] == "Bread &amp; roses · The Daily Example"
    assert "the other site writes" in kept["text"]

    assert (sent_again(ping).state, ping.reason) == ("sent", "registered")
    assert len(wordpress.pings_of(entry)) == 1


def test_it_finds_our_trackback_good_and_keeps_it_once(trackbacker, dotted_site):
    entry, url = trackbacker.publish("About snow", "<p>It snows.</p>")
    ping = sent(ping_to(url))
    assert (ping.state, ping.protocol) == ("sent", "trackback")
    (kept,) = trackbacker.pings_of(entry)
    assert (kept["type"], kept["url"]) == ("trackback", ping.article.absolute_url)

    assert (sent_again(ping).state, ping.reason) == ("failed", "refused")
    assert len(trackbacker.pings_of(entry)) == 1


def test_an_entry_of_it_that_is_closed_has_nobody_to_tell(wordpress, dotted_site):
    _, url = wordpress.publish("About hail", "<p>It hails.</p>", ping_status="closed")
    ping = sent(ping_to(url))
    assert (ping.state, ping.reason) == ("none", "no-endpoint")


def test_who_comes_too_soon_after_another_waits_and_is_let_in_later(trackbacker, dotted_site):
    first, second = (trackbacker.publish(f"Day {day}", "<p>Wind.</p>") for day in (1, 2))
    assert sent(ping_to(first[1])).state == "sent"
    ping = sent(ping_to(second[1]))
    assert (ping.state, ping.reason) == ("waiting", "status")
    assert ping.last_answer.startswith("429 ")
    assert trackbacker.pings_of(second[0]) == []

    trackbacker.forget_pings()
    assert sent(ping).state == "sent"
    assert len(trackbacker.pings_of(second[0])) == 1


def test_it_never_looks_again_at_an_article_that_is_gone(wordpress, dotted_site):
    entry, url = wordpress.publish("About fog", "<p>It is foggy.</p>")
    ping = sent(ping_to(url))
    withdraw(ping.article, by=None)
    ping = sent(ping)
    assert (ping.state, ping.reason) == ("sent", "registered")
    assert len(wordpress.pings_of(entry)) == 1


def test_a_fault_that_it_hides_is_final(wordpress, dotted_site):
    entry, url = wordpress.publish("About dew", "<p>It is wet.</p>")
    no_link = make_article("No link", announced_at=timezone.now())
    ping = sent(Ping.objects.create(article=no_link, target=url))
    assert (ping.state, ping.reason, ping.attempt_at) == ("failed", "fault", None)
    assert ping.last_answer.startswith("0: ")
    assert wordpress.pings_of(entry) == []
