"""``<article>/trackback/``: trackbacks, in the words of ``incoming.receive`` (TrackBack 1.2)."""

from urllib.parse import quote
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.views.answers import newsroom_of
from lib.clients import client_address
from lib.html import text_of
from lib.links import NotAWebAddress
from trackbacks.cases import Case, Refused
from trackbacks.excerpting import plain
from trackbacks.incoming import receive
from trackbacks.models import Linkback
from trackbacks.posted import characters, fields
from trackbacks.reading import TITLE_LENGTH
from trackbacks.targets import article_for

CLAIMS = ("title", "excerpt", "blog_name")
LONGEST_CLAIM = 2_000
"""Characters that are read of a claim, with whatever markup it has."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def trackback(request: HttpRequest, **parts: object) -> HttpResponse:
    """Form in, XML out, with status 200 whatever happened; a GET leads to the article."""
    if request.method != "POST":
        return _to_article(_target(request))
    try:
        _receive(request)
    except Refused as refusal:
        return _answer(refusal.sentence)
    return _answer()


def _target(request: HttpRequest) -> str:
    """The web address that the endpoint lies below."""
    return settings.SITE_URL + quote(request.path_info.removesuffix("trackback/"))


def _to_article(target: str) -> HttpResponse:
    """To the article's current address; 404 tells nothing of others."""
    try:
        return HttpResponseRedirect(article_for(target).get_absolute_url())
    except (Refused, NotAWebAddress) as error:
        raise Http404 from error


def _receive(request: HttpRequest) -> Linkback:
    posted = fields(request)
    said = posted.get("charset", b"")[:40].decode("ascii", "replace")
    labels = [(request.content_params or {}).get("charset"), said]
    told = {name: characters(value, *labels) for name, value in posted.items()}
    if not told.get("url", "").strip():
        raise Refused(Case.SHAPE, _("The field “url” is missing."))
    return receive(
        protocol=Linkback.Protocol.TRACKBACK,
        source=told["url"],
        target=_target(request),
        client=client_address(request),
        newsroom=newsroom_of(request),
        claims={name: _claim(told[name]) for name in CLAIMS if name in told},
    )


def _claim(text: str) -> str:
    """One line without markup: blogs send their excerpts as HTML."""
    return plain(text_of(text[:LONGEST_CLAIM]), TITLE_LENGTH)


def _answer(sentence: str = "") -> HttpResponse:
    """Success, or the error with its reason."""
    said = f"<error>1</error>\n<message>{escape(sentence)}</message>" if sentence else ""
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"<response>\n{said or '<error>0</error>'}\n</response>\n"
    )
    return HttpResponse(body, content_type="text/xml; charset=utf-8")
