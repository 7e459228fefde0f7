"""Which comments may be shown, and in what order threads stand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Lower, Trim
from django.utils import timezone

if TYPE_CHECKING:
    from articles.models import Article
    from comments.models import Comment, Follower  # noqa: F401
    from lib.people import Person

HELD_PAGE_LIVES = timedelta(days=30)
REPLIES_AT_ONCE = 10
"""Replies to one comment that are shown before the rest is folded."""

# A page of a discussion has room for so many comments only. Each reply weighs its place among its
# siblings plus the weight of the one it stands below; the lightest are let in. So nobody comes in
# before those above, every thread gets its beginning, and wide and deep ones share alike. A level
# never reads more than `most` rows times ten, whatever the size of the thread.
LEVEL = """
    SELECT reply.id, above.weight + reply.place
    FROM {above} AS above (id, weight), LATERAL (
        SELECT response.id, row_number() OVER (ORDER BY response.created_at, response.id)
        FROM comments_comment AS comment
        JOIN moderation_response AS response ON response.id = comment.response_id
        WHERE comment.under_id = above.id AND (response.state = 'shown' OR comment.below > 0)
        ORDER BY response.created_at, response.id
        LIMIT %s
    ) AS reply (id, place)
    ORDER BY 2, 1 LIMIT %s"""
FIRST_BELOW = f"""
    WITH one (id, weight) AS (SELECT id, 0::bigint FROM unnest(%s::bigint[]) AS id),
    two (id, weight) AS ({LEVEL.format(above="one")}),
    three (id, weight) AS ({LEVEL.format(above="two")}),
    four (id, weight) AS ({LEVEL.format(above="three")}),
    five (id, weight) AS ({LEVEL.format(above="four")})
    SELECT id
    FROM (TABLE two UNION ALL TABLE three UNION ALL TABLE four UNION ALL TABLE five) AS found
    ORDER BY weight, id LIMIT %s"""  # noqa: S608 - constants
"""The first replies below some comments, a level for each that `DEEPEST` allows. Parameters: the
comments; twice per level, and once at the end: how many siblings, how many at most."""


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments by what may be shown of them and where."""

    def shown(self) -> Self:
        return self.filter(response__state="shown")

    def of(self, article: Article) -> Self:
        return self.filter(response__article=article)

    def by(self, person: Person) -> Self:
        """Everything that somebody wrote under an address, or with the account that has it."""
        typed = self.alias(typed=Lower(Trim("email")), own=Lower("user__email"))
        return typed.filter(Q(typed__in=person.forms) | Q(own__in=person.forms))

    def oldest(self) -> Self:
        return self.order_by("response__created_at", "pk")

    def newest(self) -> Self:
        return self.order_by("-response__created_at", "-pk")

    def visible(self) -> Self:
        """What has a place on the page: shown itself, or the removed one above what is shown."""
        return self.filter(Q(response__state="shown") | Q(below__gt=0))

    def tops(self) -> Self:
        """Top-level comments that have a place."""
        return self.visible().filter(under=None)

    def first_below(self, pks: list[int], most: int) -> Self:
        """At most so many of what stands below these: see `FIRST_BELOW`."""
        level = [REPLIES_AT_ONCE, most]
        return self.filter(pk__in=RawSQL(FIRST_BELOW, [pks, *level * 4, most]))  # noqa: S611

    def shown_in_all(self) -> int:
        """How many of these, and of what stands below them, are shown."""
        own = Count("pk", filter=Q(response__state="shown"))
        counts = self.aggregate(own=own, below=Coalesce(Sum("below"), 0))
        return int(counts["own"] + counts["below"])

    def picks(self) -> Self:
        """What the editors recommend, the newest pick first."""
        featured = self.shown().filter(response__featured_at__isnull=False)
        return featured.order_by("-response__featured_at", "-pk")

    def with_writers(self) -> Self:
        """With all that a thread shows of a comment; not the text as it was written."""
        return self.select_related("response", "user", "parent__response").defer(
            "text", "parent__text", "parent__html"
        )

    def held_at(self, token: str) -> Self:
        """The comment that waits at this secret address, while the address lives."""
        since = timezone.now() - HELD_PAGE_LIVES
        return self.filter(held_token=token, response__created_at__gt=since)


PENDING_LIVES = timedelta(days=3)
"""How long somebody may take to confirm that a thread should be followed."""


class FollowerQuerySet(models.QuerySet["Follower"]):
    """Who hears of new comments by mail."""

    def pending(self) -> Self:
        """Asked for, not confirmed yet, and not too late for it."""
        since = timezone.now() - PENDING_LIVES
        return self.filter(confirmed_at=None, ended_at=None, asked_at__gt=since)

    def active(self) -> Self:
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def due(self) -> Self:
        """To whom a mail is owed now: nobody whose account has ended."""
        open_or_none = Q(user=None) | Q(user__is_active=True)
        return self.active().filter(open_or_none, due_at__lte=timezone.now())

    def expired(self) -> Self:
        """Readers' rows that mean nothing any more: never confirmed, or ended."""
        since = timezone.now() - PENDING_LIVES
        late = Q(confirmed_at=None, asked_at__lte=since) | Q(ended_at__lte=since)
        return self.filter(late, user=None)
