"""Who reads a source holds a claim: ``verify_at`` stands a lease in the future.

Nobody else takes the row before; a claim whose holder was killed ends by itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lib.connecting import AT_ONCE_PER_HOST
from lib.links import host_of
from trackbacks.models import Linkback

LOOKED_THROUGH = 200
"""Rows that are due, among which some are chosen."""


def claim(linkback: Linkback) -> Linkback | None:
    """Take a row that is due for one lease; None when it is not or somebody was faster."""
    due = Linkback.objects.due().filter(pk=linkback.pk)
    if not due.update(verify_at=lease_end(), attempts=F("attempts") + 1):
        return None
    claimed = Linkback.objects.select_related("response__article").get(pk=linkback.pk)
    claimed.article = claimed.response.article  # the same row, read once
    return claimed


@transaction.atomic
def claim_due(most: int) -> list[Linkback]:
    """Take rows that are due and that nobody is about to take, few of each host."""
    due = Linkback.objects.due().order_by("verify_at").prefetch_related("article")
    rows = list(_few_of_each_host(due.select_for_update(skip_locked=True)[:LOOKED_THROUGH]))[:most]
    until = lease_end()
    Linkback.objects.filter(pk__in=[row.pk for row in rows]).update(
        verify_at=until, attempts=F("attempts") + 1
    )
    for row in rows:
        row.verify_at, row.attempts = until, row.attempts + 1
    return rows


def _few_of_each_host(rows: Iterable[Linkback]) -> Iterator[Linkback]:
    """No more than are fetched from a host at once: what waits for its turn runs out of time."""
    seen: Counter[str] = Counter()
    for row in rows:
        host = host_of(row.source)
        seen[host] += 1
        if seen[host] <= AT_ONCE_PER_HOST:
            yield row


def lease() -> timedelta:
    """How long a claim lasts."""
    return timedelta(seconds=settings.LINKBACK_LEASE)


def lease_end() -> datetime:
    """Until when a claim made now keeps others away."""
    return timezone.now() + lease()
