"""Signing in: attempts are slowed down, never shut out for good, and nothing tells who exists."""

from ipaddress import ip_address
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms import too_fast
from accounts.models import User
from lib.clients import client_address, network_of
from lib.token_cookies import TokenCookie
from lib.tokens import random_token
from moderation.limits import wait

SIGNED_IN_BEFORE = TokenCookie("signed_in_before")
"""Of a browser in which somebody signed in: strangers cannot use up its turns."""
DEMO_DOMAIN = "@newsroom.invalid"


class SignInForm(AdminAuthenticationForm):
    """Django's sign-in form behind two limits; ``seconds`` says how long to wait."""

    seconds = 0
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("This e-mail address and this password do not let anybody in here."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("username", "password"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def clean(self) -> dict[str, Any]:
        if email := self.cleaned_data.get("username"):
            self.seconds = seconds_to_wait(self.request or HttpRequest(), email)
        if self.seconds:
            raise ValidationError(too_fast(self.seconds), code="too_fast")
        return super().clean()

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if is_demo_account(user) and not from_this_machine(self.request or HttpRequest()):
            raise ValidationError(
                _("The demo's accounts sign in on the newsroom's own machine only."), code="demo"
            )


def seconds_to_wait(request: HttpRequest, email: str, what: str = "sign-in") -> int:
    """Take a turn of the account and one of the network; 0 when both had one.

    Who once signed in with this browser has turns of his own there.
    """
    account = f"{what}:account:{email.strip().lower()}:{_known_browser(request, email)}"
    network = f"{what}:network:{network_of(request)}"
    return ceil(wait(account, burst=5, per_minute=6) or wait(network, burst=30, per_minute=30))


def is_demo_account(user: User) -> bool:
    """Accounts of the demo newsroom, which exists on the embedded database only."""
    return bool(settings.EMBEDDED and user.email.endswith(DEMO_DOMAIN))


def from_this_machine(request: HttpRequest) -> bool:
    """Whether the client is here itself: loopback, and nobody in between who forwards."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA"} & set(request.META)
    try:
        return not forwarded and ip_address(client_address(request)).is_loopback
    except ValueError:
        return False


def answer_sign_in(request: HttpRequest, response: Any) -> HttpResponse:
    """429 for those who have to wait; a cookie for the browser of those who came in."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    if request.method == "POST" and isinstance(request.user, User):
        remember_browser(response, request.user)
    return slowed_down(response, getattr(form, "seconds", 0))


def slowed_down(response: HttpResponse, seconds: int) -> HttpResponse:
    """429 with the time to wait, if there is any."""
    if seconds:
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)
    return response


def remember_browser(response: HttpResponse, user: User, path: str = "") -> None:
    """Let this browser have turns of its own the next time that this person signs in, in the admin
    or below another ``path``.
    """
    token = f"{_mark(user.email)}:{random_token()}"
    SIGNED_IN_BEFORE.give(response, token, path=path or reverse("admin:index"))


def _known_browser(request: HttpRequest, email: str) -> str:
    """What tells this browser from others, if the same person signed in with it before."""
    mark, __, browser = SIGNED_IN_BEFORE.token_of(request).partition(":")
    return browser if mark == _mark(email) else ""


def _mark(email: str) -> str:
    return SIGNED_IN_BEFORE.row_key(email.strip().lower())
