"""What verifying keeps of a page, how workers try again, and how a linkback lives after that."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from articles.models import Tally
from lib.connecting import AT_ONCE_PER_HOST
from masthead.models import Newsroom
from moderation.deciding import approve, reject
from moderation.models import Host, Response, State
from moderation.sittings import recount
from tests.factories import make_article, make_newsroom, make_rule, make_user
from trackbacks import concluding, incoming, looking, verification
from trackbacks.claiming import claim, claim_due, lease
from trackbacks.concluding import BACK_OFF, DOUBTS
from trackbacks.incoming import receive
from trackbacks.looking import MOST_CLAIMS
from trackbacks.models import Linkback
from trackbacks.verification import (
    conclude,
    look_at,
    verify,
    verify_due,
    verify_linkback,
)

PINGBACK = Linkback.Protocol.PINGBACK
CLIENT = "198.51.100.7"


@pytest.fixture
def article(near_site):
    return make_article()


@pytest.fixture
def queued(article, blog, monkeypatch):
    """A linkback that another request's verification left to the workers, who wait for no more."""
    monkeypatch.setattr(verification, "HEARD_OUT", timedelta())

    def receive_queued(source, target=article.absolute_url):
        with incoming.TURN:
            return receive(protocol=PINGBACK, source=source, target=target, client=CLIENT)

    return receive_queued


@pytest.fixture
def shown(article, blog):
    """A linkback that was verified and approved a while ago, and is due again."""
    linkback = receive(
        protocol=PINGBACK, source=blog.link_to(article.absolute_url), target=article.absolute_url
    )
    approve(linkback.response, by=make_user())
    return due(linkback)


def due(linkback, **fields):
    Linkback.objects.filter(pk=linkback.pk).update(verify_at=timezone.now(), **fields)
    return fresh(linkback)


def fresh(linkback):
    return Linkback.objects.select_related("response__article").get(pk=linkback.pk)


# What is kept


def test_the_row_holds_what_the_page_says(article, blog):
    source = blog.serve(
        "<html lang=en><title>An entry &amp; more</title>"
        "<meta property=og:site_name content='A blog'>"
        f"<p>Read <a href='{article.absolute_url}'>this</a> now.</p>"
    )
    linkback = receive(
        protocol=PINGBACK, source=f" {source}#x", target=article.absolute_url, client=CLIENT
    )
    response = linkback.response
    assert (linkback.title, linkback.excerpt) == ("An entry & more", "Read this now.")
    assert (linkback.protocol, linkback.kind) == ("pingback", "link")
    assert linkback.last_answer == "200 text/html"
    assert linkback.verified_at <= timezone.now() < linkback.verify_at
    assert (response.author_name, response.author_address) == ("A blog", f"{source}#x")
    assert (response.host, response.summary) == (blog.host, "Read this now.")
    assert (response.state, response.reason) == (State.HELD, "policy-hold")
    assert response.network == "198.51.100.0/24"
    assert response.network_hash
    assert CLIENT not in response.network_hash


def test_without_a_name_the_host_speaks(article, blog):
    linkback = receive(
        protocol=PINGBACK, source=blog.link_to(article.absolute_url), target=article.absolute_url
    )
    assert linkback.response.author_name == blog.host


def test_claims_fill_what_the_page_leaves_open(article, blog):
    claims = {"title": "Claimed\ntitle", "excerpt": "Claimed", "blog_name": "Claimed blog"}
    source = blog.serve(f"<nav><a href='{article.absolute_url}'></a></nav>")
    linkback = receive(protocol=PINGBACK, source=source, target=article.absolute_url, claims=claims)
    assert (linkback.title, linkback.excerpt, linkback.response.author_name) == (
        "Claimed title",
        "Claimed",
        "Claimed blog",
    )


def test_an_old_address_of_the_article_in_the_page_counts(article, blog):
    article.addresses.create(path="/?p=12", current=False)
    source = blog.link_to("http://news.example/?p=12")
    assert (
        receive(protocol=PINGBACK, source=source, target=article.absolute_url).response.state
        == State.HELD
    )


def test_hostile_markup_stays_text(article, blog):
    source = blog.serve(
        "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"
        f"<p>&lt;img src=x onerror=alert(1)&gt; <a href='{article.absolute_url}'>x</a>"
    )
    linkback = receive(protocol=PINGBACK, source=source, target=article.absolute_url)
    assert linkback.title == "<script>alert(1)</script>"
    assert linkback.excerpt == "<img src=x onerror=alert(1)> x"


