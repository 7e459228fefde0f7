"""A reply as it was sent, before it is anything else."""

from dataclasses import dataclass

from accounts.models import User
from lib.clients import Origin


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a reader sent: fields that a form found sound, and what the request tells.

    ``client`` is an IP address or empty; ``user`` only when a real token proved the session.
    ``follows``: wants mails about replies; ``tells``: wants one when the comment is shown.
    """

    text: str
    author_name: str = ""
    email: str = ""
    author_address: str = ""
    parent_id: int | None = None
    honeypot: str = ""
    origin: Origin = Origin.OWN
    client: str = ""
    user: User | None = None
    follows: bool = False
    tells: bool = False
