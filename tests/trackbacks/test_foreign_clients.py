"""Software that was not written here announces links to us, and takes ours.

* Webmention: ``webmentions`` (PyPI, pinned in requirements-dev.txt) sends and receives.
* Pingback: the standard library's XML-RPC client sends, its XML-RPC server receives. Software that
  is made for pingbacks, both ways: ``test_node_clients``, ``test_wordpress``.
* Trackback: WordPress sends and receives them (``test_wordpress``); no package that can be pinned
  was found that does. What stands below reads and writes with the standard library's XML, HTML and
  form modules, and proves the form of what is said.
"""

import threading
import urllib.request
import xmlrpc.client
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode
from xml.etree import ElementTree
from xmlrpc.server import SimpleXMLRPCRequestHandler, SimpleXMLRPCServer

import pytest
from webmentions import WebmentionDirection, WebmentionException, WebmentionsHandler
from webmentions.storage import WebmentionsStorage

from articles.publishing import withdraw
from moderation.deciding import approve
from tests.factories import make_article
from tests.lib.conftest import page
from tests.trackbacks.rows import ping_to, sent, standing
from trackbacks.models import Linkback

pytestmark = pytest.mark.django_db(transaction=True)
TRACKBACK = "{http://madskills.com/public/xml/rss/module/trackback/}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


class Kept(WebmentionsStorage):
    """What ``webmentions`` remembers, in memory."""

    def __init__(self):
        self.mentions = {}

    def store_webmention(self, mention):
        self.mentions[mention.source, mention.target, mention.direction] = mention

    def delete_webmention(self, source, target, direction):
        return self.mentions.pop((source, target, direction), None)

    def retrieve_webmentions(self, resource, direction):
        ours = {WebmentionDirection.IN: "target", WebmentionDirection.OUT: "source"}[direction]
        kept = [one for one in self.mentions.values() if one.direction == direction]
        return [one for one in kept if getattr(one, ours) == resource]


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def handler(kept, request):
    """The library, let onto loopback by its own option; the parameter is its site, where given."""
    own = getattr(request, "param", None)
    return WebmentionsHandler(kept, base_url=own, ssrf_protection=False)


@pytest.fixture
def article(site):
    return make_article("Our headline")


def test_webmentions_finds_our_endpoint_and_announces_a_link_and_its_end(handler, blog, article):
    source = blog.link_to(article.absolute_url)
    handler.process_outgoing_webmentions(source)
    assert standing() == ("webmention", "held", "policy-hold")
    approve(Linkback.objects.get().response, by=None)
    blog.serve("<p>I changed my mind.", "/entry/")
    handler.process_outgoing_webmentions(source)
    assert standing() == ("webmention", "withdrawn", "link-gone")


def test_webmentions_finds_no_endpoint_where_no_links_are_taken(handler, article, site):
    find = handler.outgoing._discover_webmention_endpoint
    assert find(article.absolute_url) == f"{site}/webmention/"
    assert not find(make_article(linkbacks_open=False).absolute_url)


def test_webmentions_hears_whether_a_link_is_taken(handler, kept, blog, article):
    refused = blog.serve("<p>Nothing here.", "/other/")
    handler.process_outgoing_webmentions(refused, text=article.absolute_url)
    assert not kept.mentions
    taken = blog.link_to(article.absolute_url)
    handler.process_outgoing_webmentions(taken)
    (mention,) = kept.mentions.values()
    assert (mention.source, mention.target) == (taken, article.absolute_url)


@pytest.fixture
def receiver(neighbour, handler):
    """A page of somebody whose site is run by ``webmentions``; the answer is its address."""

    def take(visit):
        said = {name: value for name, (value,) in parse_qs(visit.body.decode()).items()}
        try:
            handler.process_incoming_webmention(said.get("source"), said.get("target"))
        except WebmentionException as error:
            visit.send(page(str(error).encode(), status="400 Bad Request"))
        else:
            visit.send(page(b"ok"))

    return neighbour.takes("webmention", take)


def test_webmentions_verifies_our_webmention_and_reads_our_page(receiver, kept, site):
    ping = sent(ping_to(receiver))
    assert (ping.state, ping.protocol) == ("sent", "webmention")
    (mention,) = kept.mentions.values()
    assert (mention.source, mention.target) == (ping.article.absolute_url, receiver)
    assert mention.title == "Bread & roses"