def test_redirects_on_the_same_host_are_followed(article, blog):
    blog.link_to(article.absolute_url, "/new")
    source = blog.serve("", "/old", status=301, Location="/new")
    assert (
        receive(protocol=PINGBACK, source=source, target=article.absolute_url).response.reason
        == "policy-hold"
    )


# Trust


def test_the_newsroom_may_show_at_once(article, blog):
    make_newsroom(linkbacks_mode="show")
    linkback = receive(
        protocol=PINGBACK, source=blog.link_to(article.absolute_url), target=article.absolute_url
    )
    assert (linkback.response.state, linkback.response.reason) == (State.SHOWN, "policy-show")


def test_a_host_of_which_a_person_approved_a_link_is_trusted(shown, blog):
    other = make_article()
    linkback = receive(
        protocol=PINGBACK, source=blog.link_to(other.absolute_url, "/2"), target=other.absolute_url
    )
    assert (linkback.response.state, linkback.response.reason) == (State.SHOWN, "trusted-host")


def test_a_host_whose_link_the_policy_showed_is_not_trusted_for_that(article, blog):
    make_newsroom(linkbacks_mode="show")
    receive(
        protocol=PINGBACK, source=blog.link_to(article.absolute_url), target=article.absolute_url
    )
    make_newsroom(linkbacks_mode="hold")
    linkback = receive(
        protocol=PINGBACK,
        source=blog.link_to(article.absolute_url, "/2"),
        target=article.absolute_url,
    )
    assert linkback.response.state == State.HELD


def test_a_trusted_host_vouches_for_no_other_host(article, blog, other_blog):
    Host.objects.create(name=blog.host, standing=Host.Standing.TRUSTED)
    source = blog.serve("", status=302, Location=other_blog.link_to(article.absolute_url))
    response = receive(protocol=PINGBACK, source=source, target=article.absolute_url).response
    assert (response.state, response.reason) == (State.HELD, "moved")


# Workers


def test_a_queued_linkback_is_verified_by_its_task(queued, article, blog):
    linkback = queued(blog.link_to(article.absolute_url))
    assert linkback.response.state == State.RECEIVED
    assert not blog.hits
    run_tasks(raise_failures=True)
    assert fresh(linkback).response.state == State.HELD
    assert blog.hits["/entry/"] == 1


def test_moderators_are_told_once(queued, article, blog):
    make_user("mona@example.org", role="Moderator")
    queued(blog.link_to(article.absolute_url))
    for _ in range(3):
        verify_due.enqueue()
        run_tasks(raise_failures=True)
    assert len(mail.outbox) == 1


def test_what_fails_for_now_is_tried_again_with_growing_pauses(queued, article, blog):
    linkback = queued(blog.serve("down", status=503))
    for attempt, pause in enumerate(BACK_OFF, start=1):
        OxTask.objects.update(run_after=timezone.now())
        run_tasks(raise_failures=True)
        linkback = fresh(linkback)
        assert (linkback.attempts, linkback.response.state) == (attempt, State.RECEIVED)
        assert timedelta(seconds=-30) < linkback.verify_at - timezone.now() - pause <= timedelta()
        assert OxTask.objects.filter(status="READY").get().run_after == linkback.verify_at
        due(linkback)
    OxTask.objects.update(run_after=timezone.now())
    run_tasks(raise_failures=True)
    linkback = fresh(linkback)
    assert (linkback.response.state, linkback.response.reason) == (State.REJECTED, "status")
    assert linkback.verify_at is None
    assert blog.hits["/entry/"] == len(BACK_OFF) + 1


def test_what_recovers_in_time_is_taken(queued, article, blog):
    linkback = queued(blog.serve("down", status=503))
    run_tasks(raise_failures=True)
    blog.link_to(article.absolute_url)
    verify(due(linkback))
    linkback = fresh(linkback)
    assert (linkback.response.state, linkback.attempts) == (State.HELD, 0)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [({"status": 404}, "status"), ({"Content-Type": "image/png"}, "type"), ({}, "no-link")],
)
def test_what_fails_for_good_is_not_tried_again(queued, article, blog, answer, reason):
    linkback = queued(blog.serve("no link here", **answer))
    run_tasks(raise_failures=True)
    linkback = fresh(linkback)
    assert (linkback.response.state, linkback.response.reason) == (State.REJECTED, reason)
    assert linkback.verify_at is None
    assert not OxTask.objects.filter(status="READY").exists()


