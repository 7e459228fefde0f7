"""Whom the guarded fetch agrees to talk to."""

import contextlib
import ipaddress
import socket

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lib.fetch import FetchError, FetchFailed, FetchRefused, fetch

from .conftest import page
from .test_networks import REFUSED

PUBLIC = "93.184.216.34"
SPELLINGS_OF_LOOPBACK = {
    "plain": "127.0.0.1",
    "decimal": "2130706433",
    "hexadecimal": "0x7f000001",
    "octal": "0177.0.0.1",
    "short": "127.1",
    "mixed": "0x7f.1",
    "nought": "0",
    "final dot": "127.0.0.1.",
    "name": "localhost",
    "name with a final dot": "localhost.",
    "name in capitals": "LOCALHOST",
    "full-width digits": "１２７.０.０.１",
    "circled digits": "①②⑦.⓪.⓪.①",
    "ideographic dots": "127。0。0。1",
    "ipv6": "[::1]",
    "ipv6 in full": "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "mapped": "[::ffff:127.0.0.1]",
    "mapped in hexadecimal": "[::ffff:7f00:1]",
    "compatible": "[::127.0.0.1]",
    "nat64": "[64:ff9b::127.0.0.1]",
}
NO_ADDRESS = {
    "nothing": ("", "scheme"),
    "no scheme": ("blog.example/", "scheme"),
    "file": ("file:///etc/passwd", "scheme"),
    "ftp": ("ftp://blog.example/", "scheme"),
    "gopher": ("gopher://127.0.0.1:6379/_FLUSHALL", "scheme"),
    "script": ("javascript:alert(1)", "scheme"),
    "user": ("http://mo@blog.example/", "userinfo"),
    "user that looks like the host": ("http://blog.example@127.0.0.1/", "userinfo"),
    "backslash before the at": ("http://blog.example\\@127.0.0.1/", "userinfo"),
    "no host": ("http://", "invalid"),
    "only a port": ("http://:80/", "invalid"),
    "escaped host": ("http://127.0.0.%31/", "invalid"),
    "escaped dot": ("http://127%2e0.0.1/", "invalid"),
    "backslash in the host": ("http://blog.example\\.evil.example/", "invalid"),
    "tab in the host": ("http://127.0\t.0.1/", "invalid"),
    "newline in the path": ("http://blog.example/a\r\nHost: evil", "invalid"),
    "space in the host": ("http://127.0.0.1 .example/", "invalid"),
    "nul in the host": ("http://127.0.0.1\0.example/", "invalid"),
    "two final dots": ("http://localhost../", "invalid"),
    "ipv6 zone": ("http://[fe80::1%25lo]/", "invalid"),
    "ipv6 zone, bare": ("http://[::1%lo]/", "invalid"),
    "open bracket": ("http://[::1/", "invalid"),
    "long label": (f"http://{'a' * 64}.example/", "invalid"),
    "surrogate": ("http://\udcff.example/", "invalid"),
    "endless": ("http://blog.example/" + "a" * 10_000, "invalid"),
}


