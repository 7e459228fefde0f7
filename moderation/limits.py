"""How often somebody may do something, counted in the database so that every process agrees."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from lib.tokens import keyed_hash
from moderation.models import Allowance

# The generic cell rate algorithm (ITU-T I.371, virtual scheduling): a key is free again at
# `free_at`; who comes earlier than `slack` before it waits. One statement takes and answers, on
# one reading of one clock; the row's lock puts those who come together in line, and the order of
# the keys keeps two who take many from waiting for each other. Nobody waits for the disk: what a
# crash forgets of the last half second is a turn or two.
TAKE = """
INSERT INTO moderation_allowance AS kept (key, free_at, wait)
SELECT key, clock_timestamp() + make_interval(secs => %(pace)s), 0
FROM unnest(%(keys)s::text[]) AS key ORDER BY key
ON CONFLICT (key) DO UPDATE SET (free_at, wait) = (
    SELECT CASE WHEN kept.free_at <= now + slack
                THEN GREATEST(kept.free_at, now) + pace ELSE kept.free_at END,
           GREATEST(0, EXTRACT(epoch FROM kept.free_at - slack - now))
    FROM (SELECT clock_timestamp() AS now,
                 make_interval(secs => %(pace)s) AS pace,
                 make_interval(secs => %(slack)s) AS slack) AS reading
)
RETURNING key, wait, CASE WHEN %(alone)s THEN set_config('synchronous_commit', 'off', true) END
"""


def wait(key: str, *, burst: int, per_minute: float) -> float:
    """Take one turn; the answer is the seconds to wait, 0.0 when the turn was taken.

    `burst` turns may follow each other at once, then `per_minute` a minute. Being refused costs
    nothing. Of the key, which may name a person, only a keyed digest is kept.
    """
    return waits([key], burst=burst, per_minute=per_minute)[0]


def waits(keys: Iterable[str], *, burst: int, per_minute: float) -> list[float]:
    """Take one turn for each of the keys, in their order; what `wait` says of each.

    All of them with one question, but for what the same key asks a second time.
    """
    names = [keyed_hash("limit", key, settings.SECRET_KEY) for key in keys]
    answers = [0.0] * len(names)
    places = defaultdict(list)
    for place, name in enumerate(names):
        places[name].append(place)
    for turn in range(max(map(len, places.values()), default=0)):
        asking = [name for name in places if len(places[name]) > turn]
        for name, seconds in _take(asking, 60 / per_minute, burst):
            answers[places[name][turn]] = seconds
    return answers


def _take(names: list[str], pace: float, burst: int) -> list[tuple[str, float]]:
    """One turn for each name, all different: the seconds to wait for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "keys": names,
                "pace": pace,
                "slack": pace * (burst - 1),
                "alone": not connection.in_atomic_block,
            },
        )
        return [(name, float(seconds)) for name, seconds, _ in cursor.fetchall()]


def forget_allowances() -> int:
    """Erase the rows of everybody who has the whole burst again; the answer is how many."""
    return Allowance.objects.filter(free_at__lt=Now()).delete()[0]