def test_the_sweep_finds_a_row_whose_nudge_was_lost(queued, article, blog):
    linkback = queued(blog.link_to(article.absolute_url))
    OxTask.objects.all().delete()
    run_tasks(raise_failures=True)
    assert fresh(linkback).response.state == State.RECEIVED
    verify_due.enqueue()
    run_tasks(raise_failures=True)
    assert fresh(linkback).response.state == State.HELD


def test_one_nudge_is_enough_for_all_that_come_together(queued, article, blog, other_blog):
    sources = [blog.link_to(article.absolute_url, f"/{number}") for number in range(5)]
    for source in [*sources, other_blog.link_to(article.absolute_url)]:
        queued(source)
    assert OxTask.objects.count() == 1
    run_tasks(raise_failures=True)
    assert Response.objects.filter(state=State.HELD).count() == 6
    assert blog.hits == {f"/{number}": 1 for number in range(5)}
    assert OxTask.objects.filter(task_path__contains="verif").count() < 6


@pytest.mark.parametrize("end", [Linkback.delete, verify])
def test_a_nudge_whose_link_is_done_reads_what_came_with_it(queued, article, blog, end):
    first = queued(blog.link_to(article.absolute_url, "/1"))
    second = queued(blog.link_to(article.absolute_url, "/2"))
    end(first)
    assert OxTask.objects.filter(task_path__contains="verif").count() == 1
    run_tasks(raise_failures=True)
    assert fresh(second).response.state == State.HELD


def test_what_comes_while_others_are_read_has_a_nudge_of_its_own(queued, article, blog):
    claim(queued(blog.link_to(article.absolute_url, "/1")))
    queued(blog.link_to(article.absolute_url, "/2"))
    assert OxTask.objects.count() == 2


def test_a_host_is_not_asked_for_everything_at_once(queued, article, blog, other_blog):
    for number in range(AT_ONCE_PER_HOST + 1):
        queued(blog.link_to(article.absolute_url, f"/{number}"))
    last = queued(other_blog.link_to(article.absolute_url))
    assert len(claim_due(50)) == AT_ONCE_PER_HOST + 1
    assert fresh(last).attempts == 1
    assert len(claim_due(50)) == 1


def test_a_page_on_which_we_stumble_takes_no_other_with_it(
    queued, article, blog, other_blog, monkeypatch
):
    stumbled = queued(blog.link_to(article.absolute_url))
    other = queued(other_blog.link_to(article.absolute_url))
    fetch = looking.fetch

    def fetch_and_stumble(url, **options):
        if url == stumbled.source:
            raise LookupError
        return fetch(url, **options)

    monkeypatch.setattr(looking, "fetch", fetch_and_stumble)
    run_tasks()
    assert fresh(other).response.state == State.HELD
    assert fresh(stumbled).response.state == State.RECEIVED
    assert fresh(stumbled).is_claimed(lease())
    assert "LookupError" in str(OxTask.objects.exclude(errors=[]).get().errors)


def test_nor_does_one_that_the_database_refuses(queued, article, blog, other_blog, monkeypatch):
    refused = queued(blog.link_to(article.absolute_url))
    other = queued(other_blog.link_to(article.absolute_url))
    dress = concluding.dress

    def dress_and_divide(row):
        dress(row)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / %s", [int(row.pk != refused.pk)])

    monkeypatch.setattr(concluding, "dress", dress_and_divide)
    run_tasks()
    assert fresh(other).response.state == State.HELD
    assert fresh(refused).response.state == State.RECEIVED
    assert not fresh(refused).response.decisions.exists()
    assert fresh(refused).is_claimed(lease())


def test_nobody_reads_what_somebody_reads_already(queued, article, blog):
    linkback = queued(blog.link_to(article.absolute_url))
    assert claim(linkback)
    assert claim(linkback) is None
    assert not verify(linkback)
    assert not blog.hits


def test_a_nudge_that_finds_a_claim_comes_back_when_it_ends(queued, article, blog):
    linkback = queued(blog.link_to(article.absolute_url))
    claimed = claim(linkback)
    run_tasks(raise_failures=True)
    assert OxTask.objects.filter(status="READY").get().run_after == claimed.verify_at


