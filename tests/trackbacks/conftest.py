"""Other people's blogs on loopback, and our own site as they see it."""

import io
import ipaddress
import xmlrpc.client

import pytest

from tests.factories import make_newsroom
from tests.trackbacks.blog import Blog
from tests.trackbacks.neighbour import Neighbour
from trackbacks import incoming, verification
from trackbacks.turns import Turns

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]


@pytest.fixture(autouse=True)
def turns_of_its_own(monkeypatch):
    """No test stands in the crowd of another."""
    monkeypatch.setattr(incoming, "TURNS", Turns(incoming._enter))
    monkeypatch.setattr(verification, "LAST_NUDGE", verification.LastNudge())


@pytest.fixture
def reachable(settings):
    """Let the guarded fetch reach loopback."""
    settings.FETCH_ALLOW_NETWORKS = LOOPBACK


@pytest.fixture
def blog(reachable):
    blog = Blog()
    yield blog
    blog.close()


@pytest.fixture
def other_blog(reachable):
    """A blog on another host."""
    blog = Blog("127.0.0.2")
    yield blog
    blog.close()


@pytest.fixture
def site(live_server, settings):
    """Our site behind its real WSGI; the answer is its address."""
    settings.SITE_URL = live_server.url
    make_newsroom()
    return live_server.url


@pytest.fixture
def rpc(site):
    """A client that was not written here, over HTTP."""
    with xmlrpc.client.ServerProxy(f"{site}/xmlrpc/") as proxy:
        yield proxy


@pytest.fixture
def near_site(db, settings):
    """Our site without its HTTP: each test is one transaction, which is much faster."""
    settings.SITE_URL = "http://news.example"
    make_newsroom()
    return settings.SITE_URL


@pytest.fixture
def near_rpc(near_site, client):
    """The same client, calling the application itself."""
    return xmlrpc.client.ServerProxy(f"{near_site}/xmlrpc/", transport=InProcess(client))


class InProcess(xmlrpc.client.Transport):
    def __init__(self, client):
        super().__init__()
        self.client, self.verbose = client, False

    def request(self, host, handler, request_body, verbose=False):
        response = self.client.post(handler, request_body, content_type="text/xml")
        return self.parse_response(io.BytesIO(response.content))


@pytest.fixture
def fault_of(near_rpc):
    """The fault that a pingback ends in."""
    return lambda source, target: refusal_of(near_rpc, source, target)


def refusal_of(rpc, *params):
    with pytest.raises(xmlrpc.client.Fault) as caught:
        rpc.pingback.ping(*params)
    return caught.value


@pytest.fixture
def neighbour(reachable):
    """A site that takes announcements."""
    neighbour = Neighbour()
    yield neighbour
    neighbour.site.close()
