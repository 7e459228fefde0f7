"""Which rules speak of a response: one look-up in an index, then the phrases read in full."""

from collections.abc import Iterable

from lib.phrases import holds, spellings
from moderation.models import Rule
from moderation.patterns import (
    Kind,
    key_of_sender,
    keys_of_address,
    keys_of_client,
    keys_of_host,
    keys_of_words,
)


def rules_found(
    *,
    texts: Iterable[str],
    emails: Iterable[str] = (),
    hosts: Iterable[str] = (),
    client: str = "",
    network_hash: str = "",
) -> list[Rule]:
    """The rules in force that are found in it, the oldest first.

    `texts` are searched for words and phrases, each for itself. `hosts` may carry ports; `client`
    is an IP address or empty.
    """
    said = [spellings(text) for text in texts]
    keys = keys_of_words(said) | keys_of_client(client)
    keys = keys.union(*map(keys_of_address, emails), *map(keys_of_host, hosts))
    if network_hash:
        keys.add(key_of_sender(network_hash))
    near = Rule.objects.in_force().with_keys(keys).order_by("pk")
    return [rule for rule in near if rule.kind != Kind.WORD or _is_in(rule, said)]


def _is_in(rule: Rule, said: list[frozenset[str]]) -> bool:
    phrase = spellings(rule.pattern)
    return any(holds(text, phrase) for text in said)
