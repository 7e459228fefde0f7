"""Letters to readers about their accounts, each from one task."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.tasks import task
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.links import Purpose, signed, signed_for
from accounts.models import User
from lib.mail import send
from masthead.models import Newsroom


@task
def send_joining(email: str, name: str, after: str = "") -> None:
    """The link that makes an account, and leads to ``after``; whoever has one is told so, and only
    by this mail.
    """
    if _known(email).exists():
        _write(
            email,
            _("You have an account"),
            _("Somebody, perhaps you, wanted to make an account with this e-mail address."),
            _("There is one already. If you forgot the password, ask for a link to sign in."),
            address=_leading(reverse("account-sign-in"), after),
        )
        return
    _write(
        email,
        _("Your account"),
        _("Somebody, we think you, wants to make an account with this e-mail address."),
        _("Open this address within a day to make it. If it was not you, nothing has to be done."),
        address=_leading(
            reverse("account-join", args=[signed(Purpose.JOIN, email=email, name=name)]), after
        ),
    )


@task
def send_entering(email: str, after: str = "") -> None:
    """The link to sign in once, to a reader who has an account; else no mail at all."""
    for user in User.objects.readers().filter(email=email):
        _write(
            user.email,
            _("Your link to sign in"),
            _("This address signs you in once, within an hour."),
            _("If you did not ask for it, nothing has to be done."),
            address=_leading(
                reverse("account-enter", args=[signed_for(Purpose.ENTER, user)]), after
            ),
        )


@task
def send_renewing(email: str, after: str = "") -> None:
    """The link to a new password, to a reader who has an account; else no mail at all."""
    for user in User.objects.readers().filter(email=email):
        _write(
            user.email,
            _("A new password"),
            _("Choose a new password at this address within a day."),
            _("If you did not ask for it, nothing has to be done."),
            address=_leading(
                reverse("account-renew", args=[signed_for(Purpose.PASSWORD, user)]), after
            ),
        )


@task
def send_moving(user_id: int, email: str) -> None:
    """To the new address of an account: the link that confirms it, or that it is taken."""
    for user in User.objects.readers().filter(pk=user_id):
        if _known(email).exists():
            _write(
                email,
                _("You have an account"),
                _("Somebody, perhaps you, wanted to move another account to this e-mail address."),
                _("This address has an account already, so nothing was changed."),
            )
            continue
        _write(
            email,
            _("Your new e-mail address"),
            _("Open this address within a day to use this e-mail address for your account."),
            _("If you did not ask for it, nothing has to be done."),
            address=reverse("account-move", args=[signed_for(Purpose.ADDRESS, user, email=email)]),
        )


@task
def send_moved(email: str) -> None:
    """To the old address of an account, which is of no use there any more."""
    _write(
        email,
        _("Your account has another e-mail address"),
        _("Your account was moved to another e-mail address, which was confirmed."),
        _("If it was not you, write to the newsroom."),
    )


def _known(email: str) -> QuerySet[User]:
    """Whoever has the address, staff and people who left too."""
    return User.objects.filter(email=email)


def _leading(path: str, after: str) -> str:
    """The path of a page that signs in, and what comes after it."""
    return f"{path}?{urlencode({'next': after})}" if after else path


def _write(email: str, subject: Promise, *sentences: Promise, address: str = "") -> None:
    """One letter in the newsroom's language; ``address`` is a path of this site."""
    newsroom = Newsroom.objects.current()
    where = settings.SITE_URL + address if address else ""
    with translation.override(newsroom.language):
        letter = {"newsroom": newsroom, "subject": subject, "sentences": sentences}
        send("accounts/letter", [email], {**letter, "address": where})
