"""Signed links that mails carry: a salt per purpose, an end, and the account's version inside."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import Any

from django.conf import settings

from accounts.models import User
from lib.sealing import seal, unseal
from lib.tokens import keyed_hash

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Purpose(Enum):
    """What a link is good for, and for how long."""

    JOIN = "join", DAY
    ENTER = "enter", HOUR
    PASSWORD = "password", DAY
    ADDRESS = "address", DAY

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def lives(self) -> timedelta:
        return self.value[1]


def signed(purpose: Purpose, **words: Any) -> str:
    """The token of a link; whoever has it can read the words and change none."""
    return seal(f"account.{purpose.word}", words)


def opened(purpose: Purpose, token: str) -> dict[str, Any]:
    """The words of a token; none when it was not signed for this, or its time is over."""
    found = unseal(f"account.{purpose.word}", token, purpose.lives)
    return found[0] if found else {}


def signed_for(purpose: Purpose, user: User, **words: Any) -> str:
    """A token that is void once the account was used or changed."""
    return signed(purpose, account=user.pk, version=version(user), **words)


def reader_of(purpose: Purpose, token: str, *, lock: bool = False) -> User | None:
    """The reader whom a token of `signed_for` lets in, if the account is as it was."""
    words = opened(purpose, token)
    readers = User.objects.readers()
    found = (readers.select_for_update() if lock else readers).filter(pk=words.get("account", 0))
    user = found.first()
    return user if user and words.get("version") == version(user) else None


def version(user: User) -> str:
    """Another one after each sign-in and each change of address or password."""
    facts = [user.pk, user.email, user.password, user.last_login]
    return keyed_hash("account", "\0".join(map(str, facts)), settings.SECRET_KEY)[:32]
