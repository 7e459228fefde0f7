"""Every row of the case table of pingbacks, over HTTP, by a client that was not written here.

The spellings of each row are in ``test_pingback_refusals``.
"""

import time
import xmlrpc.client
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from moderation.models import Host, Response, State
from tests.factories import make_article, make_section
from tests.trackbacks.conftest import refusal_of
from trackbacks.models import Linkback

pytestmark = pytest.mark.django_db(transaction=True)
IN_ORDER = []
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "LINKBACKS.md"


def row(text):
    """Marks the test that proves one row of the reference's table; its id is the row."""
    IN_ORDER.append(text)
    return pytest.mark.parametrize("blog", [pytest.param(None, id=text)], indirect=True)


@row("not two strings; not http(s); longer than 2,048 characters; source and target the same page")
def test_misshapen_pings_are_0_with_the_reason(rpc, blog):
    url = make_article().absolute_url
    pings = {
        ("one",): "Source and target must be two texts.",
        (
            "gopher://a.example/",
            url,
        ): "Source and target must be web addresses that begin with http:// or https://.",
        (blog.url("/").ljust(2049, "x"), url): "A web address is no longer than 2,048 characters.",
        (f"{url}#top", url): "Source and target are the same page.",
    }
    for params, reason in pings.items():
        fault = refusal_of(rpc, *params)
        assert (fault.faultCode, fault.faultString) == (0, reason)
    assert not blog.hits


@row("target is not ours")
def test_a_target_on_another_site_is_32(rpc, blog):
    elsewhere = blog.url("/2016/08/30/slug/")
    assert refusal_of(rpc, blog.link_to(elsewhere), elsewhere).faultCode == 32
    assert not blog.hits


@row("target is ours but front page, list, feed, or an article closed to linkbacks")
def test_lists_and_closed_articles_are_33(rpc, blog, site):
    closed = make_article(linkbacks_open=False)
    for url in (f"{site}/", f"{site}/2016/", f"{site}/feed/", closed.absolute_url):
        assert refusal_of(rpc, blog.link_to(url), url).faultCode == 33, url
    assert not blog.hits


@row("target is ours but no such article, or one that is not public (nothing tells them apart)")
def test_hidden_and_missing_articles_are_32_in_the_same_words(rpc, blog, site):
    draft = make_article(published=False, path="/2016/08/30/draft/")
    scheduled = make_article(published_at=timezone.now() + timedelta(hours=1))
    withdrawn = make_article(status="withdrawn")
    missing = f"{site}/2016/08/30/missing/"
    targets = [*(article.absolute_url for article in (draft, scheduled, withdrawn)), missing]
    faults = [refusal_of(rpc, blog.link_to(target), target) for target in targets]
    assert {(fault.faultCode, fault.faultString) for fault in faults} == {
        (32, "There is no such article.")
    }
    assert not blog.hits
    assert not Response.objects.exists()


def answer_of(rpc, source, target):
    try:
        return rpc.pingback.ping(source, target)
    except xmlrpc.client.Fault as fault:
        return f"{fault.faultCode} {fault.faultString}"


@row("sender or source host over its limit, or blocked")
def test_too_many_links_at_once_are_49_and_so_is_a_blocked_host(rpc, blog):
    url = make_article().absolute_url
    begun = time.monotonic()
    taken = 0
    answer = ""
    while "try again in" not in answer:
        answer = answer_of(rpc, blog.link_to(url, f"/{taken}"), url)
        taken += "Thank you" in answer
    assert answer.startswith("49 ")
    assert 30 <= taken <= 30 + (time.monotonic() - begun) / 2 + 1
    Host.objects.create(name="127.0.0.1", standing=Host.Standing.BLOCKED)
    fault = refusal_of(rpc, blog.link_to(url, "/blocked"), url)
    assert (fault.faultCode, fault.faultString) == (49, "Links from there are not taken.")
    assert sum(blog.hits.values()) == Linkback.objects.count() == taken


@row("already registered and not withdrawn")
def test_the_same_link_again_is_48(rpc, blog):
    url = make_article().absolute_url
    source = blog.link_to(url)
    rpc.pingback.ping(source, url)
    assert refusal_of(rpc, source, url).faultCode == 48
    assert blog.hits["/entry/"] == Linkback.objects.count() == 1


@row(
    "source cannot be had: refused address, unresolvable, unreachable, timed out, too large, "
    "status not 2xx, wrong type"
)
def test_a_source_that_cannot_be_had_is_16_in_one_sentence(rpc, blog):
    url = make_article().absolute_url
    sources = {
        "refused address": "http://10.0.0.1/",
        "unresolvable": "http://nothing.invalid/",
        "unreachable": "http://127.0.0.1:9/",
        "too large": blog.serve("x" * (1024 * 1024 + 1), "/large"),
        "status not 2xx": blog.serve(f"<a href='{url}'>", "/missing", status=404),
        "wrong type": blog.serve(f"<a href='{url}'>", "/picture", Content_Type="image/png"),
    }
    for why, source in sources.items():
        fault = refusal_of(rpc, source, url)
        assert (fault.faultCode, fault.faultString) == (16, "The source page could not be read."), (
            why
        )
    assert set(Response.objects.values_list("state", "kind")) == {("rejected", "linkback")}


@row("source has no link to the target")
def test_a_source_without_the_link_is_17(rpc, blog):
    url = make_article().absolute_url
    fault = refusal_of(rpc, blog.serve(f"<p>{url} <!-- <a href='{url}'>here</a> -->"), url)
    assert (fault.faultCode, fault.faultString) == (
        17,
        "The source page does not link to the target.",
    )


@row("shown, held for a moderator, or queued for verification")
def test_the_success_string_says_what_became_of_the_link(rpc, blog):
    article = make_article(section=make_section())
    url = article.absolute_url
    assert (
        rpc.pingback.ping(blog.link_to(url, "/held"), url)
        == "Thank you: the link waits for a moderator."
    )
    Host.objects.create(name=blog.host, standing=Host.Standing.TRUSTED)
    assert rpc.pingback.ping(blog.link_to(url, "/shown"), url) == "Thank you: the link is shown."
    blog.hold()
    begun = time.monotonic()
    queued = blog.link_to(url, "/queued")
    assert rpc.pingback.ping(queued, url) == "Thank you: the link is queued for verification."
    assert time.monotonic() - begun < 5
    states = Linkback.objects.order_by("pk").values_list("response__state", flat=True)
    assert list(states) == [State.HELD, State.SHOWN, State.RECEIVED]
    article.tally.refresh_from_db()
    assert article.tally.linkbacks == 1


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the shared reference is not here")
def test_every_row_of_the_reference_has_its_test():
    table = (
        REFERENCE.read_text().partition("| case, in this order | answer |")[2].partition("\n\n")[0]
    )
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")]
    assert rows[1:] == IN_ORDER
