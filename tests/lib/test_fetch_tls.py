"""Certificates and names: the connection goes to a judged address, the trust to the name."""

import ssl

import pytest

from lib import fetch as fetching
from lib.fetch import FetchFailed, fetch

from .conftest import page

pytestmark = pytest.mark.usefixtures("open_loopback")


@pytest.fixture
def trusted(authority, monkeypatch):
    """As if the system's store held the test's authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(authority / "ca.pem")
    monkeypatch.setattr(fetching, "_trust", lambda: context)


def failing(url, **options):
    with pytest.raises(FetchFailed) as failure:
        fetch(url, purpose="test", **options)
    return failure.value.reason


def test_the_name_is_asked_for_and_checked(site, server_tls, trusted, names):
    server = site(page(), tls=server_tls)
    names["blog.example"] = [["127.0.0.1"]]
    answer = fetch(server.url(host="Blog.Example.", scheme="https"), purpose="test")
    assert answer.status == 200
    assert server.visits[0].server_name == "blog.example"
    assert server.visits[0].header("host") == f"blog.example:{server.port}"


def test_a_certificate_for_another_name_is_not_enough(site, server_tls, trusted, names):
    server = site(page(), tls=server_tls)
    names["other.example"] = names["blog.example.evil.example"] = [["127.0.0.1"]]
    for host in names:
        assert failing(server.url(host=host, scheme="https")) == "tls"
    assert all(visit.head == b"" for visit in server.visits)


def test_a_certificate_may_name_an_address(site, server_tls, trusted):
    server = site(page(), tls=server_tls)
    assert fetch(server.url(scheme="https"), purpose="test").status == 200
    elsewhere = site(page(), tls=server_tls, address="127.0.0.2")
    assert failing(elsewhere.url(scheme="https")) == "tls"


def test_an_unknown_authority_is_not_trusted_even_if_the_environment_says_so(
    site, server_tls, names, authority, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    fetching._trust.cache_clear()
    server = site(page(), tls=server_tls)
    names["blog.example"] = [["127.0.0.1"]]
    assert failing(server.url(host="blog.example", scheme="https")) == "tls"


def test_the_system_store_is_loaded_and_names_are_checked():
    context = fetching._trust()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_redirect_from_plain_to_tls_is_followed(site, server_tls, trusted, names):
    names["blog.example"] = [["127.0.0.1"]]
    safe = site(page(b"safe"), tls=server_tls)
    location = safe.url(host="blog.example", scheme="https")
    plain = site(page(status="301 Moved", Location=location))
    assert fetch(plain.url(), purpose="test").url == location


def test_a_server_without_tls_fails(site, trusted):
    assert failing(site(page(), deaf=True).url(scheme="https")) == "tls"


def test_a_handshake_that_is_hung_up_on_fails(site, trusted):
    assert failing(site(b"", deaf=True).url(scheme="https")) == "tls"


@pytest.mark.parametrize(
    "answer",
    [lambda visit: visit.over.wait(5), lambda visit: visit.drip(b"\x16")],
    ids=["silent", "dripped"],
)
def test_a_handshake_that_takes_too_long_ends_at_the_deadline(answer, site, trusted):
    assert failing(site(answer, deaf=True).url(scheme="https"), deadline=0.1) == "timeout"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_an_old_protocol_is_not_spoken(site, server_tls, trusted):
    server_tls.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    server_tls.maximum_version = ssl.TLSVersion.TLSv1_1
    assert failing(site(page(), tls=server_tls).url(scheme="https")) == "tls"


def test_slow_and_endless_bodies_are_bounded_under_tls_too(site, server_tls, trusted):
    def drip(visit):
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        visit.drip(b"x")

    assert failing(site(drip, tls=server_tls).url(scheme="https"), deadline=0.4) == "timeout"
    server = site(page(b"x" * 5000, Content_Length=None), tls=server_tls)
    with pytest.raises(fetching.FetchRefused) as refusal:
        fetch(server.url(scheme="https"), purpose="test", max_bytes=4999)
    assert refusal.value.reason == "too-large"
