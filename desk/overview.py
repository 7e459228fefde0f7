"""What somebody who signs in wants to know first: what is theirs, what waits, what comes, what is
late. A few rows of each, along an index, however much there is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, OuterRef
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Byline, Revision
from desk.models import Handover, Note, Unsaved
from desk.overdue import Overdue, overdue
from moderation.models import Response
from moderation.queues import QUEUES, Asked, Count

ROWS = 8
RECENT = 50
"""Pieces of each kind among which the last written are looked for."""
MOST_HELD = 100
"""Counted on one article."""


@dataclass(frozen=True)
class Coming:
    """An article, or a change to one, that goes live at an hour; it may be late."""

    article: Article
    at: datetime
    is_change: bool = False
    is_late: bool = False


@dataclass
class Overview:
    """Lists are at most eight rows long; what somebody may not see is empty."""

    mine: list[Article] = field(default_factory=list)
    unsaved: list[Unsaved] = field(default_factory=list)
    waiting: list[Handover] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    published: list[Article] = field(default_factory=list)
    counts: dict[str, Count] = field(default_factory=dict)
    """Queue of the moderation desk → how many there are."""
    overdue: list[Overdue] = field(default_factory=list)


def overview(user: User) -> Overview:
    """The first page of the admin for this person, in at most nine queries."""
    found = Overview()
    if user.has_perm("articles.change_article"):
        found.mine = list(_mine(user))
        found.unsaved = list(Unsaved.objects.waiting(user)[:ROWS])
        found.waiting = list(_waiting_for(user))
        found.notes = list(_notes_for(user))
    if user.has_perm("articles.view_article"):
        found.coming = _coming()
        found.published = list(_published(user))
    if user.has_perm("moderation.view_response"):
        found.counts = Asked(queue=QUEUES["pending"]).counts()
    if user.has_perm("articles.publish_article"):
        found.overdue = overdue()
    return found


def _mine(user: User) -> Any:
    """What the person began, wrote in or is named over; the last written first.

    Of each the newest fifty are looked at: nobody's first page reads a life's work.
    """
    at_work = Article.objects.at_work()
    begun = at_work.filter(created_by=user).order_by("-created_at", "-id").values("pk")
    named = Byline.objects.filter(author__user=user).order_by("-article").values("article")
    written = Revision.objects.filter(created_by=user).order_by("-created_at", "-id")
    ids: Any = begun[:RECENT].union(named[:RECENT], written.values("article")[: 2 * RECENT])
    found = at_work.filter(pk__in=ids).defer("body", "body_html")
    rows: Any = found.with_changes().with_last_hand()
    return rows.order_by("-written_at", "-pk")[:ROWS]


def _waiting_for(user: User) -> Any:
    """What was handed to them, the longest waiting first."""
    rows = Handover.objects.open().waiting_for(user).select_related("article", "by", "to")
    return rows.defer("article__body", "article__body_html").longest()[:ROWS]


def _notes_for(user: User) -> Any:
    """What they are asked to look at in a draft; the oldest first."""
    rows = Note.objects.waiting_for(user).with_writers().select_related("article")
    return rows.defer("article__body", "article__body_html").order_by("written_at", "pk")[:ROWS]


def _coming() -> list[Coming]:
    """Articles and changes whose hour is set, by the hour; late changes are the first by nature."""
    hour = Greatest("published_at", "embargo_until")
    articles: Any = Article.objects.scheduled().annotate(hour=hour).order_by("hour", "pk")
    changes = Revision.objects.exclude(publish_at=None).order_by("publish_at", "pk")
    rows = [
        *(Coming(one, one.hour) for one in articles.defer("body", "body_html")[:ROWS]),
        *(
            Coming(one.article, one.publish_at or timezone.now(), True, one.is_late)
            for one in changes.select_related("article").defer(
                "content", "article__body", "article__body_html"
            )[:ROWS]
        ),
    ]
    return sorted(rows, key=lambda row: row.at)[:ROWS]


def _published(user: User) -> Any:
    """The newest, with what was said back; ``held`` only for who may see what is held."""
    rows: Any = Article.objects.published().newest().select_related("tally")
    if user.has_perm("moderation.view_response"):
        on_it = Response.objects.held().filter(article=OuterRef("pk")).values("pk")[:MOST_HELD]
        rows = rows.annotate(
            held=Func(ArraySubquery(on_it), function="CARDINALITY", output_field=IntegerField())
        )
    return rows.defer("body", "body_html")[:ROWS]
