"""Pages by key instead of by number: each costs the same, be it the first or the 10,000th.

A page knows its neighbours by the key of its own first and last row, (time, id), so the database
walks an index from there and reads no row that it does not show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from django.db.models import F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.lookups import (
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
)
from django.utils import timezone

ROWS = 50
LOOK = 20_000
"""Rows that one page looks through at most for those that meet a condition without an index."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

type Key = tuple[datetime, int]


@dataclass(frozen=True)
class Position:
    """Where a page begins: at the newest row, older or newer than a key, or at the very end."""

    before: Key | None = None
    after: Key | None = None
    is_last: bool = False

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Self:
        """From ``?before=KEY``, ``?after=KEY``, ``?date=2026-08-30`` or ``?page=last``; what is
        none of these is the first page. A date shows its day and what is older.
        """
        if day := _day(query.get("date", "")):
            midnight = datetime.combine(
                day + timedelta(days=1), time(), timezone.get_current_timezone()
            )
            return cls(before=(midnight, 0))
        return cls(
            before=_key(query.get("before", "")),
            after=_key(query.get("after", "")),
            is_last=query.get("page") == "last",
        )


@dataclass(frozen=True)
class Page[Row: Model]:
    """Some rows, newest first; `newer` and `older` are queries of the neighbours, or empty."""

    rows: list[Row]
    newer: dict[str, str]
    older: dict[str, str]
    is_cut: bool = False
    """Whether it ends where the database was to look no further, with more rows behind."""


def page_at[Row: Model](
    rows: QuerySet[Row], at: Position, *, by: str, narrow: Q | None = None, length: int = ROWS
) -> Page[Row]:
    """The page of `rows` at a position, in the order of the time column `by` and the id.

    `rows` come with conditions that an index answers, in this order. `narrow` is one that none
    does: then at most `LOOK` rows are looked through, and the next page goes on where that ended.
    """
    if at.after or at.is_last:
        page = _backwards(rows, at, by, narrow, length)
        if page:
            return page
        at = Position()  # the newest rows are fewer than a page: begin with them
    ahead = _older(rows, at.before, by)
    found, end = _look(ahead, _not_older, by, narrow, length)
    newer = after(found[0], by) if at.before and found else {}
    if len(found) > length:
        return Page(found[:length], newer, before(found[length - 1], by))
    return Page(found, newer, {"before": written(end)} if end else {}, is_cut=end is not None)


def _backwards[Row: Model](
    rows: QuerySet[Row], at: Position, by: str, narrow: Q | None, length: int
) -> Page[Row] | None:
    """The page that ends before a key, or the last of all; None where the newest rows come in."""
    found, end = _look(_newer(rows, at.after, by), _not_newer, by, narrow, length)
    has_more = len(found) > length
    if not (has_more or end or at.is_last):
        return None
    found = found[:length][::-1]
    newer = after(found[0], by) if has_more else {"after": written(end)} if end else {}
    older = {} if at.is_last or not found else before(found[-1], by)
    return Page(found, newer, older, is_cut=not has_more and end is not None)


def _look[Row: Model](
    ahead: QuerySet[Row], until: Any, by: str, narrow: Q | None, length: int
) -> tuple[list[Row], Key | None]:
    """One row more than a page, if there are so many, and the key where looking ended early."""
    if narrow is None:
        return list(ahead[: length + 1]), None
    end = ahead.values_list(by, "pk")[LOOK : LOOK + 1].first()
    within = until(ahead, end, by) if end else ahead
    return list(within.filter(narrow)[: length + 1]), end


def before(row: Model, by: str) -> dict[str, str]:
    """The query of the page that begins after this row."""
    return {"before": written((getattr(row, by), row.pk))}


def after(row: Model, by: str) -> dict[str, str]:
    """The query of the page that ends before this row."""
    return {"after": written((getattr(row, by), row.pk))}


def written(key: Key) -> str:
    """Microseconds since 1970 and the id."""
    return f"{(key[0] - EPOCH) // timedelta(microseconds=1)}-{key[1]}"


def _older[Row: Model](rows: QuerySet[Row], key: Key | None, by: str) -> QuerySet[Row]:
    ordered = rows.order_by(f"-{by}", "-pk")
    return ordered.filter(LessThan(_own(by), _pair(*map(Value, key)))) if key else ordered


def _newer[Row: Model](rows: QuerySet[Row], key: Key | None, by: str) -> QuerySet[Row]:
    ordered = rows.order_by(by, "pk")
    return ordered.filter(GreaterThan(_own(by), _pair(*map(Value, key)))) if key else ordered


def _not_older[Row: Model](rows: QuerySet[Row], key: Key, by: str) -> QuerySet[Row]:
    return rows.filter(GreaterThanOrEqual(_own(by), _pair(*map(Value, key))))


def _not_newer[Row: Model](rows: QuerySet[Row], key: Key, by: str) -> QuerySet[Row]:
    return rows.filter(LessThanOrEqual(_own(by), _pair(*map(Value, key))))


def _own(by: str) -> Func:
    return _pair(F(by), F("pk"))


def _pair(moment: Any, number: Any) -> Func:
    """Compared as one: PostgreSQL looks a row value up in an index over both columns."""
    return Func(moment, number, template="(%(expressions)s)", output_field=TextField())


def _key(word: str) -> Key | None:
    found = re.fullmatch(r"([0-9]{1,17})-([0-9]{1,18})", word)
    return (EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else None


def _day(word: str) -> date | None:
    try:
        return (
            date.fromisoformat(word)
            if re.fullmatch(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", word)
            else None
        )
    except ValueError:
        return None
