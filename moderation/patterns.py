"""Patterns of rules: read from what a moderator types, and looked up by what a response holds.

Both sides are cut into keys such as ``word:pills``, ``address:@pills.example``,
``domain:pills.example`` or ``network:192.0.2.0/24``. A rule can be found in a response only if they
share a key, so that ten thousand rules cost one look-up in an index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lib.links import NotAWebAddress, parse
from lib.phrases import key_words, spellings, words_in
from lib.suffixes import is_public_suffix

LONGEST = 300
"""Characters of a pattern."""
WIDEST = {4: 8, 6: 16}
"""Bits that the widest network has, by IP version."""
PERSONAL = {4: 24, 6: 48}
"""Bits past which a network is that of a few people."""

Network = IPv4Network | IPv6Network


class Kind(models.TextChoices):
    """What a pattern is compared with."""

    WORD = "word", _("word or phrase")
    ADDRESS = "address", _("e-mail address")
    DOMAIN = "domain", _("domain of a website or link")
    NETWORK = "network", _("network")
    SENDER = "sender", _("one sender’s network")
    """Made from a response: only the keyed hash is kept."""


class NotAPattern(ValueError):
    """Says in words for people what to write instead."""


class Meaning(NamedTuple):
    """A pattern folded, its key, and another one where half-spaces give it two spellings."""

    folded: str
    key: str
    other_key: str = ""


def read(kind: Kind, pattern: str) -> Meaning:
    """What a pattern means; raises NotAPattern."""
    folded, words = _READERS[kind](pattern.strip())
    return Meaning(folded, *sorted(f"{kind}:{word}" for word in words))


def is_personal(kind: Kind, folded: str) -> bool:
    """Whether a pattern names the network of a few people, to be kept for a while only."""
    if kind == Kind.NETWORK:
        network = ip_network(folded)
        return network.prefixlen > PERSONAL[network.version]
    return kind == Kind.SENDER


def keys_of_words(texts: Iterable[frozenset[str]]) -> set[str]:
    """Keys of all words in the spellings of some texts."""
    return {f"{Kind.WORD}:{word}" for text in texts for word in words_in(text)}


def keys_of_address(email: str) -> set[str]:
    """Keys of an e-mail address: itself, its domain and the domains above."""
    try:
        local, domain = _mailbox(email)
    except NotAPattern:
        return set()
    above = {f"@{name}" for name in _and_above(domain)}
    return {f"{Kind.ADDRESS}:{word}" for word in {f"{local}@{domain}", *above}}


def keys_of_host(host: str) -> set[str]:
    """Keys of a host, with or without its port, and of the domains above it."""
    try:
        name = parse(f"https://{host}").host
    except NotAWebAddress:
        return set()
    return {f"{Kind.DOMAIN}:{word}" for word in _and_above(name)}


def keys_of_client(client: str) -> set[str]:
    """Keys of every network that holds an IP address, and is narrow enough to be written."""
    try:
        address = ip_address(client)
    except ValueError:
        return set()
    number, most = int(address), address.max_prefixlen
    lengths = range(WIDEST[address.version], most + 1)
    networks = (type(address)(number >> most - bits << most - bits) for bits in lengths)
    around = zip(networks, lengths, strict=True)
    return {f"{Kind.NETWORK}:{network}/{bits}" for network, bits in around}


def key_of_sender(network_hash: str) -> str:
    """The key of the keyed hash that stands for one sender's network."""
    return f"{Kind.SENDER}:{network_hash}"


def _word(pattern: str) -> tuple[str, set[str]]:
    lines = spellings(pattern)
    if not lines:
        raise NotAPattern(gettext("Write at least one letter or digit."))
    if max(map(len, lines)) > LONGEST:
        raise NotAPattern(gettext("This is too long."))
    return min(lines, key=len), key_words(lines)


def _address(pattern: str) -> tuple[str, set[str]]:
    local, domain = _mailbox(pattern if "@" in pattern else f"@{pattern}")
    if not local and is_public_suffix(domain):
        raise NotAPattern(_too_many(domain))
    return f"{local}@{domain}", {f"{local}@{domain}"}


def _domain(pattern: str) -> tuple[str, set[str]]:
    try:
        name = parse(pattern if "://" in pattern else f"https://{pattern}").host
    except NotAWebAddress:
        raise NotAPattern(gettext("Write a domain such as example.org.")) from None
    name = name.removeprefix("www.")
    if is_public_suffix(name):
        raise NotAPattern(_too_many(name))
    return name, {name}


def _network(pattern: str) -> tuple[str, set[str]]:
    network = _plain(pattern)
    if network.prefixlen < WIDEST[network.version]:
        raise NotAPattern(gettext("This network is too wide: whole countries sit in it."))
    return str(network), {str(network)}


def _plain(pattern: str) -> Network:
    """The network meant, IPv4 where IPv6 only wraps it."""
    try:
        network = ip_network(pattern, strict=False)
    except ValueError:
        raise NotAPattern(gettext("Write a network such as 192.0.2.0/24.")) from None
    inner = getattr(network.network_address, "ipv4_mapped", None)
    if inner is not None and network.prefixlen >= 96:
        return ip_network((inner, network.prefixlen - 96))
    return network


def _sender(pattern: str) -> tuple[str, set[str]]:
    raise NotAPattern(gettext("One sender is banned beside what they wrote."))


_READERS = {
    Kind.WORD: _word,
    Kind.ADDRESS: _address,
    Kind.DOMAIN: _domain,
    Kind.NETWORK: _network,
    Kind.SENDER: _sender,
}


def _mailbox(text: str) -> tuple[str, str]:
    """Local part and domain of an e-mail address, both folded: ``a+b@x`` is ``a@x``."""
    local, at, domain = text.strip().lower().rpartition("@")
    try:
        host = parse(f"https://{domain}").netloc
    except NotAWebAddress:
        host = ""
    if not at or not host or host.isdigit() or set(local) & set(" @,;<>"):
        raise NotAPattern(gettext("Write an address such as name@example.org, or @example.org."))
    return local.partition("+")[0] or local, host


def _and_above(name: str) -> Iterator[str]:
    """A name and every domain above it."""
    labels = name.split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))


def _too_many(domain: str) -> str:
    return gettext("Names below %(domain)s belong to many people; write one of them.") % {
        "domain": domain
    }
