"""The addresses of readers' accounts, with the limits of moderation before what can be guessed."""

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from accounts import views
from accounts.models import User
from accounts.pages import HOME, View
from lib.clients import network_of
from moderation.limits import wait
from newsroom.sign_in import remember_browser, seconds_to_wait

type Turn = Callable[[HttpRequest], int]
"""Takes a turn; the answer is the seconds to wait."""


def guess(request: HttpRequest) -> int:
    """One more try of a password, of the account that is named or signed in."""
    email = getattr(request.user, "email", "") or request.POST.get("email", "")
    return seconds_to_wait(request, email, "reader")


def letter(request: HttpRequest) -> int:
    """One more mail to an address: three at once, then one in ten minutes, whoever asks."""
    to = f"reader-mail:to:{request.POST.get('email', '').strip().lower()}"
    by = f"reader-mail:by:{network_of(request)}"
    return ceil(wait(to, burst=3, per_minute=0.1) or wait(by, burst=30, per_minute=10))


def guess_and_letter(request: HttpRequest) -> int:
    """A try of the password, and if there was a turn for it, a mail."""
    return guess(request) or letter(request)


def slowed(turn: Turn, view: View) -> View:
    """The view, which is told how long the sender of its form has to wait."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        return view(request, seconds=turn(request) if request.method == "POST" else 0, **parts)

    return answer


def entrance(view: View) -> View:
    """The view, after which this browser has turns of its own for whoever came in."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        response = view(request, **parts)
        if request.method == "POST" and isinstance(request.user, User):
            remember_browser(response, request.user, HOME)
        return response

    return answer


sign_in = entrance(slowed(guess, views.sign_in))
urlpatterns = [
    path("", views.home, name="account"),
    path("join/", slowed(letter, views.join), name="account-ask-join"),
    path("join/<str:token>/", entrance(views.confirm), name="account-join"),
    path("sent/", views.sent, name="account-sent"),
    path("sign-in/", sign_in, name="account-sign-in"),
    path("sign-out/", views.sign_out, name="account-sign-out"),
    path("enter/", slowed(letter, views.ask_link), name="account-ask-link"),
    path("enter/<str:token>/", entrance(views.enter), name="account-enter"),
    path("forgotten/", slowed(letter, views.forgotten), name="account-forgotten"),
    path("renew/<str:token>/", entrance(views.renew), name="account-renew"),
    path("name/", views.rename, name="account-name"),
    path("address/", slowed(guess_and_letter, views.move_away), name="account-address"),
    path("address/<str:token>/", views.move, name="account-move"),
    path("password/", slowed(guess, views.change_password), name="account-password"),
    path("delete/", slowed(guess, views.leave), name="account-delete"),
]
