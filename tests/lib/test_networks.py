"""Which addresses nothing may be sent to."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.networks import GLOBAL_UNICAST_IPV6, named, refused

REFUSED = {
    "unspecified": "0.0.0.0",
    "this network": "0.1.2.3",
    "private ten": "10.20.30.40",
    "shared, first": "100.64.0.0",
    "shared, last": "100.127.255.255",
    "loopback": "127.0.0.1",
    "loopback, far": "127.255.255.254",
    "link-local": "169.254.0.1",
    "cloud metadata": "169.254.169.254",
    "private 172, first": "172.16.0.0",
    "private 172, last": "172.31.255.255",
    "protocol assignments": "192.0.0.8",
    "anycast inside protocol assignments": "192.0.0.9",
    "documentation one": "192.0.2.1",
    "6to4 relay": "192.88.99.1",
    "private 192": "192.168.1.1",
    "benchmarking, first": "198.18.0.1",
    "benchmarking, last": "198.19.255.255",
    "documentation two": "198.51.100.7",
    "documentation three": "203.0.113.9",
    "multicast": "224.0.0.1",
    "multicast, globally scoped": "233.252.0.1",
    "multicast, last": "239.255.255.255",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "ipv6 unspecified": "::",
    "ipv6 loopback": "::1",
    "ipv4-compatible public": "::8.8.8.8",
    "ipv4-compatible loopback": "::127.0.0.1",
    "ipv4-mapped public": "::ffff:8.8.8.8",
    "ipv4-mapped loopback": "::ffff:127.0.0.1",
    "ipv4-translated": "::ffff:0:127.0.0.1",
    "nat64": "64:ff9b::8.8.8.8",
    "nat64 to private": "64:ff9b::10.0.0.1",
    "local nat64": "64:ff9b:1::10.0.0.1",
    "discard-only": "100::1",
    "dummy prefix": "100:0:0:1::1",
    "teredo": "2001::1",
    "teredo, some client": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "ipv6 benchmarking": "2001:2::1",
    "amt": "2001:3::1",
    "orchid": "2001:10::1",
    "orchid two": "2001:20::1",
    "drone identifiers": "2001:30::1",
    "ipv6 documentation": "2001:db8::1",
    "6to4 of loopback": "2002:7f00:1::1",
    "6to4 of a public address": "2002:808:808::1",
    "new ipv6 documentation": "3fff::1",
    "unallocated": "4000::1",
    "segment routing": "5f00::1",
    "unique local fc": "fc00::1",
    "unique local fd": "fd12:3456:789a::1",
    "ipv6 link-local": "fe80::1",
    "ipv6 link-local with a zone": "fe80::1%eth0",
    "site-local": "fec0::1",
    "ipv6 multicast": "ff02::1",
    "ipv6 multicast, global": "ff0e::1",
}
REACHED = {
    "before private ten": "9.255.255.255",
    "after private ten": "11.0.0.0",
    "before shared": "100.63.255.255",
    "after shared": "100.128.0.0",
    "before private 172": "172.15.255.255",
    "after private 172": "172.32.0.0",
    "before benchmarking": "198.17.255.255",
    "after benchmarking": "198.20.0.0",
    "last before multicast": "223.255.255.255",
    "a resolver": "8.8.8.8",
    "ipv6 of a resolver": "2001:4860:4860::8888",
    "after protocol assignments": "2001:200::1",
    "before 6to4": "2001:ffff::1",
    "after 6to4": "2003::1",
    "a large host": "2606:4700::6810:84e5",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_a_special_address_is_refused(text):
    assert refused(ip_address(text), [])


@pytest.mark.parametrize("text", REACHED.values(), ids=REACHED.keys())
def test_a_public_address_is_not(text):
    assert not refused(ip_address(text), [])


def test_a_named_network_is_an_exception_and_its_neighbour_is_not():
    allowed = [ip_network("10.1.0.0/16"), ip_network("fd00::/64")]
    assert not refused(ip_address("10.1.2.3"), allowed)
    assert refused(ip_address("10.2.0.1"), allowed)
    assert not refused(ip_address("fd00::7"), allowed)
    assert refused(ip_address("fd00:0:0:1::7"), allowed)


def test_a_named_network_does_not_open_its_copy_inside_ipv6():
    allowed = [ip_network("10.0.0.0/8")]
    assert refused(ip_address("::ffff:10.0.0.1"), allowed)
    assert refused(ip_address("64:ff9b::10.0.0.1"), allowed)
    assert not refused(ip_address("::ffff:10.0.0.1"), [ip_network("::ffff:10.0.0.0/104")])


def test_named_compares_only_like_with_like():
    assert named(ip_address("127.0.0.1"), [ip_network("::/0"), ip_network("127.0.0.0/8")])
    assert not named(ip_address("127.0.0.1"), [ip_network("::/0")])


@given(st.ip_addresses())
def test_whatever_the_registry_calls_private_is_refused(address):
    if address.is_private or address.is_multicast or address.is_reserved or not address.is_global:
        assert refused(address, [])


@given(st.ip_addresses(v=6))
def test_nothing_outside_global_unicast_is_reached(address):
    assert refused(address, []) or address in GLOBAL_UNICAST_IPV6
