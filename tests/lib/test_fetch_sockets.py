"""Whatever the address, the DNS and the redirects say, no socket is opened to a refused address.

Judged where it counts: by the addresses that the interpreter reports for each ``connect`` (its
audit events, PEP 578), whoever calls it. The DNS is the test's, for every caller, and may answer
something else each time that it is asked.
"""

import errno
import functools
import ipaddress
import itertools
import socket
import sys
from contextlib import contextmanager, suppress

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, example, given, target
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lib.fetch import FetchError, fetch

from .conftest import page
from .test_fetch_addresses import NO_ADDRESS, PUBLIC, SPELLINGS_OF_LOOPBACK
from .test_networks import REFUSED

PUBLIC_TOO = ["1.1.1.1", "2606:4700::6810:84e5"]
WEB_PORTS = {80, 443, 8080, 8443}
HOME = [ipaddress.ip_network("127.0.0.1/32")]
watches = []


class Watch:
    """What was connected to, or would have been: nothing but ``home`` is let through.

    The network of ``home`` is open on all its ports, that of no other address.
    """

    def __init__(self, home=None):
        self.home = home
        self.reached = []

    def __call__(self, address):
        self.reached.append(address[:2])
        if address[:2] != self.home:
            raise OSError(errno.ENETUNREACH, "this is a test")

    def check(self):
        for address, port in self.reached:
            if not self.home or address != self.home[0]:
                assert is_public(address), address
                assert port in WEB_PORTS


def is_public(text):
    """Told by other means than the code's own: the standard library, and the known traps."""
    address = ipaddress.ip_address(text)
    inside = text in REFUSED.values() or address.is_multicast or not address.is_global
    return not inside and (address.version == 4 or address in ipaddress.ip_network("2000::/3"))


@functools.cache
def listen():
    """Hear of each connect and each datagram of this process, from now on for ever."""

    def hear(event, args):
        if watches and event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
            _, address, *_ = args
            if isinstance(address, tuple):
                watches[-1](address)

    sys.addaudithook(hear)


@contextmanager
def watched(home=None):
    listen()
    watches.append(Watch(home))
    try:
        yield watches[-1]
    finally:
        watches.pop()


@contextmanager
def answering(answers):
    """A DNS that gives these lists of addresses, one after the other and again from the start."""
    rounds, real = itertools.cycle(answers), socket.getaddrinfo

    def getaddrinfo(host, port, *args, **more):
        found = next(rounds)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        families = [socket.AF_INET6 if ":" in text else socket.AF_INET for text in found]
        return [
            (family, socket.SOCK_STREAM, 6, "", (text, port or 0))
            for family, text in zip(families, found, strict=True)
        ]

    socket.getaddrinfo = getaddrinfo
    try:
        yield
    finally:
        socket.getaddrinfo = real


def fetched(url):
    with suppress(FetchError):
        fetch(url, purpose="test", deadline=2)


