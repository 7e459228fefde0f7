"""Which comments may be shown, and in what order threads stand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import BooleanField, Case, Count, F, Q, Sum, When
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
MOST_REPLIES = 100
"""Replies on one page, all levels together; the rest stands behind links."""
ROOM = 120_000
"""Bytes for all comments of a page; no reply goes beyond, and of the threads one at most."""
SHORT_NAME = 60
"""Characters of a writer's name where it does not stand for the first time."""

# A page of a discussion has room for so many comments only. Each reply weighs its place among its
# siblings plus the weight of the one it stands below; the lightest are let in. So nobody comes in
# before those above, every thread gets its beginning, and wide and deep ones share alike. A level
# never reads more than `most` rows times ten, whatever the size of the thread. Of those, as many
# have room as there are bytes left beside the comments that they stand below.
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
ESCAPED = """(octet_length({0}) + 5 * (length({0}) - length(translate({0}, $$&<>"'$$, ''))))"""
SHORT = 6 * SHORT_NAME
BYTES = f"""
    CASE {{comment}}.beginning WHEN '' THEN octet_length({{comment}}.html)
    ELSE octet_length({{comment}}.beginning) + 250 END
    + {ESCAPED.format("{response}.author_name")}
    + 3 * least({SHORT}, {ESCAPED.format("{response}.author_name")})
    + CASE WHEN {{comment}}.parent_id <> {{comment}}.under_id THEN {SHORT} ELSE 0 END
    + {ESCAPED.format("{response}.author_address")} + 700"""
"""That a comment takes on a page, at most: its text or the beginning with the link to the rest, its
writer's name and website, the name of whom it answers, and what stands around them.
"""
ON_PAGE = BYTES.format(comment="comments_comment", response="moderation_response")
WEIGHT = f"greatest({ROOM}, %s * ({ON_PAGE}))"
"""What one of so many threads takes of a page with room for ``ROOM`` times as many: a light comment
its place, a heavy one as much more as its bytes.
"""
IN_ALL = BYTES.format(comment="comment", response="response")
FIRST_BELOW = f"""
    WITH one (id, weight) AS (SELECT id, 0::bigint FROM unnest(%s::bigint[]) AS id),
    two (id, weight) AS ({LEVEL.format(above="one")}),
    three (id, weight) AS ({LEVEL.format(above="two")}),
    four (id, weight) AS ({LEVEL.format(above="three")}),
    five (id, weight) AS ({LEVEL.format(above="four")}),
    found AS (
        SELECT id, weight
        FROM (TABLE two UNION ALL TABLE three UNION ALL TABLE four UNION ALL TABLE five) AS below
        ORDER BY weight, id LIMIT %s
    )
    SELECT id
    FROM (
        SELECT id, weight, sum({IN_ALL}) OVER (ORDER BY weight, id) AS taken
        FROM (TABLE one UNION ALL TABLE found) AS all_of_them
        JOIN comments_comment AS comment ON comment.response_id = id
        JOIN moderation_response AS response USING (id)
    ) AS measured
    WHERE weight > 0 AND taken <= %s"""  # noqa: S608 - constants
"""The first replies below some comments, a level for each that `DEEPEST` allows. Parameters: the
comments; twice per level, and once after: how many siblings, how many at most; how many bytes."""


IS_FIRST_BELOW = f"comments_comment.response_id = ANY (ARRAY ({FIRST_BELOW}))"
"""Found once, whatever the planner thinks of the tables: as a subquery of ``IN`` it was asked again
for each row of a table that had just grown.
"""


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

    def first_below(self, pks: list[int]) -> Self:
        """What stands below these and has room on a page with all of them: see `FIRST_BELOW`."""
        level = [REPLIES_AT_ONCE, MOST_REPLIES]
        parameters = [pks, *level * 4, MOST_REPLIES, ROOM]
        return self.filter(RawSQL(IS_FIRST_BELOW, parameters, BooleanField()))  # noqa: S611

    def cut(self, number: int, length: int) -> tuple[list[int], bool]:
        """What stands on page ``number`` of these, in their order, and whether more come after it:
        ``length`` of them, or as many as have room. The cuts are the same wherever one looks from.
        """
        rows = self.values_list("pk", RawSQL(WEIGHT, [length]))  # noqa: S611
        end, begins = number * length * ROOM, 0
        ids: list[int] = []
        for pk, weight in rows[: number * length + 1]:
            if begins >= end:
                return ids, True
            if begins >= end - length * ROOM:
                ids.append(pk)
            begins += weight
        return ids, False

    def page_after(self, length: int) -> int:
        """The number of the page on which stands what comes next after all of these."""
        weights = self.aggregate(taken=Sum(RawSQL(WEIGHT, [length])))  # noqa: S611
        return int(weights["taken"] or 0) // (length * ROOM) + 1

    def shown_in_all(self) -> int:
        """How many of these, and of what stands below them, are shown."""
        own = Count("pk", filter=Q(response__state="shown"))
        counts = self.aggregate(own=own, below=Coalesce(Sum("below"), 0))
        return int(counts["own"] + counts["below"])

    def picks(self) -> Self:
        """What the editors recommend, the newest pick first."""
        featured = self.shown().filter(response__featured_at__isnull=False)
        return featured.order_by("-response__featured_at", "-pk")

    def with_writers(self, *, whole: bool = False) -> Self:
        """With all that a page shows of a comment: not the text as it was written, and as ``said``
        the beginning of a long one unless the ``whole`` is wanted.
        """
        said = F("html") if whole else Case(When(beginning="", then="html"), default="beginning")
        rows = self.select_related("response", "user", "parent__response").annotate(said=said)
        unseen = ("text", "html")
        return rows.defer(*unseen, *(f"parent__{name}" for name in (*unseen, "beginning")))

    def with_pages(self) -> Self:
        """Those that have a page of their own: what stands below them, or the whole of them."""
        return self.visible().filter(Q(below__gt=0) | ~Q(beginning=""))

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
