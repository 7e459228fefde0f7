"""The one public address of moderation: the token that a reply form's script fetches."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from lib.clients import client_address
from lib.tokens import network_hash
from masthead.models import Newsroom
from moderation.challenge import token_for


@require_safe
def reply_token(request: HttpRequest) -> JsonResponse:
    """A token or a challenge for whoever asks; kept by nobody, sets no cookie."""
    client = client_address(request)
    network = network_hash(client, settings.NETWORK_KEY) if client else ""
    response = JsonResponse(token_for(network, Newsroom.objects.current()))
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
