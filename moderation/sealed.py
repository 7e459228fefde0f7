"""The addresses in mails by which somebody decides about a response, or appeals."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from lib.sealing import seal, unseal
from moderation.models import Response

DECIDING_LIVES = timedelta(days=14)
APPEALING_LIVES = timedelta(days=14)


def deciding_address(response: Response, word: str) -> str:
    """Where a moderator confirms ``word`` (approve, reject, spam); void when the row changes."""
    token = seal("decision", response.pk, version_of(response))
    return settings.SITE_URL + reverse("decision", args=[token, word])


def decidable_at(token: str) -> Response | None:
    """The response that a moderator's link is about, while it is as it was."""
    return _as_it_was("decision", token, DECIDING_LIVES)


def appeal_address(response: Response) -> str:
    """Where the writer of a rejected response asks to look again, once."""
    token = seal("appeal", response.pk, version_of(response))
    return settings.SITE_URL + reverse("appeal", args=[token])


def appealable_at(token: str) -> Response | None:
    """The rejected response that an appeal's link is about, while it is as it was."""
    return _as_it_was("appeal", token, APPEALING_LIVES)


def version_of(response: Response) -> str:
    """Another one after each decision and each edit."""
    moments = (response.decided_at, response.edited_at)
    stamps = (f"{moment.timestamp():.6f}" if moment else "" for moment in moments)
    return "/".join((response.state, *stamps))


def _as_it_was(purpose: str, token: str, lives: timedelta) -> Response | None:
    found = unseal(purpose, token, lives)
    if not found:
        return None
    pk, version = found
    response = Response.objects.select_related("article").filter(pk=pk).first()
    return response if response and version_of(response) == version else None
