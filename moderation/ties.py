"""What ties responses together: the same host, network, e-mail address, account.

A tie is one thing with three uses: the desk narrowed to it, the history that a moderator sees
beside a response, and "all of this writer" in one decision. The rooms above add their own when the
site starts, as they do with their outlets.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.models import Response


@dataclass(frozen=True)
class Tie:
    """`value` is what ties a response to others (empty for nothing); `where` finds them by it.

    `shows` is false for a value that says nothing to people, such as a hash.
    """

    word: str
    label: Promise
    value: Callable[[Response], str]
    where: Callable[[str], Q]
    shows: bool = True


TIES: dict[str, Tie] = {}
"""Parameter of the desk → tie, in the order in which a moderator wants to know."""


def tie(one: Tie) -> None:
    """Make a tie known."""
    TIES[one.word] = one


tie(Tie("host", _("the same site"), lambda response: response.host, lambda host: Q(host=host)))
tie(
    Tie(
        "network",
        _("the same network"),
        lambda response: response.network_hash,
        lambda digest: Q(network_hash=digest),
        shows=False,
    )
)
