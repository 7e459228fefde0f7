"""Announcements take turns in each process, so that those who came to read find it free.

Few are at work at once and some wait; whoever comes while all places are taken is asked to come
again. Nobody waits here for another site's server: that is a worker's patience.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from threading import BoundedSemaphore, Lock

from django.utils.translation import ngettext

from trackbacks.cases import Case, Refused

AT_WORK = 3
MOST_WAITING = 17
PATIENCE = 5.0
"""Seconds."""


class Turns:
    """At most ``at_work`` at once; ``waiting`` besides, each for ``patience`` seconds."""

    def __init__(self, at_work: int, waiting: int, patience: float) -> None:
        self._work = BoundedSemaphore(at_work)
        self._places = at_work + waiting
        self._patience = patience
        self._taken = 0
        self._lock = Lock()

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Wait for a turn; the value is whether nobody else is here. Raises Refused (DENIED)."""
        with self._lock:
            if self._taken >= self._places:
                raise too_many(self._patience)
            self._taken += 1
        try:
            if not self._work.acquire(timeout=self._patience):
                raise too_many(self._patience)
            try:
                yield self._taken == 1
            finally:
                self._work.release()
        finally:
            with self._lock:
                self._taken -= 1


def too_many(wait: float) -> Refused:
    """The refusal of whoever may come again after ``wait`` seconds."""
    seconds = ceil(wait)
    sentence = ngettext(
        "Too many links came at once; try again in %(count)d second.",
        "Too many links came at once; try again in %(count)d seconds.",
        seconds,
    ) % {"count": seconds}
    return Refused(Case.DENIED, sentence, wait)


TURNS = Turns(AT_WORK, MOST_WAITING, PATIENCE)
