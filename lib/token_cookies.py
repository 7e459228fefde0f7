"""A random token by which a browser is known again: a signed cookie that scripts cannot read.

One for each purpose. Only routes that take a form read them, so that every page stays the same for
everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from lib.tokens import keyed_hash

YEAR = 365 * 24 * 60 * 60
"""Seconds."""


@dataclass(frozen=True)
class TokenCookie:
    """The cookie of one purpose; its name is part of the signature."""

    name: str
    samesite: Literal["Lax", "Strict"] = "Lax"

    def token_of(self, request: HttpRequest) -> str:
        """What we gave the browser; empty when that is nothing, old, or was tampered with."""
        try:
            return request.get_signed_cookie(self.name, max_age=YEAR) or ""
        except (KeyError, BadSignature):
            return ""

    def row_key(self, token: str) -> str:
        """What the database knows a browser by; empty for no token."""
        return keyed_hash(self.name, token, settings.SECRET_KEY) if token else ""

    def give[R: HttpResponse](self, response: R, token: str, *, path: str = "/") -> R:
        """Let the browser keep the token for a year and send it below the path."""
        response.set_signed_cookie(
            self.name,
            token,
            max_age=YEAR,
            path=path,
            httponly=True,
            samesite=self.samesite,
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response

    def take_back[R: HttpResponse](self, response: R, request: HttpRequest) -> R:
        """Have the browser forget it, if it has one."""
        if self.name in request.COOKIES:
            response.delete_cookie(self.name, samesite=self.samesite)
        return response
