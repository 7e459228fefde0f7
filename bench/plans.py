"""What the database does for a page: how often it is asked, and whether a plan walks or sorts more
than the page shows.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

MOST_SORTED = 200
"""Rows that a page may sort."""
MOST_WALKED = 2000
"""Rows of one table that a page may read from its beginning: people, sections, the one newsroom."""


@dataclass
class Asked:
    """The queries of a page, with their parameters."""

    queries: list[tuple[str, Any]] = field(default_factory=list)

    def faults(self) -> list[str]:
        """What the plans do that a page must not, in words; each query is run once more."""
        return [
            fault
            for sql, params in self.queries
            if sql.startswith("SELECT")
            for fault in _faults(_plan(sql, params))
        ]


@contextmanager
def asked() -> Iterator[Asked]:
    """Listen to what is asked within."""
    found = Asked()

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found


def _plan(sql: str, params: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    found: dict[str, Any] = plan[0]["Plan"]
    return found


def _faults(node: dict[str, Any]) -> Iterator[str]:
    kind = node["Node Type"]
    rows = node["Actual Rows"] * node["Actual Loops"]
    if kind == "Seq Scan":
        read = rows + node.get("Rows Removed by Filter", 0) * node["Actual Loops"]
        if read > MOST_WALKED:
            yield f"walks all of {node['Relation Name']} ({read:.0f} rows)"
    below = node.get("Plans", [])
    if kind in {"Sort", "Incremental Sort"}:
        sorted_rows = below[0]["Actual Rows"] * below[0]["Actual Loops"]
        if sorted_rows > MOST_SORTED:
            yield f"sorts {sorted_rows:.0f} rows by {', '.join(node['Sort Key'])}"
    for one in below:
        yield from _faults(one)
