"""What a moderator does besides deciding: ban who wrote it, decide for a whole domain, pick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import person_of
from moderation.admin.answers import rulings_told
from moderation.bans import (
    NotAPattern,
    NotBannable,
    ban,
    ban_network,
    ban_sender,
    ban_writer,
    put_on_list,
)
from moderation.deciding import Press
from moderation.domains import decide_for_domain
from moderation.models import Host, Response, Rule, Ruling
from moderation.patterns import LONGEST, Kind
from moderation.picking import feature, unfeature
from moderation.ruling import said_of
from moderation.wording import said_in

BANS: dict[str, Promise] = {
    "writer": _("the writer’s e-mail address"),
    "sender": _("the one household or company that it came from"),
    "network": _("the whole network that it came from"),
    "host": _("the site, with every host below it"),
}
DAYS = [1, 7, 30, 365]
"""For how long somebody may be banned; an address or a site also for ever."""
WITHOUT_END = {"writer", "host"}
LISTED = {one.value: one.label for one in (Kind.WORD, Kind.DOMAIN, Kind.ADDRESS)}
"""Kinds of pattern that are put on a list beside a response."""
LISTS = {one.value: one.label for one in (Rule.Action.SPAM, Rule.Action.HOLD)}


def bans_of(response: Response) -> dict[str, Promise]:
    """Whom one may ban because of it: what is not known, or forgotten, cannot be."""
    known = {
        "writer": said_in(response).email,
        "sender": response.network_hash,
        "network": response.network,
        "host": response.host,
    }
    return {word: label for word, label in BANS.items() if known[word]}


class Refusal(ValueError):
    """Says in words for people what is the matter."""


class Told(NamedTuple):
    """What was done, in one sentence, and the press that undoes what can be undone so."""

    said: str
    undo: str = ""


def act(request: HttpRequest, response: Response) -> Told:
    """Do what the pressed button says and tell it; raises Refusal in words.

    404 for what no button of ours says, PermissionDenied for what this person may not do.
    """
    word = request.POST.get("act", "")
    if word not in ACTS:
        raise Http404
    permission, do = ACTS[word]
    if not request.user.has_perm(permission):
        raise PermissionDenied
    try:
        return do(request, response, person_of(request))
    except (NotAPattern, NotBannable) as refusal:
        raise Refusal(str(refusal)) from refusal
    except ValidationError as refusal:
        raise Refusal(" ".join(refusal.messages)) from refusal


def _ban(request: HttpRequest, response: Response, by: User) -> Told:
    whom, note = request.POST.get("whom", ""), request.POST.get("note", "")[:300]
    if whom not in BANS:
        raise Http404
    press = uuid4()
    _banned(whom, response, by, press, until=_until(request, whom), note=note.replace("\0", ""))
    return _told(press)


def _list(request: HttpRequest, response: Response, by: User) -> Told:
    kind, action = request.POST.get("kind", ""), request.POST.get("action", "")
    if kind not in LISTED or action not in LISTS:
        raise Http404
    pattern = request.POST.get("pattern", "").replace("\0", "")[:LONGEST]
    press = uuid4()
    put_on_list(
        Rule.Kind(kind), pattern, action=Rule.Action(action), by=by, press=press, beside=response
    )
    return _told(press)


def _told(press: UUID) -> Told:
    ruling = Ruling.objects.of_press(press).first()
    if ruling is None:
        return Told(gettext("Nothing was changed."))
    return Told(said_of(ruling), str(press))


def _banned(
    whom: str, response: Response, by: User, press: UUID, *, until: datetime | None, note: str
) -> None:
    if whom == "host":
        if not response.host:
            raise Refusal(gettext("It names no site."))
        ban(
            Rule.Kind.DOMAIN, response.host.partition(":")[0],
            by=by, until=until, note=note, press=press, beside=response,
        )  # fmt: skip
    elif whom == "writer":
        ban_writer(response, by=by, until=until, note=note, press=press)
    elif until is None:
        raise Refusal(gettext("Networks of people are banned for a while only: choose an end."))
    else:
        verb = ban_network if whom == "network" else ban_sender
        verb(response, by=by, until=until, note=note, press=press)


def _until(request: HttpRequest, whom: str) -> datetime | None:
    days = request.POST.get("days", "")
    if days == "" and whom in WITHOUT_END:
        return None
    if days not in map(str, DAYS):
        raise Refusal(gettext("Networks of people are banned for a while only: choose an end."))
    return timezone.now() + timedelta(days=int(days))


def _domain(standing: Host.Standing) -> Callable[[HttpRequest, Response, User], Told]:
    def decide(request: HttpRequest, response: Response, by: User) -> Told:
        if not response.host or response.kind == Response.Kind.COMMENT:
            raise Refusal(gettext("It names no site."))
        press = Press()
        count = decide_for_domain(response.host, standing, by=by, press=press, beside=response)
        told = rulings_told(list(Ruling.objects.of_press(press.id)))
        if count:
            sentence = ngettext(
                "%(count)d response that waited is decided.",
                "%(count)d responses that waited are decided.",
                count,
            )
            told.append(sentence % {"count": count})
        if not told:
            return Told(gettext("Nothing was changed."))
        return Told(" ".join(told), str(press.id))

    return decide


def _pick(request: HttpRequest, response: Response, by: User) -> Told:
    if feature(response, by=by):
        return Told(gettext("It is an editors’ pick now."))
    return Told(gettext("Nothing was changed."))


def _unpick(request: HttpRequest, response: Response, by: User) -> Told:
    if unfeature(response, by=by):
        return Told(gettext("It is no editors’ pick any more."))
    return Told(gettext("Nothing was changed."))


ACTS: dict[str, tuple[str, Callable[[HttpRequest, Response, User], Told]]] = {
    "ban": ("moderation.add_rule", _ban),
    "list": ("moderation.add_rule", _list),
    "trust-domain": ("moderation.add_host", _domain(Host.Standing.TRUSTED)),
    "block-domain": ("moderation.add_host", _domain(Host.Standing.BLOCKED)),
    "feature": ("moderation.decide_response", _pick),
    "unfeature": ("moderation.decide_response", _unpick),
}
"""Word of the button → who may press it, and what it does."""
