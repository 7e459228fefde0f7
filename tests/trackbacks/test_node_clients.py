"""Node's software announces links to us, and takes ours.

Both are pinned in ``peers/package.json``: ``@remy/webmention`` 1.5.0, the sender behind
webmention.app, which takes the pingback header where a page has both and posts its XML as a form,
and ``pingback`` 0.0.3, which sends and receives and says its faults with a status of 400.
"""

import json
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from articles.models import Article
from tests.factories import make_article
from tests.newsroom.processes import kill_group, start
from tests.trackbacks.rows import ping_to, sent, sent_again, standing
from trackbacks.models import Linkback

PEERS = Path(__file__).parent / "peers"
pytestmark = [
    pytest.mark.skipif(
        not (shutil.which("node") and (PEERS / "node_modules" / "pingback").is_dir()),
        reason=f"no Node, or its packages: npm ci --ignore-scripts in {PEERS.name}/",
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def article(site):
    return make_article("Our headline")


def run(*words):
    """What a program of Node's says."""
    return subprocess.run(
        ["node", *words], cwd=PEERS, capture_output=True, text=True, timeout=60, check=True
    ).stdout


def remy(source):
    """The status that each announced link of the page was answered with."""
    said = run("node_modules/@remy/webmention/bin/wm.js", source, "--send")
    return [line.split()[2] for line in said.splitlines() if line.startswith("status")]


def test_remys_webmention_finds_our_server_and_its_link_is_taken(other_blog, article):
    link = f"<p>As <a href='{article.absolute_url}'>they</a> say"
    assert remy(other_blog.serve(f"<html><title>An entry</title>{link}</html>")) == ["200"]
    assert standing() == ("pingback", "held", "policy-hold")


@pytest.mark.proof
def test_remys_webmention_reads_the_entry_of_a_page_with_microformats(other_blog, article):
    source = other_blog.serve(
        "<title>Reply</title><div class='h-entry'><a class='u-url' href='/entry/'></a><p class="
        f"'e-content'>I say to <a class='u-in-reply-to' href='{article.absolute_url}'>this</a>"
    )
    assert remy(source) == ["200"]
    assert Linkback.objects.get().kind == Linkback.Kind.REPLY


def test_remys_webmention_hears_our_fault(other_blog, article):
    url = article.absolute_url
    source = other_blog.serve(f"<html><nav></nav><p><a href='{url}'>they</a></html>")
    assert remy(source) == ["200"]
    assert remy(source) == ["400"]


@pytest.mark.proof
def test_remys_webmention_finds_nothing_where_no_links_are_taken(other_blog, site):
    closed = make_article(linkbacks_open=False)
    assert remy(other_blog.serve(f"<html><a href='{closed.absolute_url}'>they</a></html>")) == []
    assert not Linkback.objects.exists()


def pingback(target, source):
    return json.loads(run("pingback.js", "send", target, source))


def test_node_pingback_finds_our_server_and_its_link_is_taken_once(blog, site, article):
    source = blog.link_to(article.absolute_url)
    assert pingback(article.absolute_url, source) == {"endpoint": f"{site}/xmlrpc/"}
    assert standing() == ("pingback", "held", "policy-hold")
    assert pingback(article.absolute_url, source)["code"] == "48"


def test_node_pingback_reads_our_faults(blog, article):
    no_link = blog.serve("<p>Nothing.", "/other/")
    assert pingback(article.absolute_url, no_link) == {
        "code": "17",
        "message": "The source page does not link to the target.",
    }
    assert pingback(article.absolute_url, blog.url("/missing/"))["code"] == "16"


@pytest.mark.proof
def test_node_pingback_finds_nothing_where_no_links_are_taken(blog, site):
    closed = make_article(linkbacks_open=False)
    said = pingback(closed.absolute_url, blog.link_to(closed.absolute_url))
    assert said == {"message": "No pingback URI."}


@contextmanager
def node_server(neighbour):
    """A page whose pings node-pingback takes; its address and what it says, line by line."""
    process = start(["node", "pingback.js", "serve"], cwd=PEERS)
    port = json.loads(process.stdout.readline())
    try:
        yield (
            neighbour.serve("<title>Entry</title>", X_Pingback=f"http://127.0.0.1:{port}/"),
            process.stdout,
        )
    finally:
        kill_group(process)


def test_node_pingback_verifies_and_takes_our_pingback_once(neighbour, site):
    with node_server(neighbour) as (target, said):
        ping = sent(ping_to(target))
        assert (ping.state, ping.protocol) == ("sent", "pingback")
        assert ping.last_answer == "Pingback successful."
        taken = json.loads(said.readline())
        assert (taken["source"], taken["target"]) == (ping.article.absolute_url, target)
        assert "the other site writes, it rains" in taken["excerpt"]
        again = sent_again(ping)
        assert (again.state, again.reason) == ("sent", "registered")


@pytest.mark.proof
def test_node_pingback_sees_that_our_link_is_gone(neighbour, site):
    with node_server(neighbour) as (target, _):
        ping = ping_to(target)
        Article.objects.update(body_html="<p>Nothing.</p>")
        ping = sent(ping)
        assert (ping.state, ping.reason) == ("sent", "seen-gone")
        assert ping.last_answer == "The source does not contain a link to the target."