@pytest.mark.usefixtures("nothing_open")
class TestAsDeployed:
    @pytest.mark.parametrize(("url", "reason"), NO_ADDRESS.values(), ids=NO_ADDRESS.keys())
    def test_what_is_no_plain_web_address_is_refused_without_a_lookup(self, url, reason, names):
        with pytest.raises(FetchRefused) as refusal:
            fetch(url, purpose="test")
        assert refusal.value.reason == reason
        assert names.asked == []

    @pytest.mark.parametrize(
        "host", SPELLINGS_OF_LOOPBACK.values(), ids=SPELLINGS_OF_LOOPBACK.keys()
    )
    def test_every_spelling_of_loopback_is_refused_before_connecting(self, host, monkeypatch):
        monkeypatch.setattr("lib.connecting._connected", None)
        with pytest.raises(FetchRefused) as refusal:
            fetch(f"http://{host}/", purpose="test")
        assert refusal.value.reason == "address"

    @pytest.mark.parametrize("found", REFUSED.values(), ids=REFUSED.keys())
    def test_a_name_for_a_special_address_is_refused(self, found, names):
        names["blog.example"] = [[found]]
        with pytest.raises(FetchRefused) as refusal:
            fetch("https://blog.example/", purpose="test")
        assert refusal.value.reason == "address"

    @pytest.mark.parametrize(
        "found", [[PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, "::1"], [PUBLIC, "::"]]
    )
    def test_one_special_address_among_public_ones_spoils_the_host(self, found, names):
        names["blog.example"] = [found]
        with pytest.raises(FetchRefused) as refusal:
            fetch("http://blog.example/", purpose="test")
        assert refusal.value.reason == "address"

    @pytest.mark.parametrize("port", [1, 22, 25, 81, 3306, 5432, 6379, 8000, 8081, 65535])
    def test_other_ports_are_refused_without_a_lookup(self, port, names):
        with pytest.raises(FetchRefused) as refusal:
            fetch(f"http://blog.example:{port}/", purpose="test")
        assert refusal.value.reason == "port"
        assert names.asked == []

    @pytest.mark.parametrize("port", [80, 443, 8080, 8443])
    def test_the_webs_ports_are_judged_by_the_address(self, port, names):
        names["blog.example"] = [["10.0.0.1"]]
        with pytest.raises(FetchRefused) as refusal:
            fetch(f"http://blog.example:{port}/", purpose="test")
        assert refusal.value.reason == "address"

    def test_a_public_address_is_what_the_connection_goes_to(self, names, monkeypatch):
        tried = []

        def connected(address, port, seconds):
            tried.append((str(address), port))
            raise ConnectionRefusedError

        monkeypatch.setattr("lib.connecting._connected", connected)
        names["blog.example"] = [[PUBLIC, "2606:4700::6810:84e5", PUBLIC]]
        with pytest.raises(FetchFailed) as failure:
            fetch("https://blog.example/", purpose="test")
        assert failure.value.reason == "unreachable"
        assert tried == [(PUBLIC, 443), ("2606:4700::6810:84e5", 443)]

    @pytest.mark.parametrize(
        "failure", [socket.gaierror(-2, "unknown"), OSError("broken"), UnicodeError("label")]
    )
    def test_a_name_that_does_not_resolve_fails(self, failure, monkeypatch):
        def look_up(host):
            raise failure

        monkeypatch.setattr("lib.connecting.look_up", look_up)
        with pytest.raises(FetchFailed) as failed:
            fetch("http://blog.example/", purpose="test")
        assert failed.value.reason == "unresolvable"

    def test_a_name_without_addresses_fails(self, names):
        names["blog.example"] = [[]]
        with pytest.raises(FetchFailed) as failure:
            fetch("http://blog.example/", purpose="test")
        assert failure.value.reason == "unresolvable"

    @hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(host=st.text(max_size=40), scheme=st.sampled_from(["http", "https", "x", ""]))
    def test_any_host_at_all_ends_in_a_fetch_error(self, host, scheme, monkeypatch):
        monkeypatch.setattr("lib.connecting.look_up", lambda host: ["127.0.0.1"])
        with pytest.raises(FetchError) as error:
            fetch(f"{scheme}://{host}/", purpose="test")
        assert error.value.reason in {"invalid", "scheme", "userinfo", "port", "address"}


class TestOwnOrigin:
    @pytest.mark.parametrize(
        "url",
        [
            "https://newsroom.example/2016/08/30/slug/",
            "https://NEWSROOM.example.:443/",
            "http://newsroom.example/",
            "http://user.example/go",
        ],
        ids=["plain", "other spelling", "other scheme", "redirect"],
    )
    def test_our_own_pages_are_never_fetched(self, url, site, open_loopback, names):
        hop = site(page(status="302 Found", Location="https://newsroom.example/"))
        names["user.example"] = [["127.0.0.1"]]
        url = url.replace("http://user.example", f"http://user.example:{hop.port}")
        with pytest.raises(FetchRefused) as refusal:
            fetch(url, purpose="test")
        assert refusal.value.reason == "own"
        assert "newsroom.example" not in names.asked

    def test_nor_by_another_name_for_our_address(self, site, open_loopback, names):
        ours, other = site(page()), site(page())
        names["alias.example"] = [["127.0.0.1"]]
        with override_settings(SITE_URL=ours.url()):
            for url in (ours.url(), ours.url(host="alias.example")):
                with pytest.raises(FetchRefused) as refusal:
                    fetch(url, purpose="test")
                assert refusal.value.reason == "own"
            assert fetch(other.url(), purpose="test").status == 200
        assert ours.visits == []


