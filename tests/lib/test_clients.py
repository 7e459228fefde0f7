"""Who sends a request, told from headers that anybody may write."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from lib.clients import Origin, client_address, origin_of


def request(peer="203.0.113.7", forwarded=None, **headers):
    meta = {"REMOTE_ADDR": peer}
    if forwarded is not None:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded
    return RequestFactory().post("/", headers=headers, **meta)


@pytest.fixture
def behind_proxies(settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def test_without_trusted_proxies_the_socket_speaks_alone():
    assert client_address(request(forwarded="198.51.100.1")) == "203.0.113.7"


def test_a_stranger_cannot_speak_for_another(behind_proxies):
    assert client_address(request(forwarded="198.51.100.1, 10.0.0.1")) == "203.0.113.7"


@pytest.mark.parametrize(
    ("forwarded", "told"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("6.6.6.6, 198.51.100.1, 10.9.9.9, fd00::5", "198.51.100.1"),
        ("198.51.100.1:4711", "198.51.100.1"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:DB8:0::7", "2001:db8::7"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("10.0.0.3", "10.0.0.3"),
        ("", "10.0.0.2"),
        ("unknown", "10.0.0.2"),
        ("6.6.6.6, _hidden, 10.0.0.9", "10.0.0.9"),
    ],
)
def test_a_trusted_proxy_is_believed_up_to_the_first_stranger(behind_proxies, forwarded, told):
    assert client_address(request("10.0.0.2", forwarded)) == told


@pytest.mark.parametrize("peer", ["::ffff:10.0.0.2", "fd00::9"])
def test_a_proxy_is_known_in_every_spelling(behind_proxies, peer):
    assert client_address(request(peer, "198.51.100.1")) == "198.51.100.1"


@pytest.mark.parametrize(
    "hostile",
    [
        "\x00",
        "," * 5000,
        "[",
        "]:",
        "[::zz",
        "1.2.3.4.5",
        "1" * 100_000,
        "::zz%0%1",
        "١٢٧.0.0.1",
        "🙂",
    ],
)
def test_no_header_raises(behind_proxies, hostile):
    assert client_address(request("10.0.0.2", hostile)) == "10.0.0.2"
    assert client_address(request(hostile, hostile)) == ""
    assert origin_of(request(Origin=hostile)) is Origin.FOREIGN


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://news.example"},
        {"Origin": "https://news.example:443"},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://NEWS.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_our_own_pages_are_own(settings, headers):
    settings.SITE_URL = "https://news.example"
    assert origin_of(request(**headers)) is Origin.OWN


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://news.example"},
        {"Origin": "https://news.example:8443"},
        {"Origin": "https://news.example.evil.example"},
        {"Origin": "https://news.example@evil.example"},
        {"Origin": "https://news.example, https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
        {"Origin": ""},
        {"Origin": "https://news.example", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": ""},
    ],
)
def test_other_pages_are_foreign(settings, headers):
    settings.SITE_URL = "https://news.example"
    assert origin_of(request(**headers)) is Origin.FOREIGN


def test_a_host_that_is_not_allowed_makes_no_origin_own():
    stranger = request(Host="evil.example", Origin="http://evil.example")
    assert origin_of(stranger) is Origin.FOREIGN


def test_neither_header_is_unknown():
    assert origin_of(request()) is Origin.UNKNOWN
