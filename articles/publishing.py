"""An article goes before the public, changes there, and goes away: each verb is one transaction.

What is published is a revision, copied to the row: save first (``articles.revisions``), then call
the verb. The verbs bring the given object up to date.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.content import essence, fill
from articles.models import Article, Correction, Revision, Tally
from articles.placing import free, place
from articles.querysets import UNDO_WINDOW
from articles.rendering import render
from articles.revisions import live, mark, record, waiting
from articles.signals import article_announced, article_revised, article_withdrawn
from lib.cache import purge

if TYPE_CHECKING:
    from accounts.models import User

Status = Article.Status
log = logging.getLogger(__name__)


class NotPublishable(ValidationError):
    """Why the verb refused: sentences for people, by field in ``message_dict``."""

    def __init__(self, **sentences: str) -> None:
        super().__init__({field: [sentence] for field, sentence in sentences.items()})


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User | None,
    at: datetime | None = None,
    revision: Revision | None = None,
) -> None:
    """Put a revision of the article, by default the newest, before the public now or ``at`` a time.

    A draft, or an article that is scheduled, appears by time alone. A public article is revised
    now, or by the scheduled change that this becomes. A withdrawn one comes back as ``republish``
    says. Raises ``NotPublishable``.
    """
    row = _locked(article)
    chosen = revision or _newest(row, by)
    if chosen.article_id != row.pk:
        raise ValueError("a revision of another article")
    if row.status == Status.WITHDRAWN:
        _bring_back(row, chosen)
    elif row.is_public and at and at > timezone.now():
        _schedule(row, chosen, at, by)
    elif row.is_public:
        _change(row, chosen)
    else:
        _put_out(row, chosen, at)
    article.refresh_from_db()


@transaction.atomic
def revise(article: Article, *, by: User | None) -> None:
    """Show the newest revision of an article that is published; the world hears if it is public.

    Nothing but the cache hears of a revision that says what is live. Raises ``NotPublishable`` for
    drafts and withdrawn articles, whose revisions nobody sees.
    """
    row = _locked(article)
    if row.status != Status.PUBLISHED:
        raise NotPublishable(status=_("Only a published article can be revised."))
    _change(row, _newest(row, by))
    article.refresh_from_db()


@transaction.atomic
def unschedule(article: Article) -> None:
    """Let the change that waits for its hour wait for a person instead."""
    _locked(article)
    article.revisions.exclude(publish_at=None).update(publish_at=None)


@transaction.atomic
def correct(article: Article, corrections: list[Correction], *, by: User | None) -> None:
    """Say to everybody what was wrong; one that is there already gets its new words."""
    for correction in corrections:
        if correction._state.adding:
            correction.created_by = by
        correction.article = article
        correction.save()
    if corrections:
        _purge(article)


@transaction.atomic
def withdraw(article: Article, *, by: User | None) -> None:
    """Take an article away from the public; its address stays its own and answers 410.

    What the public never saw becomes a draft again and gives its address back. An article that is
    withdrawn stays as it is. Raises ``NotPublishable`` for drafts.
    """
    row = _locked(article)
    if row.status in {Status.DRAFT, Status.TEMPLATE}:
        raise NotPublishable(status=_("This article is not published."))
    row.revisions.exclude(publish_at=None).update(publish_at=None)
    newest = _newest(row, by)
    if row.status == Status.PUBLISHED and not row.is_public and not row.announced_at:
        _return_to_draft(row)
    elif row.status == Status.PUBLISHED:
        row.status, row.withdrawn_at = Status.WITHDRAWN, timezone.now()
        row.save(update_fields=["status", "withdrawn_at"])
        log.info("Article %s was withdrawn by %s.", row.pk, by)
        article_withdrawn.send(sender=Article, article=row)
    fill(row, newest.content)
    _purge(row)
    article.refresh_from_db()


@transaction.atomic
def republish(article: Article, *, by: User | None) -> None:
    """Bring a withdrawn article back, at its address and under its date; links are sent again.

    Raises ``NotPublishable`` when it is not withdrawn.
    """
    row = _locked(article)
    if row.status != Status.WITHDRAWN:
        raise NotPublishable(status=_("This article is not withdrawn."))
    _bring_back(row, _newest(row, by))
    article.refresh_from_db()


@transaction.atomic
def change(revision: Revision) -> bool:
    """Put a scheduled change live whose hour has come: True for the caller who did."""
    row = _locked(revision.article)
    due = Revision.objects.filter(pk=revision.pk, publish_at__lte=timezone.now())
    claimed = due.update(publish_at=None)
    if claimed:
        _change(row, revision)
    return bool(claimed)


def announce(article: Article) -> bool:
    """Tell the world of a public article, once: True for the caller who did."""
    with transaction.atomic():
        claim = Article.objects.published().filter(pk=article.pk, announced_at=None)
        claimed = claim.update(announced_at=timezone.now())
        if claimed:
            article.refresh_from_db()
            _purge(article)
            article_announced.send(sender=Article, article=article)
    return bool(claimed)


@task()
def announce_later(article_id: int) -> None:
    """Announce one article, if by now it is public and was left alone for the undo window."""
    article = Article.objects.to_announce().filter(pk=article_id).first()
    if article:
        announce(article)


@task()
def announce_due() -> None:
    """Announce what lost its nudge, or was not ready when it came; one failure stops no other."""
    for article in Article.objects.to_announce().order_by("published_at"):
        try:
            announce(article)
        except Exception:
            log.exception("Article %s cannot be announced; it will be tried again.", article.pk)


@task()
def change_later(revision_id: int) -> None:
    """Put one scheduled change live, if it still is to be and its hour has come."""
    for revision in Revision.objects.filter(pk=revision_id):
        change(revision)


@task()
def change_due() -> None:
    """Put live the changes that lost their nudge; one failure stops no other."""
    for revision in Revision.objects.filter(publish_at__lte=timezone.now()).order_by("publish_at"):
        try:
            change(revision)
        except Exception:
            log.exception("Revision %s cannot go live; it will be tried again.", revision)


@task()
def purge_later(article_id: int) -> None:
    """Drop cached lists when a scheduled article's hour has come."""
    for article in Article.objects.published().filter(pk=article_id):
        _purge(article)


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _check(row: Article) -> None:
    if row.status == Status.TEMPLATE:
        raise NotPublishable(status=_("A template is never published; begin an article from it."))
    if row.binned_at:
        raise NotPublishable(status=_("This article is in the bin; take it out first."))
    if not row.headline.strip():
        raise NotPublishable(headline=_("An article needs a headline before it is published."))