def test_who_lost_the_claim_changes_nothing(queued, article, blog):
    linkback = queued(blog.link_to(article.absolute_url))
    slow = claim(linkback)
    look = look_at(slow, seconds=5)
    due(linkback)
    fast = claim(linkback)
    assert conclude(slow, look, patient=True) is None
    assert fresh(linkback).response.state == State.RECEIVED
    assert conclude(fast, look_at(fast, seconds=5), patient=True)
    assert fresh(linkback).response.state == State.HELD


def test_what_a_person_rejected_meanwhile_is_not_read(queued, article, blog):
    linkback = queued(blog.link_to(article.absolute_url))
    reject(linkback.response, by=make_user())
    run_tasks(raise_failures=True)
    assert fresh(linkback).response.state == State.REJECTED
    assert not blog.hits


def test_a_page_that_ends_whoever_reads_it_is_given_up(queued, article, blog):
    linkback = due(queued(blog.link_to(article.absolute_url)), attempts=MOST_CLAIMS)
    verify(linkback)
    assert fresh(linkback).response.reason == "unreadable"
    assert not blog.hits


def test_a_task_for_a_row_that_is_gone_ends(db):
    verify_linkback.call(12345)


# Afterwards


def test_a_shown_link_is_refreshed(shown, blog):
    blog.serve(
        f"<title>A better title</title><p>Now <a href='{shown.article.absolute_url}'>this</a>."
    )
    verify(shown)
    shown = fresh(shown)
    assert (shown.title, shown.excerpt, shown.response.state) == (
        "A better title",
        "Now this.",
        State.SHOWN,
    )


def test_a_page_that_says_something_else_once_its_link_is_shown_is_judged_again(shown, blog):
    make_rule("pills")
    verify(shown)
    assert fresh(shown).response.state == State.SHOWN
    blog.link_to(shown.article.absolute_url, title="Cheap pills")
    verify(due(fresh(shown)))
    response = fresh(shown).response
    assert (response.state, response.reason, response.evidence) == ("held", "held-word", "pills")
    approve(response, by=make_user("other@example.org"))
    verify(due(fresh(shown)))
    assert fresh(shown).response.state == State.SHOWN


def test_a_newsroom_that_decides_on_everything_keeps_what_it_has_when_a_page_changes(article, blog):
    make_newsroom(linkbacks_mode="show")
    linkback = receive(
        protocol=PINGBACK, source=blog.link_to(article.absolute_url), target=article.absolute_url
    )
    assert linkback.response.reason == "policy-show"
    Newsroom.objects.update(linkbacks_mode="hold")
    blog.link_to(article.absolute_url, title="A better title")
    verify(due(linkback))
    assert (fresh(linkback).title, fresh(linkback).response.state) == ("A better title", "shown")


def test_a_word_in_the_title_alone_is_found(article, blog):
    make_newsroom(linkbacks_mode="show")
    make_rule("pills")
    source = blog.link_to(article.absolute_url, title="Cheap pills")
    linkback = receive(protocol=PINGBACK, source=source, target=article.absolute_url)
    assert (linkback.response.state, linkback.response.reason) == ("held", "held-word")


@pytest.mark.parametrize(
    ("answer", "reason", "evidence"),
    [
        ({"status": 404}, "source-gone", "404 text/html"),
        ({"status": 410}, "source-gone", "410 text/html"),
        ({}, "link-gone", "200 text/html"),
    ],
)
def test_what_is_gone_is_withdrawn_and_the_evidence_kept(shown, blog, answer, reason, evidence):
    blog.serve("nothing here", **answer)
    verify(shown)
    shown = fresh(shown)
    assert (shown.response.state, shown.response.reason, shown.response.evidence) == (
        State.WITHDRAWN,
        reason,
        evidence,
    )
    assert shown.verify_at is None
    assert (shown.title, shown.excerpt) != ("", "")
    assert Tally.objects.get(article=shown.article).linkbacks == 0


