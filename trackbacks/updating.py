"""The same source and target again: read the page again, and refresh or withdraw what it says.

That is what a webmention means that was sent before (W3C 2017, 3.2.4). It costs its sender what a
new one costs; it changes nothing while the page cannot be had for now, so that nobody can hurry
the week that a failing page has.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from trackbacks.claiming import lease, lease_end
from trackbacks.models import Linkback
from trackbacks.verification import PATIENCE, conclude, look_at, nudge

OWN = Linkback.Protocol.OWN


def update(linkback: Linkback, target: str, *, at_once: bool) -> Linkback:
    """Read the source of a shown or held linkback again, at once or by a worker; the row as it is
    then. Any other linkback, and one that somebody reads just now, is left as it is.
    """
    if not linkback.is_established or linkback.protocol == OWN or linkback.is_claimed(lease()):
        return linkback
    due = linkback.verify_at
    if at_once and _take(linkback, target, lease_end()):
        return _read(linkback, due)
    if not at_once and not linkback.attempts:
        _leave_to_workers(linkback, target)
    return linkback


def _read(linkback: Linkback, due: datetime | None) -> Linkback:
    look = look_at(linkback, seconds=PATIENCE)
    if not look.is_temporary:
        row = conclude(linkback, look, patient=False)
        rows = Linkback.objects.select_related("response__article").filter(pk=linkback.pk)
        return row or rows.first() or linkback
    if linkback.attempts:  # it failed before: its days are counted by the worker's own looks
        _take(linkback, linkback.target, due)
    else:
        _leave_to_workers(linkback, linkback.target)
    return linkback


@transaction.atomic
def _leave_to_workers(linkback: Linkback, target: str) -> None:
    if _take(linkback, target, timezone.now()):
        nudge(linkback)


def _take(linkback: Linkback, target: str, until: datetime | None) -> bool:
    """Move ``verify_at``, unless somebody else did."""
    told = {"verify_at": until, "target": target, "protocol": Linkback.Protocol.WEBMENTION}
    mine = Linkback.objects.filter(pk=linkback.pk, verify_at=linkback.verify_at)
    if not mine.update(**told):
        return False
    for name, value in told.items():
        setattr(linkback, name, value)
    return True