def _newest(row: Article, by: User | None) -> Revision:
    """The newest revision; before it what a script wrote into the row, unless changes wait."""
    waits = waiting(row)
    return waits or record(row, by=by)


def _put_out(row: Article, chosen: Revision, at: datetime | None) -> None:
    """The first publication, or another hour for one that was not seen yet."""
    fill(row, chosen.content)
    _check(row)
    now = timezone.now()
    moment = max(at or now, row.embargo_until or at or now)
    place(row, moment)
    row.status, row.published_at = Status.PUBLISHED, moment
    _show(row, chosen)
    _nudge(row, moment)


def _change(row: Article, chosen: Revision) -> None:
    """Another text in the place of the one that is published."""
    seen, was_public = live(row), row.is_public
    fill(row, chosen.content)
    _check(row)
    _show(row, chosen)
    if was_public and (seen is None or essence(seen.content) != essence(chosen.content)):
        row.revised_at = timezone.now()
        row.save(update_fields=["revised_at"])
        before = seen.content["body"] if seen else ""
        article_revised.send(sender=Article, article=row, before=before)


def _bring_back(row: Article, chosen: Revision) -> None:
    seen = live(row)
    fill(row, chosen.content)
    _check(row)
    row.status, row.withdrawn_at = Status.PUBLISHED, None
    if seen != chosen:
        row.revised_at = timezone.now()
    _show(row, chosen)
    mark(chosen)
    if row.announced_at:
        article_revised.send(sender=Article, article=row, before="")
    else:
        _nudge(row, timezone.now())


def _schedule(row: Article, chosen: Revision, at: datetime, by: User | None) -> None:
    """Name the revision that goes live at an hour, instead of any that was named before."""
    if chosen == live(row):
        raise NotPublishable(
            published_at=_("This article is public already, and nothing in it waits.")
        )
    if not str(chosen.content.get("headline", "")).strip():
        raise NotPublishable(headline=_("An article needs a headline before it is published."))
    row.revisions.exclude(publish_at=None).update(publish_at=None)
    chosen.publish_at, chosen.scheduled_by = at, by
    chosen.save(update_fields=["publish_at", "scheduled_by"])
    change_later.using(run_after=at).enqueue(chosen.pk)


def _show(row: Article, chosen: Revision) -> None:
    """Render and save the row, and mark the revision that the public sees from now on.

    A change that was scheduled before is not made any more: it would put back an older text.
    """
    render(row)
    row.save()
    Tally.objects.get_or_create(article=row)
    row.revisions.exclude(publish_at=None).update(publish_at=None)
    if chosen != live(row):
        mark(chosen)
    _purge(row)


def _return_to_draft(row: Article) -> None:
    free(row)
    row.status, row.published_at = Status.DRAFT, None
    row.save(update_fields=["status", "published_at", "path"])


def _nudge(row: Article, moment: datetime) -> None:
    """Enqueue what happens at the article's hour and a minute after."""
    if moment > timezone.now():
        purge_later.using(run_after=moment).enqueue(row.pk)
    announce_later.using(run_after=max(moment, timezone.now()) + UNDO_WINDOW).enqueue(row.pk)


def _purge(row: Article) -> None:
    purge(f"article-{row.pk}", "articles")
