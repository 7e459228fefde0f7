"""For the operator's monitors: whether the process answers, and whether it could serve."""

from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_ox import stats

LONGEST_WAIT = 300
"""Seconds that a due task may wait before the queue counts as dead."""


class NotMigrated(Exception):
    """The database lacks tables or columns that the code expects."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations and queue answer; else 503 and which of them does not."""
    fault = what_is_not_ready()
    return HttpResponse(
        f"{fault or 'ok'}\n", content_type="text/plain", status=503 if fault else 200
    )


class AnswersFirst:
    """Middleware before all others: these two need no host name, no TLS, no row of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = {"/healthz": healthz, "/readyz": readyz}.get(request.path_info, self.get_response)
        return view(request)


def what_is_not_ready() -> str:
    """One word and a reason, or nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "database: does not answer"
    try:
        require_migrations()
        waited = stats.oldest_ready_age()
    except NotMigrated:
        return "migrations: run manage.py migrate"
    except DatabaseError:
        return "queue: does not answer"
    if waited is not None and waited.total_seconds() > LONGEST_WAIT:
        return (
            f"queue: a task has waited for {waited.total_seconds():.0f} s, is the worker running?"
        )
    return ""


@cache
def require_migrations() -> None:
    """Raise NotMigrated when a migration waits; looked up no more once none does."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigrated
