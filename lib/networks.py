"""Which addresses an outgoing connection may never reach, judged by number alone.

The ranges are those of IANA's special-purpose registries (RFC 6890 and its updates) and of the
protocols that carry one address inside another. ``ipaddress`` alone is not enough: its
``is_global`` is true for multicast, ``64:ff9b::/96``, ``::a.b.c.d``, ``fec0::/10`` and
``192.88.99.0/24``.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network

REFUSED_IPV4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network, the unspecified address
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers' customers
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, and the clouds' metadata services
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # the old 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, limited broadcast
    )
)

# Only global unicast is ever reached, so these all fall away without being named: :: and ::1,
# ::a.b.c.d, ::ffff:0:0/96 (mapped), 64:ff9b::/96 and 64:ff9b:1::/48 (NAT64), 100::/64 (discard),
# 5f00::/16 (segment routing), fc00::/7 (private), fe80::/10, fec0::/10 (site), ff00::/8.
GLOBAL_UNICAST_IPV6 = IPv6Network("2000::/3")
REFUSED_IPV6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, both ORCHIDs
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)


def refused(address: Address, allowed_networks: Iterable[Network]) -> bool:
    """Say whether nothing may be sent to ``address``; ``allowed_networks`` are exceptions.

    An IPv4 address inside an IPv6 one is never unpacked: to reach ``::ffff:10.0.0.1`` that very
    range has to be named.
    """
    return _special(address) and not named(address, allowed_networks)


def named(address: Address, networks: Iterable[Network]) -> bool:
    """Say whether one of ``networks`` holds ``address``."""
    return any(address in network for network in networks)


def _special(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return named(address, REFUSED_IPV4) or address.is_multicast or not address.is_global
    return (
        address not in GLOBAL_UNICAST_IPV6 or named(address, REFUSED_IPV6) or not address.is_global
    )
