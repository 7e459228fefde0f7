"""The same is done to several articles by one press, and undone where nothing happened since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from desk.deeds import DEEDS
from desk.models import Act, Step
from desk.standing import standing_of

if TYPE_CHECKING:
    from accounts.models import User

MOST = 100
"""Articles that one press acts on: each is a transaction of its own, and a browser waits."""
UNDO_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)


@dataclass
class Outcome:
    """What one press did: ``refused`` has sentences, ``changed`` what an undo left as it is now."""

    act: Act | None = None
    done: list[Article] = field(default_factory=list)
    refused: list[tuple[Article, str]] = field(default_factory=list)
    changed: list[Article] = field(default_factory=list)


def act(verb: str, articles: Iterable[Article], *, by: User, what: Any = None) -> Outcome:
    """Do a deed to each of at most ``MOST`` articles; who refuses keeps nobody else from it."""
    deed = DEEDS[verb]
    pressed = Act.objects.create(verb=verb, by=by)
    outcome = Outcome(act=pressed)
    for article in articles:
        try:
            outcome.done.append(_step(pressed, article, lambda row: deed.do(row, by, what)))
        except ValidationError as refusal:
            outcome.refused.append((article, " ".join(refusal.messages)))
    return outcome


def undo(pressed: Act, *, by: User) -> Outcome:
    """Do the opposite to each article that still is as the act left it; the others are named.

    Once, by whoever pressed, for ten minutes. Whoever comes too late changes nothing.
    """
    outcome = Outcome()
    fresh = Act.objects.filter(
        pk=pressed.pk, by=by, undone_at=None, at__gte=timezone.now() - UNDO_FOR
    )
    if not fresh.update(undone_at=timezone.now()):
        return outcome
    opposite = DEEDS[pressed.verb].undo
    for step in pressed.steps.select_related("article").order_by("pk"):
        try:
            is_done = _undo(step, lambda row, before: opposite(row, by, before))
        except ValidationError as refusal:
            outcome.refused.append((step.article, " ".join(refusal.messages)))
        else:
            (outcome.done if is_done else outcome.changed).append(step.article)
    return outcome


def forget() -> int:
    """Delete acts that nobody can undo any more; the answer is how many."""
    gone = Act.objects.filter(at__lt=timezone.now() - KEPT_FOR)
    number = gone.count()
    gone.delete()
    return number


@transaction.atomic
def _step(pressed: Act, article: Article, do: Callable[[Article], None]) -> Article:
    row = _locked(article)
    before = standing_of(row)
    do(row)
    row.refresh_from_db()
    after = standing_of(row)
    if before == after:
        raise ValidationError(_("It was so already."))
    Step.objects.create(act=pressed, article=row, before=before, after=after)
    return row


@transaction.atomic
def _undo(step: Step, opposite: Callable[[Article, dict[str, Any]], None]) -> bool:
    row = _locked(step.article)
    if standing_of(row) != step.after:
        return False
    opposite(row, step.before)
    return True


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)
