"""Two newsrooms that run beside each other: what one writes about the other arrives there.

Each is served as an operator does it, with a database, a worker and a port of its own; the links
travel over HTTP, and nobody but the two workers sends or reads anything.
"""

import json
import os
import subprocess
import xmlrpc.client

import pytest

from tests.newsroom.processes import PYTHON, ROOT, eventually
from tests.newsroom.serving import Served
from tests.trackbacks.front import Front

pytestmark = pytest.mark.proof

PUBLISH = """
from articles.models import Article
from articles.publishing import announce, publish
article = Article.objects.create(headline={headline!r}, body={body!r})
publish(article, by=None)
announce(article)  # without the minute in which an editor may take it back
print(json.dumps([article.pk, article.absolute_url]))
"""
REVISE = """
from articles.models import Article
from articles.publishing import revise
article = Article.objects.get(pk={pk})
article.body = {body!r}
article.save()
revise(article, by=None)
"""
WITHDRAW = """
from articles.models import Article
from articles.publishing import withdraw
withdraw(Article.objects.get(pk={pk}), by=None)
"""
LINKBACKS = """
from trackbacks.models import Linkback
print(json.dumps([
    [row.source, row.protocol, row.response.state, row.response.reason, row.verified_at is not None]
    for row in Linkback.objects.select_related("response").order_by("pk")
]))
"""
APPROVE = """
from moderation.deciding import approve
from trackbacks.models import Linkback
approve(Linkback.objects.get(source={source!r}).response, by=None)
"""
PINGS = """
from trackbacks.models import Ping
print(json.dumps(list(Ping.objects.values_list("target", "protocol", "state").order_by("pk"))))
"""
AN_HOUR_LATER = """
from datetime import timedelta
from django.utils import timezone
from trackbacks.models import Linkback
then = timezone.now() - timedelta(hours=1)
Linkback.objects.filter(source={source!r}).update(verified_at=then)
"""
A_DAY_LATER = """
from datetime import timedelta
from django.utils import timezone
from trackbacks.models import Linkback
from trackbacks.verification import verify_due
Linkback.objects.filter(source={source!r}).update(verify_at=timezone.now())
verify_due.enqueue()
"""


