"""What becomes of a reader's account: each verb is one transaction, and says nothing of who exists.

Whoever asks for a mail gets the same answer in any case; the task that sends it knows the rest.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.links import Purpose, opened, reader_of
from accounts.mails import send_moved
from accounts.models import User
from accounts.people import erase_person


def wants_to_join(token: str) -> dict[str, str]:
    """``email`` and ``name`` of whom a link lets make an account; nothing when it is void."""
    words = opened(Purpose.JOIN, token)
    taken = words and User.objects.filter(email=words["email"]).exists()
    return {} if taken else words


@transaction.atomic
def join(token: str, password: str) -> User | None:
    """Make the account of a confirmed address; without a password, links sign in."""
    words = wants_to_join(token)
    if not words:
        return None
    try:
        with transaction.atomic():
            return User.objects.create_user(
                words["email"], password or None, name=words["name"], is_staff=False
            )
    except IntegrityError:  # the same link, twice at once
        return None


@transaction.atomic
def enter(token: str) -> User | None:
    """Whom a link signs in, once: the second one finds another version of the account."""
    user = reader_of(Purpose.ENTER, token, lock=True)
    if user:
        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])
    return user


@transaction.atomic
def renew_password(token: str, password: str) -> User | None:
    """Whom a link let choose this password; the link is void then, and so is every session."""
    user = reader_of(Purpose.PASSWORD, token, lock=True)
    if user:
        set_password(user, password)
    return user


@transaction.atomic
def move(token: str) -> User | None:
    """Give an account the address that its link confirmed; the old address is told."""
    user = reader_of(Purpose.ADDRESS, token, lock=True)
    if user is None:
        return None
    before, user.email = user.email, opened(Purpose.ADDRESS, token)["email"]
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:  # somebody joined with it meanwhile
        return None
    send_moved.enqueue(before)
    return user


def rename(user: User, name: str) -> None:
    """The name under the next replies; what was said stays as it was signed."""
    user.name = name
    user.save(update_fields=["name"])


def set_password(user: User, password: str) -> None:
    """Another password; every other session ends."""
    user.set_password(password)
    user.save(update_fields=["password"])


def leave(user: User) -> None:
    """Delete the account and all that is kept about its address, as the newsroom's policy says."""
    erase_person(user.email)
