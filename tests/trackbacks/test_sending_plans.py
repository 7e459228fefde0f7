"""Who is to be told: every page that the text links to, once, and again only when it must be."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_ox.testing import run_tasks
from hypothesis import given
from hypothesis import strategies as st

from articles.publishing import announce, publish, revise, withdraw
from articles.revisions import record
from masthead.models import Newsroom
from tests.factories import make_article, make_newsroom
from tests.trackbacks.neighbour import FAULT, rpc
from trackbacks.models import Linkback, Ping
from trackbacks.outgoing import send, send_due, send_ping
from trackbacks.outward import outward_links
from trackbacks.planning import plan, plan_withdrawal, send_again

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = (f"https://{name}.example/entry/" for name in ("one", "two", "three"))


def text(*links):
    return "<p>See " + ", ".join(f'<a href="{link}">this</a>' for link in links) + ".</p>"


def make(*links, **fields):
    """A public article whose live revision is what it says."""
    article = make_article(body=text(*links), **fields)
    record(article, by=None)
    article.revisions.update(published_at=timezone.now())
    return article


def change(article, *links, **fields):
    """Another text, revised."""
    type(article).objects.filter(pk=article.pk).update(body=text(*links), **fields)
    revise(article, by=None)


def states(article):
    return {ping.target: ping.state for ping in article.pings.all()}


def settle(article, state="sent", **fields):
    """As if every attempt had ended so."""
    fields = {"attempt_at": None, "attempts": 1, "protocol": "webmention", **fields}
    article.pings.update(state=state, **fields)


def test_an_announcement_begins_one_ping_for_each_page_that_is_linked_to():
    article = make(ONE, TWO, ONE)
    announce(article)
    assert states(article) == {ONE: "waiting", TWO: "waiting"}
    assert list(Ping.objects.due().values_list("attempts", "protocol")) == [(0, ""), (0, "")]


def test_an_announcement_that_is_rolled_back_tells_nobody():
    article = make(ONE)
    with transaction.atomic():
        announce(article)
        transaction.set_rollback(True)
    assert not article.pings.exists()


@pytest.mark.parametrize(
    "body",
    [
        '<p><img src="https://one.example/x.png"></p>',
        "<p>https://one.example/ as plain text</p>",
        '<p><a href="mailto:ada@one.example">Ada</a> <a href="#below">below</a></p>',
        '<p><a href="http://127.0.0.1:8000/about/">own</a> <a href="/2016/">own</a></p>',
        '<p><a href="https://127.0.0.1:8000/">own, encrypted</a></p>',
        '<p><a href="http://me:pw@one.example/">x</a> <a href="http://[">x</a></p>',
        f'<p><a href="https://one.example/{"x" * 2048}">too long</a></p>',
        '<!-- <a href="https://one.example/">x</a> -->&lt;a href="https://one.example/"&gt;',
        "",
    ],
)
def test_what_is_no_link_to_another_page_tells_nobody(body):
    article = make_article(body=body)
    announce(article)
    assert not article.pings.exists()


def test_spellings_of_one_page_are_one_ping_in_the_words_of_the_text():
    article = make(f"{ONE}?utm_source=x#part", ONE, "http://www.one.example/entry", TWO)
    announce(article)
    assert list(states(article)) == [f"{ONE}?utm_source=x#part", TWO]


def test_a_page_such_as_about_sends_too():
    article = make(ONE, kind="page")
    announce(article)
    assert states(article) == {ONE: "waiting"}


def test_an_import_tells_nobody_and_its_later_revision_only_what_is_new():
    article = make(ONE, TWO, announced_at=timezone.now())
    assert not announce(article)
    assert states(article) == {}
    change(article, ONE, TWO, THREE)
    assert states(article) == {THREE: "waiting"}


def test_a_revision_tells_of_new_and_removed_links_and_of_no_other():
    article = make(ONE, TWO)
    announce(article)
    settle(article)
    change(article, TWO, THREE)
    assert states(article) == {ONE: "waiting", TWO: "sent", THREE: "waiting"}


def test_a_revision_that_changes_no_link_tells_nobody_whatever_became_of_them():
    article = make(ONE, TWO)
    announce(article)
    for state in ("sent", "failed", "none"):
        settle(article, state)
        change(article, ONE, TWO, headline=f"Another headline, {state}")
        assert set(states(article).values()) == {state}


def test_a_link_in_another_spelling_is_no_news():
    article = make(ONE)
    announce(article)
    settle(article)
    change(article, ONE.replace("https", "http").rstrip("/") + "#top")
    assert states(article) == {ONE: "sent"}


def test_a_link_that_is_taken_out_before_anybody_heard_of_it_is_left():
    article = make(ONE, TWO)
    announce(article)
    article.pings.filter(target=TWO).update(attempts=1)
    change(article)
    one, two = article.pings.order_by("target")
    assert (one.state, one.reason, one.attempt_at) == ("none", "unlinked", None)
    assert (two.state, two.attempts) == ("waiting", 0)


def test_a_page_without_an_endpoint_is_not_asked_again_when_the_link_goes():
    article = make(ONE)
    announce(article)
    settle(article, "none", protocol="")
    change(article)
    assert states(article) == {ONE: "none"}


def test_a_link_that_comes_back_is_told_again():
    article = make(ONE)
    announce(article)
    change(article)
    assert states(article) == {ONE: "none"}
    change(article, ONE)
    assert states(article) == {ONE: "waiting"}


def test_nothing_is_told_within_the_undo_window():
    article = make(ONE)
    change(article, ONE, TWO)
    assert states(article) == {}
    withdraw(article, by=None)
    assert states(article) == {}


def test_a_withdrawal_tells_everybody_who_was_told_and_a_return_all_of_them_again():
    article = make(ONE, TWO, THREE)
    announce(article)
    settle(article)
    article.pings.filter(target=TWO).update(state="none", protocol="")
    article.pings.filter(target=THREE).update(state="waiting", attempts=0, protocol="")
    withdraw(article, by=None)
    assert states(article) == {ONE: "waiting", TWO: "none", THREE: "none"}
    publish(article, by=None)
    assert set(states(article).values()) == {"waiting"}


def test_at_withdrawal_the_source_is_named_as_before(neighbour):
    article = make(neighbour.takes("webmention"))
    announce(article)
    run_tasks(raise_failures=True)
    withdraw(article, by=None)
    run_tasks(raise_failures=True)
    first, second = neighbour.forms()
    assert first == second == {"source": article.absolute_url, "target": neighbour.url()}
    assert list(states(article).values()) == ["sent"]


def test_a_trackback_is_never_repeated_for_a_link_that_is_gone(neighbour):
    article = make(neighbour.takes("trackback"))
    announce(article)
    run_tasks(raise_failures=True)
    change(article)
    run_tasks(raise_failures=True)
    assert len(neighbour.posts) == 1
    ping = article.pings.get()
    assert (ping.state, ping.reason) == ("none", "stays")


@pytest.mark.parametrize("code", [16, 17, 48])
def test_a_pingback_server_that_sees_the_link_gone_was_told(neighbour, code):
    article = make(neighbour.takes("pingback"))
    announce(article)
    run_tasks(raise_failures=True)
    neighbour.answers["POST /endpoint"] = rpc(FAULT.format(code, "gone"))
    change(article)
    run_tasks(raise_failures=True)
    ping = article.pings.get()
    assert (ping.state, ping.last_answer, len(neighbour.posts)) == ("sent", "gone", 2)


def test_services_are_told_of_a_new_article_once_and_of_no_page():
    make_newsroom(
        ping_services="https://rpc.example/\n\n https://two.example/rpc \nhttps://rpc.example/"
    )
    article = make(ONE)
    announce(article)
    services = article.pings.filter(protocol="weblog")
    expected = ["https://rpc.example/", "https://two.example/rpc"]
    assert list(services.order_by("pk").values_list("endpoint", flat=True)) == expected
    settle(article, protocol="weblog")
    change(article, TWO)
    withdraw(article, by=None)
    assert set(services.values_list("state", flat=True)) == {"sent"}
    about = make(ONE, kind="page")
    announce(about)
    assert states(about) == {ONE: "waiting"}


def test_a_service_is_a_web_address():
    for good in ("", "https://rpc.example/\nhttp://two.example/RPC2", "\n \n"):
        Newsroom(ping_services=good).clean_fields()
    for bad in (
        "rpc.example",
        "ftp://rpc.example/",
        "https://rpc.example/\nhttps://a:b@c.example/",
    ):
        with pytest.raises(ValidationError, match="is no web address"):
            Newsroom(ping_services=bad).clean_fields()


def test_again_lets_whatever_ended_wait_anew():
    article = make(ONE, TWO)
    announce(article)
    settle(article, "failed", reason="status", attempts=7)
    assert send_again(Ping.objects.filter(target=ONE)) == 1
    ping = article.pings.get(target=ONE)
    assert (ping.state, ping.reason, ping.attempts) == ("waiting", "", 0)
    assert ping.attempt_at <= timezone.now()
    assert states(article)[TWO] == "failed"


def test_planning_costs_the_same_for_one_link_and_for_two_hundred():
    def queries(verb, *args):
        with CaptureQueriesContext(connection) as captured:
            verb(*args)
        return len(captured)

    few = make(ONE, TWO)
    many = make(*(f"https://site{number}.example/" for number in range(200)))
    assert queries(plan, few) == queries(plan, many)
    assert many.pings.count() == 200
    settle(few), settle(many)
    assert queries(plan, few, text(THREE)) == queries(plan, many, text(THREE))
    assert queries(plan_withdrawal, few) == queries(plan_withdrawal, many)


def test_what_lost_its_nudge_is_found_by_the_sweep(neighbour):
    article = make(neighbour.takes("webmention"))
    Ping.objects.create(article=article, target=neighbour.url())
    later = timezone.now() + timedelta(hours=1)
    Ping.objects.create(article=article, target=ONE, attempt_at=later)
    send_due.call()
    run_tasks(raise_failures=True)
    assert states(article) == {neighbour.url(): "sent", ONE: "waiting"}


def test_a_nudge_for_a_ping_that_is_gone_does_nothing(neighbour):
    send_ping.call(123456)
    assert neighbour.asked == []


@given(html=st.text(alphabet='<a href="http:/.>x#?&[]@\\ \n', max_size=200))
def test_any_text_ends_in_addresses_that_can_be_told(html):
    article = make_article(published=False, body=html)
    for key, url in outward_links(article).items():
        assert key.startswith("https://") and url.startswith(("http://", "https://"))


def test_two_articles_that_link_to_one_page_are_two_pings(neighbour):
    target = neighbour.takes("webmention")
    articles = [make(target), make(target)]
    for article in articles:
        announce(article)
        send(article.pings.get())
    sources = [form["source"] for form in neighbour.forms()]
    assert sources == [article.absolute_url for article in articles]
    assert not Linkback.objects.exists()
