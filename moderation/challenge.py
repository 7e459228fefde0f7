"""What shows that a browser's script ran: a signed token, or work where senders look automatic.

The work is a challenge of the ALTCHA protocol, version 2 (https://altcha.org/docs/v2/): the sender
has to find the counter from which PBKDF2 derives a key that begins as told. No third party takes
part. Token and solution live for a while and count for a few replies.
"""

import secrets
import time
from datetime import timedelta
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from django.conf import settings

from lib.sealing import seal, unseal
from lib.tokens import keyed_hash, random_token
from masthead.models import Newsroom
from moderation.limits import wait

LIVES = 2 * 60 * 60
"""Seconds."""
LONGEST = 2_000
"""Characters of a solution: twice what ours are."""
USES, USES_PER_MINUTE = 10, 0.1
"""Of one token or solution, whoever sends it."""
CALM_BURST, CALM_PER_MINUTE = 30, 10
"""Tokens of one network before it looks automatic."""
ALGORITHM = "PBKDF2/SHA-256"
COST = 1_000
"""Rounds of the hash for one attempt: half a millisecond, on a poor phone some five."""
FEWEST, MOST = 200, 600
"""Attempts that a challenge takes: on a poor phone some two seconds, three at most."""


def token_for(network_hash: str, newsroom: Newsroom) -> dict[str, Any]:
    """``{"token": …}``, or ``{"challenge": …}`` in a raid and for networks that ask too often."""
    if looks_automatic(network_hash, newsroom):
        return {"challenge": new_challenge()}
    return {"token": seal("reply-token", random_token())}


def looks_automatic(network_hash: str, newsroom: Newsroom) -> bool:
    """Whether tokens are dear for this network now; asking counts."""
    if newsroom.is_raided:
        return True
    asked = f"token:network:{network_hash}"
    too_often = wait(asked, burst=CALM_BURST, per_minute=CALM_PER_MINUTE) if network_hash else 0
    return too_often > 0


def new_challenge() -> dict[str, Any]:
    """A challenge as the protocol's clients read it; making it costs us one of its attempts."""
    secret, key_secret = _secrets()
    challenge = create_challenge(
        ALGORITHM,
        COST,
        counter=FEWEST + secrets.randbelow(MOST - FEWEST),
        expires_at=int(time.time()) + LIVES,
        hmac_secret=secret,
        hmac_key_secret=key_secret,
    )
    return challenge.to_dict()


def proves(token: str) -> bool:
    """Whether this is a token, or the solution of a challenge, of ours that still counts.

    Ask once for each reply: it counts the uses. Whatever else was sent proves nothing.
    """
    if not token.isascii() or len(token) > LONGEST:
        return False
    mark = _signed(token) if ":" in token else _solved(token)
    return bool(mark) and not wait(f"token:{mark}", burst=USES, per_minute=USES_PER_MINUTE)


def solves(token: str) -> bool:
    """Whether it is the solution of a challenge that still counts: work, not a token for nothing.

    Ask once for each thing that the work lets through: it counts the uses.
    """
    return ":" not in token and proves(token)


def _signed(token: str) -> str:
    """The random part of a token that we signed not long ago, or nothing."""
    found = unseal("reply-token", token, timedelta(seconds=LIVES))
    return found[0] if found else ""


def _solved(token: str) -> str:
    """The signature of a challenge that is solved, or nothing: the rest may be written anyhow."""
    secret, key_secret = _secrets()
    if not verify_solution(token, secret, hmac_key_secret=key_secret).verified:
        return ""
    return Payload.from_base64(token).challenge.signature or ""


def _secrets() -> tuple[str, str]:
    """Keys for the challenge itself and for what it hides."""
    return (
        keyed_hash("challenge", "", settings.SECRET_KEY),
        keyed_hash("challenge-key", "", settings.SECRET_KEY),
    )
