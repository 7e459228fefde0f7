"""An article goes before the public, changes there, and goes away: each verb is one transaction.

The verbs work on the row as it is saved: save a form first, then call the verb. They bring the
given object up to date.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.tasks import task
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import addresses
from articles.models import Address, Article, Revision, Tally
from articles.querysets import UNDO_WINDOW
from articles.rendering import render
from articles.revisions import live, record
from articles.signals import article_announced, article_revised, article_withdrawn
from lib.cache import purge
from lib.fold import is_reserved, slug
from masthead.models import Newsroom

if TYPE_CHECKING:
    from accounts.models import User

Status = Article.Status
PROMISED = frozenset({"/search/", "/corrections/", "/preview/", "/follow/", "/oembed/"})
"""Addresses that no page may take, because other things will answer there."""
log = logging.getLogger(__name__)


class NotPublishable(ValidationError):
    """Why the verb refused: sentences for people, by field in ``message_dict``."""

    def __init__(self, **sentences: str) -> None:
        super().__init__({field: [sentence] for field, sentence in sentences.items()})


@transaction.atomic
def publish(article: Article, *, by: User | None, at: datetime | None = None) -> None:
    """Put a draft before the public now, or ``at`` a time; a scheduled article gets another time.

    A withdrawn article comes back as ``republish`` says; an article that is public stays as it is.
    Raises ``NotPublishable``.
    """
    row = _locked(article)
    now = timezone.now()
    if row.status == Status.WITHDRAWN:
        republish(article, by=by)
        return
    if row.is_public:
        if at and at > now:
            raise NotPublishable(
                published_at=_("This article is public already; withdraw it first.")
            )
        article.refresh_from_db()
        return
    _check(row)
    moment = max(at or now, row.embargo_until or at or now)
    _place(row, moment)
    row.status, row.published_at = Status.PUBLISHED, moment
    _show(row, by)
    _nudge(row, moment)
    article.refresh_from_db()


@transaction.atomic
def revise(article: Article, *, by: User | None) -> None:
    """Show what was changed in an article that is published; the world hears of it if it is public.

    Nothing but the cache hears of a save that changed nothing. Raises ``NotPublishable`` for drafts
    and withdrawn articles, whose revisions nobody sees.
    """
    row = _locked(article)
    if row.status != Status.PUBLISHED:
        raise NotPublishable(status=_("Only a published article can be revised."))
    _check(row)
    seen = live(row)
    if _show(row, by) != seen and row.is_public:
        row.revised_at = timezone.now()
        row.save(update_fields=["revised_at"])
        before = seen.content["body"] if seen else ""
        article_revised.send(sender=Article, article=row, before=before)
    article.refresh_from_db()


@transaction.atomic
def withdraw(article: Article, *, by: User | None) -> None:
    """Take an article away from the public; its address stays its own and answers 410.

    What the public never saw becomes a draft again and gives its address back. An article that is
    withdrawn stays as it is. Raises ``NotPublishable`` for drafts.
    """
    row = _locked(article)
    if row.status == Status.DRAFT:
        raise NotPublishable(status=_("This article is not published."))
    if row.status == Status.PUBLISHED and not row.is_public and not row.announced_at:
        _return_to_draft(row)
    elif row.status == Status.PUBLISHED:
        row.status, row.withdrawn_at = Status.WITHDRAWN, timezone.now()
        row.save(update_fields=["status", "withdrawn_at"])
        log.info("Article %s was withdrawn by %s.", row.pk, by)
        article_withdrawn.send(sender=Article, article=row)
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
    _check(row)
    seen = live(row)
    row.status, row.withdrawn_at = Status.PUBLISHED, None
    shown = _show(row, by)
    _mark(shown)
    if shown != seen:
        row.revised_at = timezone.now()
        row.save(update_fields=["revised_at"])
    if row.announced_at:
        article_revised.send(sender=Article, article=row, before="")
    else:
        _nudge(row, timezone.now())
    article.refresh_from_db()


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
def purge_later(article_id: int) -> None:
    """Drop cached lists when a scheduled article's hour has come."""
    for article in Article.objects.published().filter(pk=article_id):
        _purge(article)


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _check(row: Article) -> None:
    if row.binned_at:
        raise NotPublishable(status=_("This article is in the bin; take it out first."))
    if not row.headline.strip():
        raise NotPublishable(headline=_("An article needs a headline before it is published."))


def _place(row: Article, moment: datetime) -> None:
    """Give the article the first free address of its day; it keeps one that it has."""
    day = moment.astimezone(Newsroom.objects.current().zone)
    if row.path and row.status == Status.PUBLISHED:
        _free(row)  # a schedule that nobody saw: its address follows the date
    if row.path:
        return
    for word in _slugs(row):
        path = f"/{word}/" if row.kind == Article.Kind.PAGE else addresses.dated(day, word)
        try:
            row.slug = word
            addresses.give(row, path)
            return
        except addresses.Taken:
            continue


def _slugs(row: Article) -> Iterator[str]:
    """The article's slug, then with -2, -3, … behind it; without those that mean something else."""
    first = row.slug or slug(row.headline, row.language) or str(row.pk)
    for number in count(1):
        word = first if number == 1 else f"{first[: 100 - len(str(number)) - 1]}-{number}"
        page = row.kind == Article.Kind.PAGE
        if not is_reserved(word) and not (page and _is_taken(f"/{word}/")):
            yield word


def _is_taken(path: str) -> bool:
    """Whether something else than a page answers there: another route, or files."""
    files = {settings.MEDIA_URL, settings.STATIC_URL}
    return path in files | PROMISED or resolve(path).url_name != "page"


def _show(row: Article, by: User | None) -> Revision:
    """Render and save the row, and mark the revision that the public sees from now on."""
    render(row)
    row.save()
    Tally.objects.get_or_create(article=row)
    revision = record(row, by=by)
    if revision != live(row):
        _mark(revision)
    _purge(row)
    return revision


def _mark(revision: Revision) -> None:
    revision.published_at = timezone.now()
    revision.save(update_fields=["published_at"])


def _return_to_draft(row: Article) -> None:
    _free(row)
    row.status, row.published_at = Status.DRAFT, None
    row.save(update_fields=["status", "published_at", "path"])


def _free(row: Article) -> None:
    """Give back the current address of an article that was never public."""
    Address.objects.filter(article=row, current=True).delete()
    row.path = ""


def _nudge(row: Article, moment: datetime) -> None:
    """Enqueue what happens at the article's hour and a minute after."""
    if moment > timezone.now():
        purge_later.using(run_after=moment).enqueue(row.pk)
    announce_later.using(run_after=max(moment, timezone.now()) + UNDO_WINDOW).enqueue(row.pk)


def _purge(row: Article) -> None:
    purge(f"article-{row.pk}", "articles")
