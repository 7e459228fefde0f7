"""Editors' picks: what is shown, and worth reading first."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from lib.cache import purge
from moderation.models import Decision, Response


@transaction.atomic
def feature(response: Response, *, by: User) -> bool:
    """Make what is shown an editors' pick; it is none while it is hidden."""
    return _pick(response, timezone.now(), "featured", by)


@transaction.atomic
def unfeature(response: Response, *, by: User) -> bool:
    """Make it one among the others again."""
    return _pick(response, None, "unfeatured", by)


def _pick(response: Response, at: datetime | None, reason: str, by: User) -> bool:
    """Set or take the mark, and write it into the log as a decision that changes no state."""
    row = Response.objects.select_for_update().get(pk=response.pk)
    changes = (row.featured_at is None) == (at is not None) and (at is None or row.is_shown)
    if changes:
        row.featured_at = at
        row.save(update_fields=["featured_at"])
        Decision.objects.create(
            response=row, before=row.state, after=row.state, reason=reason, decided_by=by
        )
        purge(f"article-{row.article_id}")
    response.featured_at = row.featured_at
    return changes
