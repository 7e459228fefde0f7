"""What somebody who signs in wants to know first: what waits, what is begun, what is out."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db.models import Count, Q

from articles.models import Article
from moderation.models import Response

ROWS = 5


@dataclass
class Overview:
    """Lists are at most five rows long; what somebody may not see is empty."""

    drafts: list[Article] = field(default_factory=list)
    published: list[Article] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)
    """Kind of response → how many are held."""

    @property
    def all_waiting(self) -> int:
        return sum(self.waiting.values())


def overview(user: AbstractBaseUser | AnonymousUser) -> Overview:
    """The first page of the admin for this person, in at most three queries."""
    found = Overview()
    if not isinstance(user, PermissionsMixin):
        return found
    if user.has_perm("articles.change_article"):
        found.drafts = _drafts_of(user)
    if user.has_perm("articles.view_article"):
        found.published = list(Article.objects.published().newest().select_related("tally")[:ROWS])
    if user.has_perm("moderation.view_response"):
        held = Response.objects.held().order_by().values_list("kind").annotate(Count("id"))
        found.waiting = dict(held)
    return found


def _drafts_of(user: PermissionsMixin) -> list[Article]:
    own = Q(created_by=user) | Q(
        pk__in=Article.authors.through.objects.filter(author__user=user).values("article")
    )
    drafts = Article.objects.filter(own, status=Article.Status.DRAFT, binned_at=None)
    return list(drafts.order_by("-created_at", "-id")[:ROWS])