def test_webmentions_forgets_an_article_that_was_withdrawn(receiver, kept, site):
    ping = sent(ping_to(receiver))
    assert kept.mentions
    withdraw(ping.article, by=None)
    assert sent(ping).state == "sent"
    assert not kept.mentions


@pytest.mark.parametrize("handler", ["https://elsewhere.example"], indirect=True)
def test_webmentions_refuses_what_is_not_its_own_and_we_keep_its_reason(receiver, kept, site):
    ping = sent(ping_to(receiver))
    assert (ping.state, ping.reason) == ("failed", "status")
    assert ping.last_answer.startswith("400 ")
    assert "Target URL domain does not match" in ping.last_answer
    assert not kept.mentions


def test_the_standard_librarys_client_pings_the_server_that_our_header_names(blog, article):
    with urllib.request.urlopen(article.absolute_url) as answer:
        address = answer.headers["X-Pingback"]
    with xmlrpc.client.ServerProxy(address) as server:
        said = server.pingback.ping(blog.link_to(article.absolute_url), article.absolute_url)
        assert said == "Thank you: the link waits for a moderator."
        with pytest.raises(xmlrpc.client.Fault) as caught:
            server.pingback.ping(blog.serve("<p>Nothing.", "/other/"), article.absolute_url)
    assert caught.value.faultCode == 17
    assert standing_of_shown_and_held() == [("pingback", "held")]


def standing_of_shown_and_held():
    rows = Linkback.objects.filter(response__state__in=["shown", "held"])
    return list(rows.values_list("protocol", "response__state"))


class QuietHandler(SimpleXMLRPCRequestHandler):
    rpc_paths = ("/rpc",)

    def log_message(self, *args):
        pass


@pytest.fixture
def rpc_server():
    """The standard library's server, on a port of its own."""
    with SimpleXMLRPCServer(("127.0.0.1", 0), requestHandler=QuietHandler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def names_server(neighbour, server):
    """A page that names the server in its header."""
    host, port = server.server_address
    return neighbour.serve("<title>Entry</title>", X_Pingback=f"http://{host}:{port}/rpc")


def test_the_standard_librarys_server_takes_our_pingback(neighbour, rpc_server, site):
    calls = []

    def take(source, target):
        calls.append((source, target))
        return "Registered"

    rpc_server.register_function(take, "pingback.ping")
    ping = sent(ping_to(names_server(neighbour, rpc_server)))
    assert calls == [(ping.article.absolute_url, ping.target)]
    assert (ping.state, ping.protocol, ping.last_answer) == ("sent", "pingback", "Registered")


def test_a_method_that_the_standard_librarys_server_lacks_is_a_failure(neighbour, rpc_server, site):
    ping = sent(ping_to(names_server(neighbour, rpc_server)))
    assert (ping.state, ping.protocol) == ("failed", "pingback")
    assert "pingback.ping" in ping.last_answer


class Comments(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_comment(self, data):
        self.found.append(data)


def trackback_endpoint(url):
    """The endpoint that the page's RDF names for this address, read as XML with its namespaces."""
    reader = Comments()
    with urllib.request.urlopen(url) as answer:
        reader.feed(answer.read().decode())
    (block,) = [text for text in reader.found if "rdf:RDF" in text]
    (description,) = ElementTree.fromstring(block.strip())
    assert description.get(f"{DUBLIN_CORE}identifier") == url
    return description.get(f"{TRACKBACK}ping")


def posted(endpoint, **fields):
    """Error and message of the answer to a trackback."""
    with urllib.request.urlopen(endpoint, urlencode(fields).encode()) as answer:
        root = ElementTree.parse(answer).getroot()
    return root.findtext("error"), root.findtext("message")


def test_a_trackback_by_the_endpoint_that_our_rdf_names_is_taken(blog, article):
    endpoint = trackback_endpoint(article.absolute_url)
    source = blog.link_to(article.absolute_url)
    assert posted(endpoint, url=source, title="An entry", blog_name="A blog") == ("0", None)
    assert standing() == ("trackback", "held", "policy-hold")
    no_link = blog.serve("<p>Nothing.", "/other/")
    assert posted(endpoint, url=no_link) == ("1", "The source page does not link to the target.")


def test_our_trackback_is_a_form_that_the_standard_library_reads(neighbour, site):
    ping = sent(ping_to(neighbour.takes("trackback")))
    assert (ping.state, ping.protocol) == ("sent", "trackback")
    (form,) = neighbour.forms()
    assert (form["url"], form["title"]) == (ping.article.absolute_url, "Bread & roses")
