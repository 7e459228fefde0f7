"""Everything that the newsroom keeps about one e-mail address: shown to its owner, or erased.

What there is to show and erase is registered by the rooms (``lib.people``).
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from lib.people import PARTS, Facts, Person, person
from masthead.models import Newsroom


class WorksHere(Exception):
    """The address is that of somebody who may enter the admin; nothing was erased."""


def export_person(email: str) -> dict[str, Any]:
    """All that is kept, by name of the part. Raises `ValueError` for what is no address."""
    somebody = person(email)
    found = {name: list(part.export(somebody)) for name, part in PARTS.items()}
    return {
        "email": somebody.email,
        "exported_at": timezone.now().isoformat(),
        "newsroom": Newsroom.objects.current().name,
        "not_linkable": _(
            "Likes are kept under a random word in the browser's cookie, not under an address; "
            "who has the browser can take them back there."
        ),
        **found,
    }


@transaction.atomic
def erase_person(email: str, *, keep_text: bool | None = None) -> dict[str, int]:
    """Erase it all; how much there was, by name of the part. Again finds nothing.

    Published text stays without a name, or goes too: as ``keep_text`` says, else as the newsroom's
    policy does. Raises `ValueError` for what is no address, `WorksHere` for a colleague's.
    """
    somebody = person(email)
    if _accounts_of(somebody).filter(is_staff=True).exists():
        raise WorksHere
    if keep_text is None:
        keep_text = Newsroom.objects.current().keeps_erased_text
    return {name: part.erase(somebody, keep_text) for name, part in PARTS.items()}


def export_account(somebody: Person) -> list[Facts]:
    """The account of a person, without what only proves who signs in."""
    return [
        {
            "email": user.email,
            "name": user.name,
            "joined": user.date_joined.isoformat(),
            "last_sign_in": user.last_login.isoformat() if user.last_login else None,
            "works_here": user.is_staff,
        }
        for user in _accounts_of(somebody)
    ]


def erase_account(somebody: Person, keep_text: bool) -> int:
    """Delete the account of a reader, and its name from the log of the admin."""
    users = _accounts_of(somebody)
    kept = LogEntry.objects.filter(content_type__app_label="accounts", content_type__model="user")
    named = Q(object_id__in=[str(user.pk) for user in users])
    kept.filter(named).exclude(object_repr="").update(object_repr="")
    return sum(user.delete()[0] > 0 for user in users)


def _accounts_of(somebody: Person) -> Any:
    return User.objects.filter(email__in=somebody.forms)
