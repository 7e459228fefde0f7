"""What should have happened and did not: a person, the worker or another server is at fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext_lazy
from django_ox.models import OxTask

from articles.models import Article, Revision
from articles.models.record import LATE
from masthead.models import Newsroom
from moderation.models import Bulletin
from trackbacks.models import Ping

MOST = 100
"""Counted of each."""
PATIENCE = timedelta(minutes=15)
"""Of what the worker tries again by itself."""
REMEMBERED = timedelta(days=1)
FORGOTTEN = timedelta(days=30)
"""A draft whose embargo ended longer ago was given up."""

SENTENCES = {
    "changes": ngettext_lazy(
        "%(number)s scheduled change did not go live at its hour.",
        "%(number)s scheduled changes did not go live at their hour.", "number",
    ),
    "announcements": ngettext_lazy(
        "%(number)s public article was not announced to anybody yet.",
        "%(number)s public articles were not announced to anybody yet.", "number",
    ),
    "embargoes": ngettext_lazy(
        "The embargo of %(number)s draft is over, and it is not published.",
        "The embargo of %(number)s drafts is over, and they are not published.", "number",
    ),
    "waiting_tasks": ngettext_lazy(
        "%(number)s task waits for the worker: it may not be running. Tell your operator.",
        "%(number)s tasks wait for the worker: it may not be running. Tell your operator.",
        "number",
    ),
    "dead_tasks": ngettext_lazy(
        "%(number)s task failed since yesterday. Tell your operator.",
        "%(number)s tasks failed since yesterday. Tell your operator.", "number",
    ),
    "pings": ngettext_lazy(
        "%(number)s site could not be told of a link since yesterday.",
        "%(number)s sites could not be told of a link since yesterday.", "number",
    ),
    "mails": ngettext_lazy(
        "%(number)s mail to the moderators was not sent.",
        "%(number)s mails to the moderators were not sent.", "number",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Overdue:
    """So much of one kind; ``address`` is where somebody looks at it, if anywhere."""

    kind: str
    number: int

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.kind] % {"number": self.number})

    @property
    def is_more(self) -> bool:
        """Whether nobody counted further."""
        return self.number >= MOST

    @property
    def address(self) -> str:
        articles = reverse("admin:articles_article_changelist")
        match self.kind:
            case "embargoes":
                return f"{articles}?state=draft"
            case "announcements":
                return f"{articles}?state=published"
            case "changes":
                return "#due"
            case "pings":
                return f"{reverse('admin:trackbacks_ping_changelist')}?state__exact=failed"
        return ""


def overdue() -> list[Overdue]:
    """All kinds of which there is something, in one query that counts to a hundred of each."""
    counts = {kind: _bounded(rows) for kind, rows in _rows().items()}
    found: Any = Newsroom.objects.filter(pk=1).values(**counts).first() or {}
    return [Overdue(kind, found[kind]) for kind in SENTENCES if found.get(kind)]


def _rows() -> dict[str, QuerySet[Any]]:
    now = timezone.now()
    since = now - PATIENCE
    due = Q(run_after=None, enqueued_at__lt=since) | Q(run_after__lt=since)
    return {
        "changes": Revision.objects.filter(publish_at__lt=now - LATE),
        "announcements": Article.objects.to_announce().filter(published_at__lt=since),
        "embargoes": Article.objects.at_work().filter(
            status=Article.Status.DRAFT,
            embargo_until__lte=now,
            embargo_until__gt=now - FORGOTTEN,
        ),
        "waiting_tasks": OxTask.objects.filter(due, status=OxTask.Status.READY),
        "dead_tasks": OxTask.objects.filter(
            status__in=[OxTask.Status.FAILED, OxTask.Status.LOST],
            finished_at__gt=now - REMEMBERED,
        ),
        "pings": Ping.objects.filter(state=Ping.State.FAILED, created_at__gt=now - REMEMBERED),
        "mails": Bulletin.objects.unsent().filter(created_at__lt=since),
    }


def _bounded(rows: QuerySet[Any]) -> Func:
    few = ArraySubquery(rows.order_by().values("pk")[:MOST])
    return Func(few, function="CARDINALITY", output_field=IntegerField())