class Instance(Served):
    """A newsroom and a way to call its verbs, as its own commands would."""

    def __init__(self, var, **env):
        super().__init__(var, FETCH_ALLOW_NETWORKS="127.0.0.0/8", **env)

    def call(self, code, **words):
        command = [PYTHON, "manage.py", "shell", "--no-imports", "-v", "0", "-c"]
        done = subprocess.run(
            [*command, "import json\n" + code.format(**words)],
            cwd=ROOT,
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def publish(self, headline, body):
        """Id and address of a new article of which the world is told."""
        return self.call(PUBLISH, headline=headline, body=body)

    def linkback(self, source):
        """Protocol, state, reason and whether it was verified; None while it is not there."""
        rows = self.call(LINKBACKS)
        sources = [row[0] for row in rows]
        assert len(sources) == len(set(sources))
        return next((row[1:] for row in rows if row[0] == source), None)

    def page(self, address):
        status, body = self.get("/" + address.split("/", 3)[3])
        return status, body.decode()


@pytest.fixture(scope="module")
def newsrooms(tmp_path_factory):
    """The one that links and the one that is linked to."""
    made = [Instance(tmp_path_factory.mktemp(name) / "var") for name in ("linking", "linked")]
    yield [newsroom.ready() for newsroom in made]
    for newsroom in made:
        newsroom.kill_family()


def link_to(url):
    return f'<p>As <a href="{url}">the other newsroom</a> writes, it rains.</p>'


def test_a_link_arrives_is_shown_and_leaves_with_the_link(newsrooms):
    here, there = newsrooms
    __, target = there.publish("What the others wrote", "<p>It rains.</p>")
    pk, source = here.publish("What we say of it", link_to(target))
    eventually(lambda: there.linkback(source), 60)
    held = ["webmention", "held", "policy-hold", True]
    eventually(lambda: there.linkback(source) == held, 60)
    eventually(lambda: here.call(PINGS) == [[target, "webmention", "sent"]], 60)
    assert source not in there.page(target)[1]

    with xmlrpc.client.ServerProxy(f"http://127.0.0.1:{there.port}/xmlrpc/") as server:
        with pytest.raises(xmlrpc.client.Fault) as caught:
            server.pingback.ping(source, target)
    assert caught.value.faultCode == 48
    assert there.linkback(source) == held

    there.call(APPROVE, source=source)
    status, page = there.page(target)
    assert status == 200 and source in page and "What we say of it" in page

    here.call(REVISE, pk=pk, body="<p>It rains, we say.</p>")
    gone = ["webmention", "withdrawn", "link-gone", True]
    eventually(lambda: there.linkback(source) == gone, 60)
    assert source not in there.page(target)[1]


def test_a_link_leaves_with_its_article(newsrooms):
    here, there = newsrooms
    __, target = there.publish("Another piece", "<p>It snows.</p>")
    pk, source = here.publish("Our piece about it", link_to(target))
    eventually(lambda: (there.linkback(source) or [None, None])[1] == "held", 60)
    there.call(APPROVE, source=source)
    assert source in there.page(target)[1]

    here.call(WITHDRAW, pk=pk)
    assert here.page(source)[0] == 410
    gone = ["webmention", "withdrawn", "source-gone", True]
    eventually(lambda: there.linkback(source) == gone, 60)
    assert source not in there.page(target)[1]


@pytest.fixture(scope="module")
def fronted(tmp_path_factory):
    """A newsroom behind a front server."""
    front = Front()
    made = Instance(tmp_path_factory.mktemp("fronted") / "var", SITE_URL=front.url)
    made.front, front.port = front, made.port
    yield made.ready()
    made.kill_family()
    front.close()


HIDDEN = {
    "webmention": set(),
    "pingback": {"webmention"},
    "trackback": {"webmention", "pingback"},
}


def sent_as(newsroom, target):
    """Protocol and state of the ping to this page."""
    return next((row[1:] for row in newsroom.call(PINGS) if row[0] == target), None)


@pytest.mark.parametrize("ending", ["revised", "withdrawn"])
@pytest.mark.parametrize("protocol", HIDDEN)
def test_each_protocol_carries_a_link_until_it_is_gone(newsrooms, fronted, protocol, ending):
    """A pingback that comes again is read again at most hourly; a trackback says no farewell, and
    is found out by the one who looks again a day later."""
    here, there = newsrooms[0], fronted
    there.front.hidden = HIDDEN[protocol]
    __, target = there.publish(f"Told by {protocol}, {ending}", "<p>It hails.</p>")
    pk, source = here.publish(f"We heard by {protocol}, {ending}", link_to(target))
    held = [protocol, "held", "policy-hold", True]
    eventually(lambda: there.linkback(source) == held, 60)
    eventually(lambda: sent_as(here, target) == [protocol, "sent"], 60)
    there.call(APPROVE, source=source)
    assert source in there.page(target)[1]

    there.call(AN_HOUR_LATER, source=source)
    if ending == "revised":
        here.call(REVISE, pk=pk, body="<p>It hails, we say.</p>")
    else:
        here.call(WITHDRAW, pk=pk)
    if protocol == "trackback":
        eventually(lambda: sent_as(here, target) == ["trackback", "none"], 60)
        assert there.linkback(source)[1] == "shown"
        there.call(A_DAY_LATER, source=source)
    else:
        eventually(lambda: sent_as(here, target) == [protocol, "sent"], 60)
    reason = "link-gone" if ending == "revised" else "source-gone"
    eventually(lambda: there.linkback(source) == [protocol, "withdrawn", reason, True], 60)
    assert source not in there.page(target)[1]
