"""The one public address of moderation: the token that a reply form's script fetches."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from lib.clients import network_of
from masthead.models import Newsroom
from moderation.challenge import token_for


@require_safe
def reply_token(request: HttpRequest) -> JsonResponse:
    """A token or a challenge for whoever asks; kept by nobody, sets no cookie."""
    response = JsonResponse(token_for(network_of(request), Newsroom.objects.current()))
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