ADDRESSES = st.one_of(
    st.sampled_from([PUBLIC, *PUBLIC_TOO]),
    st.sampled_from([*REFUSED.values(), "127.0.0.1", "::1", "10.0.0.1", "169.254.169.254"]),
    st.ip_addresses().map(str),
)
DNS = st.lists(
    st.one_of(st.just([PUBLIC]), st.just(PUBLIC_TOO), st.lists(ADDRESSES, max_size=3, unique=True)),
    min_size=1,
    max_size=5,
)
HOSTS = st.one_of(
    st.sampled_from(["blog.example", "a", "xn--e1afmkfd.example", *SPELLINGS_OF_LOOPBACK.values()]),
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map("[{}]".format),
    st.text(min_size=1, max_size=20),
)
PORTS = st.one_of(st.just(""), st.sampled_from([":80", ":443", ":8080", ":22", ":0", ":x", ":"]))
ADDRESSES_OF_THE_WEB = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    st.sampled_from(["", "", "", "", "mo@", "a:b@"]),
    HOSTS,
    PORTS,
    st.sampled_from(["", "/", "/a?b#c", "\\@127.0.0.1/", "@127.0.0.1", "#@10.0.0.1/"]),
)
URLS = st.one_of(
    ADDRESSES_OF_THE_WEB,
    st.text(max_size=60),
    st.text(max_size=40).map("http://{}".format),
    st.sampled_from([url for url, _ in NO_ADDRESS.values()]),
)
MANY = hypothesis_settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@MANY
@given(url=URLS, answers=DNS)
@example(url="http://blog.example/", answers=[[PUBLIC], ["127.0.0.1"]])
@example(url="http://127.1/", answers=[["127.0.0.1"]])
@example(url="https://[::ffff:127.0.0.1]/", answers=[[PUBLIC]])
def test_no_address_and_no_dns_opens_a_socket_to_a_refused_address(url, answers, nothing_open):
    with watched() as watch, answering(answers):
        fetched(url)
    target(float(len(watch.reached)))
    watch.check()


LOCATIONS = st.one_of(
    URLS,
    st.sampled_from(["/on", "on", "?on", "//blog.example/", "///", "#here", "", "http:/on", "//"]),
    st.sampled_from(["HOME/a", "HOME", "HOME?b", "http://other.example:PORT/", "http://10.1:PORT"]),
)


@pytest.fixture
def redirecting(site):
    """A server on 127.0.0.1 that answers with the next of ``redirecting.chain``, then a page."""

    def answer(visit):
        start = visit.connection.recv(65536)
        if not start.startswith(b"GET "):  # whoever shakes hands is at the wrong door
            return
        onward = next(server.chain, None)
        if onward is None:
            visit.send(page())
            return
        named = onward.replace("HOME", server.url("")).replace("PORT", str(server.port))
        at = b"Location: " + named.encode("utf-8", "replace").translate(None, b"\r\n")
        visit.send(b"HTTP/1.1 302 Found\r\n" + at + b"\r\nContent-Length: 0\r\n\r\n")

    server = site(answer, deaf=True)
    return server


@MANY
@given(chain=st.lists(LOCATIONS, min_size=1, max_size=6), answers=DNS)
@example(chain=["http://other.example:PORT/", "/on"], answers=[["127.0.0.1"], ["127.0.0.2"]])
@example(chain=["HOME/a", "http://blog.example/"], answers=[["::1"]])
def test_no_chain_of_redirects_opens_a_socket_to_a_refused_address(redirecting, chain, answers):
    redirecting.chain = iter(chain)
    home = ("127.0.0.1", redirecting.port)
    ours = override_settings(SITE_URL="https://newsroom.example", FETCH_ALLOW_NETWORKS=HOME)
    with ours, watched(home) as watch, answering(answers):
        fetched(redirecting.url())
    assert watch.reached[0] == home
    target(float(len(watch.reached)))
    watch.check()


@pytest.mark.parametrize(
    ("answers", "reached"),
    [
        ([[PUBLIC]], [(PUBLIC, 80)]),
        ([[PUBLIC], ["127.0.0.1"]], [(PUBLIC, 80)]),
        ([PUBLIC_TOO], [(text, 80) for text in PUBLIC_TOO]),
        ([[PUBLIC, "10.0.0.1"]], []),
        ([["127.0.0.1"], [PUBLIC]], []),
    ],
)
def test_what_is_reached_is_seen(answers, reached, nothing_open):
    with watched() as watch, answering(answers):
        fetched("http://blog.example/")
    assert watch.reached == reached


def test_a_socket_to_a_refused_address_would_be_seen():
    with watched() as watch, pytest.raises(OSError, match="this is a test"):
        socket.create_connection(("127.0.0.1", 9), 1)
    assert watch.reached == [("127.0.0.1", 9)]
    with pytest.raises(AssertionError):
        watch.check()
