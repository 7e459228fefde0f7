"""Deciding about a whole site: whom its links are trusted or refused for, and what waits of it."""

from urllib.parse import urlsplit

from django.db import transaction

from accounts.models import User
from lib.suffixes import registrable_domain
from moderation.deciding import Press, approve, mark_spam
from moderation.models import Host, Response
from moderation.querysets import ResponseQuerySet
from moderation.ruling import columns_of, log

Standing = Host.Standing
VERBS = {Standing.TRUSTED: approve, Standing.BLOCKED: mark_spam}


def earlier_of_domain(host: str) -> ResponseQuerySet:
    """Links from the same registered domain in every state, newest first; of the host alone where
    its domain belongs to many people.
    """
    return Response.objects.linking().of_domain(host).newest()


def decide_for_domain(
    host: str,
    standing: Host.Standing,
    *,
    by: User,
    press: Press | None = None,
    beside: Response | None = None,
) -> int:
    """Trust or block the domain, and approve or mark as spam what waits of it; how many.

    All of it is undone together, by the press. Each is decided by itself: after a kill in the
    middle, the rest waits as before.
    """
    press = press or Press()
    _stand(host, standing, by, press, beside)
    waiting = earlier_of_domain(host).held().order_by("pk")
    return sum(VERBS[standing](response, by=by, press=press) for response in waiting)


@transaction.atomic
def _stand(
    host: str, standing: Host.Standing, by: User, press: Press, beside: Response | None
) -> None:
    """The one row of the domain. Where nobody registered one for it, that of the host alone: it is
    blocked on every port, and trusted as it stands there.
    """
    name = urlsplit(f"//{host}").hostname or ""
    domain = registrable_domain(name)
    name = name if standing == Standing.BLOCKED else host
    there = Host.objects.select_for_update().filter(name=domain or name)
    row = there.first() or Host(name=domain or name)
    before = columns_of(row)
    row.whole_domain, row.standing, row.decided_by = bool(domain), standing, by
    row.full_clean()
    row.save()
    log(row, before, by=by, press=press.id, beside=beside)
