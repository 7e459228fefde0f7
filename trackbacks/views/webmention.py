"""``/webmention/``: webmentions, in the words of ``incoming.receive`` (W3C 2017, 3.2).

201 and the address of a status page for what is taken; 429 for who is too fast, with the time to
wait; 400 with the reason for everything else that is refused, as the standard wants it. The form
may stand on any site and be sent by any program: what it says is proven, whoever says it.
"""

from math import ceil

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.views import page_in, public_page
from articles.views.answers import newsroom_of
from lib.cache import tagged
from lib.clients import client_address
from trackbacks.cases import Case, Refused
from trackbacks.excerpting import plain
from trackbacks.incoming import LONGEST, receive
from trackbacks.models import Linkback
from trackbacks.posted import characters, fields
from trackbacks.standing import standing_of, status_address
from trackbacks.views.linkbacks import status_page

TEXT, HTML, JSON = TYPES = ["text/plain", "text/html", "application/json"]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def webmention(request: HttpRequest) -> HttpResponse:
    """The two sides of one address: a form for people, and what they or programs send."""
    return announced(request) if request.method == "POST" else form(request)


@public_page
def form(request: HttpRequest) -> HttpResponse:
    """A form that a person can use."""
    return tagged(_form(request), "newsroom")


@never_cache
def announced(request: HttpRequest) -> HttpResponse:
    """Take an announcement, and say so in the form that the sender reads."""
    told: dict[str, str] = {}
    try:
        told.update(_told(request))
        response = _taken(request, _receive(request, told))
    except Refused as refusal:
        response = _refused(request, refusal, told)
    patch_vary_headers(response, ["Accept"])
    return response


def _told(request: HttpRequest) -> dict[str, str]:
    """``source`` and ``target``, as far as they were sent."""
    label = (request.content_params or {}).get("charset")
    posted = fields(request)
    return {
        name: characters(posted[name], label) for name in ("source", "target") if name in posted
    }


def _receive(request: HttpRequest, told: dict[str, str]) -> Linkback:
    if len(told) < 2:
        raise Refused(Case.SHAPE, _("“source” and “target” are both needed."))
    return receive(
        protocol=Linkback.Protocol.WEBMENTION,
        source=told["source"],
        target=told["target"],
        client=client_address(request),
        newsroom=newsroom_of(request),
    )


def _taken(request: HttpRequest, linkback: Linkback) -> HttpResponse:
    address = status_address(linkback)
    standing = standing_of(linkback)
    response: HttpResponse
    match request.get_preferred_type(TYPES):
        case "text/html":
            response = status_page(request, linkback, 201, address=address)
        case "application/json":
            said = {"status": standing.word, "description": standing.sentence, "location": address}
            response = JsonResponse(said, status=201)
        case _:
            response = _text(f"{standing.sentence}\n{address}\n", 201)
    response["Location"] = address
    return response


def _refused(request: HttpRequest, refusal: Refused, told: dict[str, str]) -> HttpResponse:
    status = 429 if refusal.wait else 400
    response: HttpResponse
    match request.get_preferred_type(TYPES):
        case "text/html":
            shown = {name: plain(value, LONGEST) for name, value in told.items()}
            response = _form(request, status, reason=refusal.sentence, **shown)
        case "application/json":
            said = {"error": refusal.case.value, "error_description": refusal.sentence}
            response = JsonResponse(said, status=status)
        case _:
            response = _text(f"{refusal.sentence}\n", status)
    if refusal.wait:
        response["Retry-After"] = str(ceil(refusal.wait))
    return response


def _text(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _form(request: HttpRequest, status: int = 200, **context: str) -> HttpResponse:
    language = newsroom_of(request).language
    return page_in(language, request, "trackbacks/webmention.html", status=status, **context)
