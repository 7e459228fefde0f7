"""Who a visitor is: a random token in a signed cookie, set only when somebody likes."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from lib.tokens import keyed_hash

COOKIE = "visitor"
YEAR = 365 * 24 * 60 * 60
"""Seconds."""


def token_of(request: HttpRequest) -> str:
    """The visitor's token; empty when there is none or it was tampered with."""
    try:
        return request.get_signed_cookie(COOKIE, salt="likes.visitor", max_age=YEAR) or ""
    except (KeyError, BadSignature):
        return ""


def row_key(token: str) -> str:
    """What the database knows a visitor by."""
    return keyed_hash("visitor", token, settings.SECRET_KEY)


def remember(response: HttpResponse, token: str) -> HttpResponse:
    """Give the browser its token for a year; only a like does."""
    response.set_signed_cookie(
        COOKIE,
        token,
        salt="likes.visitor",
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
