"""Secrets and traces: random tokens, keyed hashes, and networks instead of people's addresses."""

import hmac
import secrets
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def random_token() -> str:
    """192 random bits as 32 characters that need no quoting in an address."""
    return secrets.token_urlsafe(24)


def keyed_hash(purpose: str, value: str, key: str) -> str:
    """HMAC-SHA256 in hexadecimal; equal values of two purposes have nothing in common.

    Raises `ValueError` without a key, or for a purpose that holds NUL, which separates the two.
    """
    if not key or "\0" in purpose:
        raise ValueError("A keyed hash needs a key, and a purpose without NUL.")
    message = f"{purpose}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.new(key.encode(), message, sha256).hexdigest()


def truncate_network(ip: str) -> str:
    """The network around an address as text: `192.0.2.0/24`, `2001:db8:1::/48`.

    Raises `ValueError` for what is no address.
    """
    address = _address(ip)
    return _network(address, 24 if address.version == 4 else 48)


def network_hash(ip: str, key: str) -> str:
    """A keyed hash of what one household or company has: an IPv4 address or an IPv6 /64.

    Raises `ValueError` for what is no address.
    """
    address = _address(ip)
    return keyed_hash("network", _network(address, 32 if address.version == 4 else 64), key)


def _address(ip: str) -> IPv4Address | IPv6Address:
    """The address meant: without a zone (`%eth0`), IPv4 where IPv6 only wraps it."""
    address = ip_address(ip.strip().partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address


def _network(address: IPv4Address | IPv6Address, bits: int) -> str:
    return str(ip_network((address, bits), strict=False))
