"""Which browser somebody writes with: a random token in a signed cookie, set only with consent.

Only routes that take a form read it, so that every page stays the same for everybody.
"""

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from lib.tokens import keyed_hash

COOKIE = "known_browser"
SALT = "comments.browser"
YEAR = 365 * 24 * 60 * 60
"""Seconds."""


def token_of(request: HttpRequest) -> str:
    """The browser's token; empty when there is none or it was tampered with."""
    try:
        return request.get_signed_cookie(COOKIE, salt=SALT, max_age=YEAR) or ""
    except (KeyError, BadSignature):
        return ""


def row_key(token: str) -> str:
    """What the database knows a browser by; empty for no token."""
    return keyed_hash("browser", token, settings.SECRET_KEY) if token else ""


def remember(response: HttpResponse, token: str) -> None:
    """Give the browser its token for a year."""
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=YEAR,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    """Take it back: the writer asks to be remembered no more."""
    response.delete_cookie(COOKIE, samesite="Strict")