@pytest.mark.usefixtures("open_loopback")
class TestNamedNetworks:
    def test_a_named_network_is_reached_on_any_port(self, site):
        assert fetch(site(page()).url(), purpose="test").body == b"<p>hello</p>"
        assert fetch(site(page(), address="::1").url(), purpose="test").body == b"<p>hello</p>"

    def test_other_networks_stay_closed_on_any_port(self, names):
        names["inside.example"] = [["10.0.0.1"]]
        for url in ("http://inside.example/", "http://inside.example:9/", "http://10.0.0.1:9/"):
            with pytest.raises(FetchRefused) as refusal:
                fetch(url, purpose="test")
            assert refusal.value.reason == "address"

    def test_other_ports_of_public_addresses_stay_closed(self, names):
        names["blog.example"] = [[PUBLIC]]
        names["half.example"] = [["127.0.0.1", PUBLIC]]
        for host in names:
            with pytest.raises(FetchRefused) as refusal:
                fetch(f"http://{host}:9/", purpose="test")
            assert refusal.value.reason == "port"

    def test_a_name_is_asked_for_once_and_the_answer_is_kept(self, site, names):
        first = site(page(b"first"))
        second = site(page(b"second"), address="127.0.0.2", port=first.port)
        names["rebound.example"] = [["127.0.0.1"], ["127.0.0.2"]]
        answer = fetch(first.url(host="rebound.example"), purpose="test")
        assert answer.body == b"first"
        assert names.asked == ["rebound.example"]
        assert second.visits == []
        assert first.visits[0].header("host") == f"rebound.example:{first.port}"

    def test_a_name_that_moves_inside_between_two_fetches_is_refused(self, site, names):
        server = site(page())
        names["rebound.example"] = [["127.0.0.1"], ["10.0.0.1"]]
        assert fetch(server.url(host="rebound.example"), purpose="test").status == 200
        with pytest.raises(FetchRefused) as refusal:
            fetch(server.url(host="rebound.example"), purpose="test")
        assert refusal.value.reason == "address"

    def test_a_name_that_moves_inside_between_two_hops_is_refused(self, site, names):
        server = site(page(status="302 Found", Location="/next"))
        names["rebound.example"] = [["127.0.0.1"], ["10.0.0.1"]]
        with pytest.raises(FetchRefused) as refusal:
            fetch(server.url(host="rebound.example"), purpose="test")
        assert refusal.value.reason == "address"
        assert len(server.visits) == 1

    def test_one_refused_address_keeps_us_from_the_allowed_one(self, site, names):
        server = site(page())
        names["half.example"] = [["127.0.0.1", "10.0.0.1"]]
        with pytest.raises(FetchRefused) as refusal:
            fetch(server.url(host="half.example"), purpose="test")
        assert refusal.value.reason == "address"
        assert server.visits == []

    def test_the_next_address_is_tried_when_one_is_dead(self, site, names):
        server = site(page())
        names["two.example"] = [["127.0.0.3", "::1", "127.0.0.1"]]
        assert fetch(server.url(host="two.example"), purpose="test").status == 200
        names["dead.example"] = [["127.0.0.3", "::1"]]
        with pytest.raises(FetchFailed) as failure:
            fetch(server.url(host="dead.example"), purpose="test")
        assert failure.value.reason == "unreachable"

    @pytest.mark.parametrize("found", REFUSED.values(), ids=REFUSED.keys())
    def test_a_redirect_into_special_space_is_refused(self, found, site):
        address = ipaddress.ip_address(found.partition("%")[0])
        if address.is_loopback:
            address = ipaddress.ip_address("10.0.0.1")
        host = f"[{address}]" if address.version == 6 else str(address)
        server = site(page(status="302 Found", Location=f"http://{host}/latest/meta-data/"))
        with pytest.raises(FetchRefused) as refusal:
            fetch(server.url(), purpose="test")
        assert refusal.value.reason == "address"

    @pytest.mark.parametrize(
        ("location", "reason"),
        [
            ("file:///etc/passwd", "scheme"),
            ("ftp://blog.example/", "scheme"),
            ("javascript:alert(1)", "scheme"),
            ("http://mo:pw@blog.example/", "userinfo"),
            ("http://blog.example:22/", "port"),
            ("http://[::1", "invalid"),
            ("http://%6cocalhost/", "invalid"),
            ("http://2130706433/", "address"),
        ],
    )
    def test_each_hop_is_judged_like_the_first(self, location, reason, site, names):
        names["blog.example"] = [[PUBLIC]]
        names["2130706433"] = [["10.0.0.1"]]
        server = site(page(status="301 Moved", Location=location))
        with pytest.raises(FetchRefused) as refusal:
            fetch(server.url(), purpose="test")
        assert refusal.value.reason == reason


def test_nothing_listens_is_unreachable(open_loopback):
    with contextlib.closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(FetchFailed) as failure:
            fetch(f"http://127.0.0.1:{bound.getsockname()[1]}/", purpose="test")
    assert failure.value.reason == "unreachable"
