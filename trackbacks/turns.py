"""Announcements that come together are served together, so that readers find the process free.

One of those who wait serves all of them: what is asked of the database for one is asked for all,
and they share one wait for the disk. Whoever comes while all places are taken is asked to come
again. Nobody waits here for another site's server: that is a worker's patience.
"""

from collections.abc import Callable
from math import ceil
from threading import Event, Lock
from time import monotonic, sleep

from django.utils.translation import ngettext

from lib.priority import PAGES
from trackbacks.cases import Case, Refused

MOST_WAITING = 19
PATIENCE = 5.0
"""Seconds."""
CROWD = 1.0
"""Seconds for which more are expected once several came together."""
GATHER = 0.005
"""Seconds for which a crowd is let come together: all of it waits for the same disk."""
FOR_PAGES = 0.03
"""Seconds that those who announce wait for those who read, at most."""


class Turns[Item, Answer]:
    """``serve`` answers some items in their order, with an exception for each that is refused.

    It is never called twice at once, and told whether its item came alone and in no crowd. At most
    ``waiting`` items wait, each for ``patience`` seconds.
    """

    def __init__(
        self,
        serve: Callable[[list[Item], bool], list[Answer | Exception]],
        *,
        waiting: int = MOST_WAITING,
        patience: float = PATIENCE,
    ) -> None:
        self._serve = serve
        self._most = waiting
        self._patience = patience
        self._waiting: list[_Place[Item, Answer]] = []
        self._is_serving = False
        self._crowd_until = 0.0
        self._lock = Lock()

    def take(self, item: Item) -> Answer:
        """The answer to one item; raises what it was refused with, and Refused (DENIED)."""
        place = _Place[Item, Answer](item)
        with self._lock:
            if self._is_serving and len(self._waiting) >= self._most:
                raise too_many(self._patience)
            self._waiting.append(place)
            leads, self._is_serving = not self._is_serving, True
        if leads or (self._is_called(place) and place.answer is None):
            self._serve_all()
        if isinstance(place.answer, Exception):
            raise place.answer
        assert place.answer is not None  # noqa: S101 - served, by itself or by another
        return place.answer

    def _is_called(self, place: "_Place[Item, Answer]") -> bool:
        """Wait until it is served or is to serve; raises Refused when that takes too long."""
        if not place.called.wait(self._patience):
            with self._lock:
                if place in self._waiting and not place.called.is_set():
                    self._waiting.remove(place)
                    raise too_many(self._patience)
            place.called.wait()
        return True

    def _serve_all(self) -> None:
        """Serve all who wait, then call them, and the first of those who came meanwhile.

        A crowd is let come together, and whoever came to read is let go first.
        """
        is_crowded = monotonic() < self._crowd_until
        if is_crowded:
            sleep(GATHER)
        PAGES.wait(FOR_PAGES)
        with self._lock:
            places, self._waiting = self._waiting, []
        if len(places) > 1:
            self._crowd_until = monotonic() + CROWD
        is_alone = len(places) == 1 and not is_crowded
        try:
            answers = self._serve([place.item for place in places], is_alone)
        except Exception as error:
            answers = [error] * len(places)
        with self._lock:
            self._is_serving = bool(self._waiting)
            if self._waiting:
                self._waiting[0].called.set()
        for place, answer in zip(places, answers, strict=True):
            place.answer = answer
            place.called.set()


class _Place[Item, Answer]:
    """Where somebody waits."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.answer: Answer | Exception | None = None
        self.called = Event()


def too_many(wait: float) -> Refused:
    """The refusal of whoever may come again after ``wait`` seconds."""
    seconds = ceil(wait)
    sentence = ngettext(
        "Too many links came at once; try again in %(count)d second.",
        "Too many links came at once; try again in %(count)d seconds.",
        seconds,
    ) % {"count": seconds}
    return Refused(Case.DENIED, sentence, wait)