@pytest.mark.parametrize(
    "answer", [{"status": 500}, {"status": 403}, {"Content-Type": "image/png"}]
)
def test_what_fails_otherwise_has_a_week(shown, blog, answer):
    blog.serve("", **answer)
    for _ in range(DOUBTS - 1):
        verify(due(shown))
        assert fresh(shown).response.state == State.SHOWN
    assert timedelta(hours=23) < fresh(shown).verify_at - timezone.now() <= timedelta(days=1)
    verify(due(shown))
    assert fresh(shown).response.state == State.WITHDRAWN


@pytest.mark.parametrize(("age", "pause"), [(0, 1), (2, 7 - 2), (10, 30 - 10), (40, 91), (400, 91)])
def test_the_older_a_link_the_rarer_it_is_read(shown, age, pause):
    Response.objects.update(created_at=timezone.now() - timedelta(days=age))
    verify(shown)
    wait = fresh(shown).verify_at - timezone.now()
    assert abs(wait - timedelta(days=pause)) < timedelta(minutes=1)


def test_a_page_that_moved_to_another_host_waits_for_a_person_once(shown, blog, other_blog):
    blog.serve("", status=301, Location=other_blog.link_to(shown.article.absolute_url))
    verify(shown)
    assert (fresh(shown).response.state, fresh(shown).response.reason) == (State.HELD, "moved")
    approve(fresh(shown).response, by=make_user())
    verify(due(shown))
    assert fresh(shown).response.state == State.SHOWN


def test_a_new_link_by_way_of_another_host_is_never_shown_at_once(article, blog, other_blog):
    make_newsroom(linkbacks_mode="show")
    source = blog.serve("", status=302, Location=other_blog.link_to(article.absolute_url))
    response = receive(protocol=PINGBACK, source=source, target=article.absolute_url).response
    assert (response.state, response.reason) == (State.HELD, "moved")


def test_nor_is_it_where_a_spam_service_is_asked(article, blog, other_blog, settings):
    settings.AKISMET_KEY = "123abc"
    make_newsroom(linkbacks_mode="show")
    source = blog.serve("", status=302, Location=other_blog.link_to(article.absolute_url))
    response = receive(protocol=PINGBACK, source=source, target=article.absolute_url).response
    assert (response.state, response.reason) == (State.HELD, "moved")
    straight = blog.link_to(article.absolute_url, "/straight/")
    response = receive(protocol=PINGBACK, source=straight, target=article.absolute_url).response
    assert (response.state, response.reason) == (State.HELD, "awaiting-classifier")


def test_a_redirect_to_a_blocked_host_is_refused(article, blog, other_blog):
    Host.objects.create(name="127.0.0.2", standing=Host.Standing.BLOCKED)
    source = blog.serve("", status=302, Location=other_blog.link_to(article.absolute_url))
    with pytest.raises(incoming.Refused):
        receive(protocol=PINGBACK, source=source, target=article.absolute_url)
    assert (Response.objects.get().state, Response.objects.get().reason) == (
        State.REJECTED,
        "blocked-host",
    )


def test_a_ping_for_a_known_link_reads_it_again_at_most_hourly(shown, blog):
    def ping():
        with pytest.raises(incoming.Refused, match="registered"):
            receive(protocol=PINGBACK, source=shown.source, target=shown.target)
        run_tasks(raise_failures=True)
        return blog.hits["/entry/"]

    later = timezone.now() + timedelta(days=1)
    Linkback.objects.update(verify_at=later)
    assert ping() == 1
    Linkback.objects.update(verified_at=timezone.now() - timedelta(minutes=61))
    assert ping() == 2
    assert ping() == 2


def test_what_a_moderator_shows_again_is_watched_again(shown, blog):
    reject(shown.response, by=make_user())
    assert fresh(shown).verify_at is None
    approve(fresh(shown).response, by=make_user())
    assert fresh(shown).verify_at > timezone.now()


# Likes from blogs


def test_a_blogs_like_stands_in_the_likes_line_while_it_is_shown(shown):
    approve(shown.response, by=make_user())
    Response.objects.filter(pk=shown.pk).update(kind=Response.Kind.LIKE, state=State.HELD)
    response = Response.objects.get(pk=shown.pk)
    approve(response, by=make_user())
    recount(Tally.objects.get(article=shown.article))
    tally = Tally.objects.get(article=shown.article)
    assert (tally.likes, tally.linkbacks) == (1, 0)
    assert shown.article.likes.get().source == shown.source
    reject(response, by=make_user())
    assert Tally.objects.get(article=shown.article).likes == 0
    assert not shown.article.likes.exists()
