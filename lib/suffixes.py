"""Which part of a host somebody registered: the Public Suffix List, with its private part.

Below a public suffix names are given to strangers: ``co.uk``, and as well ``blogspot.com`` or
``github.io``, where each name is another person's site. The list comes with its library and is
never fetched.
"""

from functools import cache
from ipaddress import ip_address

from publicsuffixlist import PSLFILE, PublicSuffixList

FARMS = [
    "beehiiv.com",
    "blog.fc2.com",
    "blog.ir",
    "blogfa.com",
    "blogsky.com",
    "canalblog.com",
    "dreamwidth.org",
    "ghost.io",
    "home.blog",
    "livedoor.blog",
    "livejournal.com",
    "medium.com",
    "micro.blog",
    "mihanblog.com",
    "neocities.org",
    "over-blog.com",
    "persianblog.ir",
    "seesaa.net",
    "substack.com",
    "tistory.com",
    "tumblr.com",
    "typepad.com",
    "weebly.com",
    "wordpress.com",
    "wpcomstaging.com",
    "write.as",
]
"""Hosts of many people's blogs whose owners never asked to be on the list."""


def registrable_domain(host: str) -> str:
    """The domain that somebody registered and to which ``host`` (ASCII) belongs; "" for none.

    None have a public suffix itself, an IP address, and a name that is no host.
    """
    host = host.lower().removesuffix(".")
    return "" if _is_address(host) else _suffixes().privatesuffix(host) or ""


def is_public_suffix(host: str) -> bool:
    """Whether names directly below ``host`` belong to strangers."""
    host = host.lower().removesuffix(".")
    return not _is_address(host) and _suffixes().is_public(host)


@cache
def _suffixes() -> PublicSuffixList:
    """Read once, on first use: about a tenth of a second."""
    with open(PSLFILE, "rb") as listed:
        return PublicSuffixList([*listed, *FARMS])


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
