"""What becomes of a colleague's account when they leave, and when they come back.

The account lets nobody in any more; names over articles, and what was decided, stay. What the
colleague was at work on is handed to another one (``lib.leaving``).
"""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from lib.leaving import WORK

LOOKS_AFTER = "accounts.change_user"
"""The right of those who look after people; somebody always has it."""


@transaction.atomic
def end(user: User, *, by: User, successor: User | None = None) -> None:
    """End an account; its work goes to the successor, or stays where it is without one.

    Sessions, links in mails, the password and all rights are void at once. Raises
    ``ValidationError`` when it may not be ended, or that colleague cannot take the work.
    """
    people = User.objects.select_for_update().order_by("pk")
    list(people.filter(pk__in=_looking_after()))  # of two who end each other, one comes second
    person = people.get(pk=user.pk)
    _refuse(person, by)
    if successor:
        _hand(person, successor)
    person.groups.clear()
    person.user_permissions.clear()
    person.is_active = person.is_staff = person.is_superuser = False
    person.set_unusable_password()
    person.save()


@transaction.atomic
def reopen(user: User, *, by: User) -> None:
    """Let somebody have an account again: without rights and password, which are given anew."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if not may_end(by, person):
        raise ValidationError(_("Only somebody who may do everything does this."))
    person.is_active = True
    person.save(update_fields=["is_active"])


def may_end(by: User, user: User) -> bool:
    """Whether this person may end or reopen that account."""
    return by.has_perm(LOOKS_AFTER) and (by.is_superuser or not user.is_superuser)


def left_behind(user: User) -> list[str]:
    """A sentence with its number for each kind of work that there is."""
    numbers = ((work.said, work.count(user.pk)) for work in WORK.values())
    return [said(number) for said, number in numbers if number]


def is_at_work(user: User) -> bool:
    """Whether there is something to hand over."""
    return any(work.hand and work.count(user.pk) for work in WORK.values())


def successors(user: User) -> QuerySet[User]:
    """Colleagues who may go on with what this one was at work on."""
    found = User.objects.filter(is_staff=True, is_active=True).exclude(pk=user.pk)
    for right in sorted({work.right for work in WORK.values() if work.hand}):
        found = found.filter(pk__in=ModelBackend().with_perm(right).values("pk"))
    return found.order_by("name", "email")


def _refuse(user: User, by: User) -> None:
    if not may_end(by, user):
        raise ValidationError(_("Only somebody who may do everything does this."))
    if not user.is_active:
        raise ValidationError(_("This account is ended already."))
    if user.is_superuser and not _everything().exclude(pk=user.pk).exists():
        raise ValidationError(_("Nobody else may do everything: give somebody that right first."))
    if not set(_looking_after()) - {user.pk}:
        raise ValidationError(_("Nobody else looks after people: give somebody that right first."))


def _hand(user: User, successor: User) -> None:
    if not successors(user).filter(pk=successor.pk).exists():
        raise ValidationError({"successor": _("Choose a colleague who may go on with the work.")})
    for work in WORK.values():
        if work.hand:
            work.hand(user.pk, successor.pk)


def _looking_after() -> list[int]:
    """The ids of all who look after people."""
    found = ModelBackend().with_perm(LOOKS_AFTER).filter(is_staff=True)
    return list(found.values_list("pk", flat=True))


def _everything() -> QuerySet[User]:
    return User.objects.filter(is_superuser=True, is_staff=True, is_active=True)
