"""Who opened a form: sealed into it, so that what is sent after the session's end has an owner."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import User
from lib.sealing import seal, signature, unseal

PURPOSE = "unsaved"
LIVES = timedelta(days=14)
"""As long as a session."""


def seal_of(person: User) -> str:
    """Void as soon as the person has another password."""
    return seal(PURPOSE, person.pk, _mark(person))


def opened_by(sealed: str) -> User | None:
    """The person to whom the form was shown, if they may still write articles."""
    match unseal(PURPOSE, sealed, LIVES):
        case [int(pk), str(mark)]:
            person = User.objects.filter(pk=pk, is_active=True, is_staff=True).first()
            if person and mark == _mark(person) and person.has_perm("articles.change_article"):
                return person
    return None


def _mark(person: User) -> str:
    return signature(PURPOSE, person.pk, person.get_session_auth_hash())
