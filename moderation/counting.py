"""Counts that stop: an index is walked until `MOST_COUNTED`, and a longer queue says "1,000+".

A row that counts would be locked by everybody who decides and by every reader who comments, and be
wrong after the first import; nobody decides differently for 1,001 or 40,000.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, QuerySet

from masthead.models import Newsroom

MOST_COUNTED = 1000


@dataclass(frozen=True)
class Count:
    """How many there are, as far as anybody counts."""

    number: int

    @property
    def is_more(self) -> bool:
        return self.number > MOST_COUNTED

    @property
    def shown(self) -> int:
        return min(self.number, MOST_COUNTED)


def counts_of(rows: Mapping[str, QuerySet[Any]]) -> dict[str, Count]:
    """By the same words, all in one query; the rows come in the order of an index."""
    counts = {word: _bounded(one) for word, one in rows.items()}
    found: Any = Newsroom.objects.filter(pk=1).values(**counts).first() or {}
    return {word: Count(number) for word, number in found.items()}


def _bounded(rows: QuerySet[Any]) -> Any:
    """A count of at most one more than anybody counts."""
    found = ArraySubquery(rows.values("pk")[: MOST_COUNTED + 1])
    return Func(found, function="CARDINALITY", output_field=IntegerField())
