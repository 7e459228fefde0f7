"""What somebody who signs in wants to know first: what waits, what is begun, what is out."""

from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import User
from articles.models import Article, Byline
from moderation.models import Response

ROWS = 5


@dataclass
class Overview:
    """Lists are at most five rows long; what somebody may not see is empty."""

    drafts: list[Article] = field(default_factory=list)
    published: list[Article] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)
    """Kind of response → how many are held, each counted to a thousand."""
    is_more: bool = False
    """Whether there are more than were counted."""

    @property
    def all_waiting(self) -> int:
        return sum(self.waiting.values())


def overview(user: User) -> Overview:
    """The first page of the admin for this person, in at most three queries."""
    found = Overview()
    if user.has_perm("articles.change_article"):
        found.drafts = _drafts_of(user)
    if user.has_perm("articles.view_article"):
        found.published = list(Article.objects.published().newest().select_related("tally")[:ROWS])
    if user.has_perm("moderation.view_response"):
        counts = Response.objects.held_counts()
        found.waiting = {kind: count.shown for kind, count in counts.items() if count.number}
        found.is_more = any(count.is_more for count in counts.values())
    return found


def _drafts_of(user: User) -> list[Article]:
    named = Byline.objects.filter(author__user=user).values("article")
    own = Q(created_by=user) | Q(pk__in=named)
    drafts = Article.objects.filter(own, status=Article.Status.DRAFT, binned_at=None)
    return list(drafts.order_by("-created_at", "-id")[:ROWS])
