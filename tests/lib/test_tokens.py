"""Secrets that cannot be guessed, and traces of people that say no more than they must."""

import hashlib
import hmac
import re

import pytest

from lib.tokens import keyed_hash, network_hash, random_token, truncate_network


def test_a_token_needs_no_quoting_and_never_comes_twice():
    tokens = {random_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token) for token in tokens)


def test_a_keyed_hash_is_hmac_sha256_over_purpose_and_value():
    expected = hmac.new(b"key", b"mail\0ann@example.org", hashlib.sha256).hexdigest()
    assert keyed_hash("mail", "ann@example.org", "key") == expected


def test_another_purpose_value_or_key_gives_another_hash():
    hashes = {
        keyed_hash("a", "b", "key"),
        keyed_hash("b", "b", "key"),
        keyed_hash("a", "c", "key"),
        keyed_hash("a", "b", "other"),
        keyed_hash("a", "\0b", "key"),
        keyed_hash("ab", "", "key"),
        keyed_hash("", "ab", "key"),
    }
    assert len(hashes) == 7


def test_a_hash_is_made_of_any_text():
    assert keyed_hash("a", "سلام\ud800", "key")


@pytest.mark.parametrize(("purpose", "key"), [("a", ""), ("a\0b", "key")])
def test_a_hash_without_a_key_or_with_a_doubtful_purpose_is_refused(purpose, key):
    with pytest.raises(ValueError, match="needs a key"):
        keyed_hash(purpose, "value", key)


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        (" 192.0.2.77 ", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
    ],
)
def test_an_address_is_cut_to_its_network(ip, network):
    assert truncate_network(ip) == network


@pytest.mark.parametrize("ip", ["", "unknown", "192.0.2", "192.0.2.1:80", "192.0.2.0/24", "0x7f.1"])
def test_what_is_no_address_is_refused(ip):
    with pytest.raises(ValueError, match="address"):
        truncate_network(ip)
    with pytest.raises(ValueError, match="address"):
        network_hash(ip, "key")


def test_one_household_has_one_hash_and_its_neighbours_another():
    assert network_hash("2001:db8::1", "key") == network_hash("2001:db8::ffff:2", "key")
    assert network_hash("2001:db8::1", "key") != network_hash("2001:db8:0:1::1", "key")
    assert network_hash("192.0.2.1", "key") == network_hash("::ffff:192.0.2.1", "key")
    assert network_hash("192.0.2.1", "key") != network_hash("192.0.2.2", "key")
    assert network_hash("192.0.2.1", "key") != network_hash("192.0.2.1", "other")
