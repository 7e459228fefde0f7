"""Which rules and sites speak of what is said: one look-up in an index, then the rest in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lib.phrases import holds, spellings
from lib.rows import rows
from moderation.models import Host, Rule
from moderation.patterns import (
    Kind,
    key_of_sender,
    keys_of_address,
    keys_of_client,
    keys_of_host,
    keys_of_words,
)
from moderation.querysets import bare, domains_of, own_names

WITH_KEYS = "key = ANY(%(keys)s) OR other_key = ANY(%(keys)s) ORDER BY id"
"""Look-ups in two indexes, however many rules there are."""


@dataclass(frozen=True)
class Found:
    """What a response holds in which rules may be found: spellings of its texts, and keys."""

    said: list[frozenset[str]]
    keys: set[str]

    def holds(self, rule: Rule) -> bool:
        """Whether the rule speaks of it."""
        if self.keys.isdisjoint({rule.key, rule.other_key}):
            return False
        if rule.kind != Kind.WORD:
            return True
        phrase = spellings(rule.pattern)
        return any(holds(text, phrase) for text in self.said)


def found_in(
    *,
    texts: Iterable[str],
    emails: Iterable[str] = (),
    hosts: Iterable[str] = (),
    client: str = "",
    network_hash: str = "",
) -> Found:
    """What may be found in it. `texts` are searched for words and phrases, each for itself. `hosts`
    may carry ports; `client` is an IP address or empty.
    """
    said = [spellings(text) for text in texts]
    keys = keys_of_words(said) | keys_of_client(client)
    keys = keys.union(*map(keys_of_address, emails), *map(keys_of_host, hosts))
    if network_hash:
        keys.add(key_of_sender(network_hash))
    return Found(said, keys)


def rules_near(found: Iterable[Found]) -> list[Rule]:
    """The rules in force that may speak of any of these, the oldest first; in one query."""
    keys = set[str]().union(*(one.keys for one in found))
    near = rows(Rule, WITH_KEYS, keys=list(keys))
    return [rule for rule in near if not rule.is_over]


def sites_near(hosts: Iterable[str]) -> list[Host]:
    """Trusted and blocked sites that may speak of these hosts, which may carry ports: each its own,
    or a domain that it may belong to (``Host.covers`` says whether it does); in one query.
    """
    names = (own_names(host) | own_names(bare(host)) | domains_of(host) for host in hosts)
    return rows(Host, "name = ANY(%(names)s)", names=list(set[str]().union(*names)))
