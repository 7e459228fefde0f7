"""Which browser somebody writes with: a random token in a signed cookie, set only with consent.

Only routes that take a form read it, so that every page stays the same for everybody.
"""

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from lib.tokens import keyed_hash, random_token

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


def token_for(request: HttpRequest, *, wanted: bool) -> str:
    """The token to remember this browser by, its own or a new one; none where it is not wanted."""
    return (token_of(request) or random_token()) if wanted else ""


def keep[R: HttpResponse](response: R, request: HttpRequest, token: str) -> R:
    """Give the browser its token for a year, or take it back where it is not wanted any more."""
    if token:
        response.set_signed_cookie(
            COOKIE,
            token,
            salt=SALT,
            max_age=YEAR,
            httponly=True,
            samesite="Strict",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    elif COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Strict")
    return response
