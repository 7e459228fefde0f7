"""A reply as it was sent, before it is anything else, and that it was refused."""

from dataclasses import dataclass

from django.conf import settings

from accounts.models import User
from lib.clients import Origin
from lib.tokens import network_hash
from moderation.candidates import Verdict


class Refused(Exception):
    """Nothing was stored; ``verdict`` says why, with the HTTP status and the seconds to wait."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a reader sent: fields that a form found sound, and what the request tells.

    ``client`` is an IP address or empty; ``browser`` what the database knows this browser by, if
    its owner let us remember it; ``user`` only when a real token proved the session.
    ``token``: what the form's script fetched, None for what came by no form.
    ``follows``: wants mails about replies; ``tells``: wants one when the comment is shown.
    """

    text: str
    author_name: str = ""
    email: str = ""
    author_address: str = ""
    parent_id: int | None = None
    honeypot: str = ""
    token: str | None = None
    origin: Origin = Origin.OWN
    client: str = ""
    browser: str = ""
    user: User | None = None
    follows: bool = False
    tells: bool = False

    @property
    def network_hash(self) -> str:
        """What the database knows the client's network by; empty when there is no address."""
        return network_hash(self.client, settings.NETWORK_KEY) if self.client else ""
