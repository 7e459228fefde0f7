"""Deciding about a whole site: whom its links are trusted or refused for, and what waits of it."""

from urllib.parse import urlsplit

from accounts.models import User
from lib.suffixes import registrable_domain
from moderation.deciding import Press, approve, mark_spam
from moderation.models import Host, Response
from moderation.querysets import ResponseQuerySet

Standing = Host.Standing
VERBS = {Standing.TRUSTED: approve, Standing.BLOCKED: mark_spam}


def earlier_of_domain(host: str) -> ResponseQuerySet:
    """Links from the same registered domain in every state, newest first; of the host alone where
    its domain belongs to many people.
    """
    return Response.objects.linking().of_domain(host).newest()


def decide_for_domain(
    host: str, standing: Host.Standing, *, by: User, press: Press | None = None
) -> int:
    """Trust or block the domain, and approve or mark as spam what waits of it; how many.

    What waited is undone together, by the press. Each is decided by itself: after a kill in the
    middle, the rest waits as before.
    """
    _stand(host, standing, by)
    waiting = earlier_of_domain(host).held().order_by("pk")
    return sum(VERBS[standing](response, by=by, press=press) for response in waiting)


def _stand(host: str, standing: Host.Standing, by: User) -> Host:
    """The one row of the domain. Where nobody registered one for it, that of the host alone: it is
    blocked on every port, and trusted as it stands there.
    """
    name = urlsplit(f"//{host}").hostname or ""
    domain = registrable_domain(name)
    name = name if standing == Standing.BLOCKED else host
    said = {"whole_domain": bool(domain), "standing": standing, "decided_by": by}
    row = Host.objects.filter(name=domain or name).first() or Host(name=domain or name)
    for field, value in said.items():
        setattr(row, field, value)
    row.full_clean()
    row.save()
    return row
