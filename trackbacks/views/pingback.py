"""``/xmlrpc/``: pingbacks, in the words of ``incoming.receive``."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.views.answers import newsroom_of
from lib.clients import client_address
from lib.links import NotAWebAddress
from moderation.models import State
from trackbacks.cases import Case, Refused
from trackbacks.incoming import receive
from trackbacks.models import Linkback
from trackbacks.targets import article_for
from trackbacks.xmlrpc import LONGEST, Fault, Faulted, answer, fault, parse

type Method = Callable[..., str | list[str]]

FAULTS = {
    Case.SHAPE: Fault.GENERIC,
    Case.NOT_OURS: Fault.TARGET_MISSING,
    Case.CLOSED: Fault.TARGET_CLOSED,
    Case.MISSING: Fault.TARGET_MISSING,
    Case.DENIED: Fault.DENIED,
    Case.REGISTERED: Fault.REGISTERED,
    Case.NO_SOURCE: Fault.SOURCE_MISSING,
    Case.NO_LINK: Fault.NO_LINK,
}
MOST_PINGBACKS = 1_000


@csrf_exempt
@require_POST
def xmlrpc(request: HttpRequest) -> HttpResponse:
    """XML-RPC in, XML-RPC out, with status 200 whatever happened."""
    try:
        body = answer(_called(request))
    except Faulted as error:
        body = fault(error.fault, error.sentence)
    except Refused as error:
        body = fault(FAULTS[error.case], error.sentence)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _called(request: HttpRequest) -> str | list[str]:
    call = parse(_body(request))
    method = METHODS.get(call.method)
    if method is None:
        raise Faulted(Fault.NO_METHOD, _("There is no such method here."))
    return method(request, *call.params)


def _body(request: HttpRequest) -> bytes:
    """At most one byte more than a call may have, so that the parser refuses it unread."""
    try:
        return request.read(LONGEST + 1)
    except OSError as error:
        raise Faulted(Fault.MALFORMED, _("The call ended too early.")) from error


def ping(request: HttpRequest, *params: object) -> str:
    """``pingback.ping(source, target)``."""
    match params:
        case (str(source), str(target)):
            linkback = receive(
                protocol=Linkback.Protocol.PINGBACK,
                source=source,
                target=target,
                client=client_address(request),
                newsroom=newsroom_of(request),
            )
            return _registered(linkback)
    raise Refused(Case.SHAPE, _("Source and target must be two texts."))


def _registered(linkback: Linkback) -> str:
    match linkback.response.state:
        case State.SHOWN:
            return _("Thank you: the link is shown.")
        case State.HELD:
            return _("Thank you: the link waits for a moderator.")
    return _("Thank you: the link is queued for verification.")


def pingbacks(request: HttpRequest, *params: object) -> list[str]:
    """``pingback.extensions.getPingbacks(url)``: the pages whose link to an article is shown."""
    try:
        match params:
            case (str(url),):
                shown = Linkback.objects.shown().of(article_for(url)).oldest()
                return list(shown.values_list("source", flat=True)[:MOST_PINGBACKS])
    except NotAWebAddress:
        pass
    raise Faulted(Fault.WRONG_PARAMETERS, _("This method wants one web address."))


def methods(request: HttpRequest, *params: object) -> list[str]:
    """``system.listMethods()``."""
    if params:
        raise Faulted(Fault.WRONG_PARAMETERS, _("This method wants no parameters."))
    return sorted(METHODS)


METHODS: dict[str, Method] = {
    "pingback.ping": ping,
    "pingback.extensions.getPingbacks": pingbacks,
    "system.listMethods": methods,
}
