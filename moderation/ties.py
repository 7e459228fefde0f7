"""What ties responses together: the same host, domain, network, e-mail address, account.

A tie is one thing with three uses: the desk narrowed to it, the history that a moderator sees
beside a response, and "all of this writer" in one decision. The rooms above add their own when the
site starts, as they do with their outlets.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.suffixes import registrable_domain
from moderation.models import Response
from moderation.querysets import ResponseQuerySet


@dataclass(frozen=True)
class Tie:
    """`value` is what ties a response to others (empty for nothing); `among` finds them by it,
    also by a value that somebody made up.

    `shows` is false for a value that says nothing to people, such as a hash.
    """

    word: str
    label: Promise
    value: Callable[[Response], str]
    among: Callable[[ResponseQuerySet, str], ResponseQuerySet]
    shows: bool = True


TIES: dict[str, Tie] = {}
"""Parameter of the desk → tie, in the order in which a moderator wants to know."""


def tie(one: Tie) -> None:
    """Make a tie known."""
    TIES[one.word] = one


def _of_host(rows: ResponseQuerySet, host: str) -> ResponseQuerySet:
    return rows.filter(host=host)


def _domain(response: Response) -> str:
    """The registered domain of a linking site, where that is more than its host."""
    if response.kind == Response.Kind.COMMENT or not response.host:
        return ""
    name = urlsplit(f"//{response.host}").hostname or ""
    domain = registrable_domain(name) or ""
    return domain if domain != response.host else ""


def _of_domain(rows: ResponseQuerySet, domain: str) -> ResponseQuerySet:
    try:
        return rows.linking().of_domain(domain)
    except ValueError:  # no host at all
        return rows.none()


def _of_network(rows: ResponseQuerySet, digest: str) -> ResponseQuerySet:
    return rows.filter(network_hash=digest)


tie(Tie("host", _("the same site"), lambda response: response.host, _of_host))
tie(Tie("domain", _("the same domain"), _domain, _of_domain))
tie(
    Tie(
        "network",
        _("the same network"),
        lambda response: response.network_hash,
        _of_network,
        shows=False,
    )
)
