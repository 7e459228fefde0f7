"""All that was ever written in an article: every save is a revision, and none is ever changed
(but for the names of authors, when one is no longer to be known or two were one person).

The row of an article that is published holds what is live, and revisions wait until one of them is
published. The row of any other article is never shown to anybody; it mirrors the newest revision,
so that lists, search and titles need not ask whether there is a newer one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Func, JSONField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.content import Content, content_of, essence, fill, named_again
from articles.joining import joined
from articles.models import Article, Author, Reading, Revision
from lib.merging import Clash

if TYPE_CHECKING:
    from accounts.models import User

MOST_LETTERS = 200
"""Of a revision's name."""


class Clashing(ValidationError):
    """Two people changed the same places: nothing was saved, somebody has to choose.

    ``clashes`` has them by field, ``body`` as a list; ``theirs`` is the revision that was there.
    """

    def __init__(self, clashes: dict[str, list[Clash]], theirs: Revision) -> None:
        self.clashes, self.theirs = clashes, theirs
        super().__init__(
            _("%(who)s changed the same places since you opened this article. Choose below what "
              "shall stand; nothing is lost, and nothing is saved yet.")
            % {"who": theirs.created_by or _("Somebody")}
        )  # fmt: skip


@transaction.atomic
def begin(article: Article, content: Content, *, by: User | None) -> Revision:
    """Write a new article, which is not saved yet, with its first revision."""
    article.created_by = by
    article.save()
    fill(article, content)
    return _add(article, content_of(article), 1, None, by)


@transaction.atomic
def save(
    article: Article,
    content: Content,
    *,
    by: User | None,
    based_on: int | None = None,
    choices: Mapping[str, str] | None = None,
) -> Revision:
    """Make a content the newest revision; one that says nothing new keeps what is there.

    A field that ``content`` leaves out is as the writer had it before them.
    ``based_on`` is the number of the revision that the writer had before them, by default the
    newest. What others saved since is kept: both changes stand where they do not meet. Where they
    do, ``choices`` says for each key of a ``Clash`` which stands: ``mine``, ``theirs``, ``both``;
    without, ``Clashing`` is raised. Numbers follow each other, whoever saves at the same time.
    """
    row = _locked(article)
    last = newest(row) or _first(row, by)
    before = last if based_on is None else _base(row, based_on, last)
    content = {**before.content, **content}
    if before != last:
        content, clashes = joined(before.content, last.content, content, choices or {})
        if clashes:
            raise Clashing(clashes, last)
    if essence(content) != essence(last.content):
        last = _add(row, content, last.number + 1, before.number, by)
    if row.status != Article.Status.PUBLISHED:
        fill(row, last.content)
    return last


@transaction.atomic
def record(article: Article, *, by: User | None) -> Revision:
    """Keep what the row says, where somebody wrote it there: an import, a script, a test."""
    row = _locked(article)
    content, last = content_of(row), newest(row)
    if last is None:
        return _add(row, content, 1, None, by)
    if row.path:  # an address once given is the row's; no revision says it
        content["slug"] = last.content.get("slug", "")
    if essence(content) == essence(last.content):
        return last
    return _add(row, content, last.number + 1, last.number, by)


@transaction.atomic
def restore(article: Article, revision: Revision, *, by: User | None) -> Revision:
    """Make an old revision the newest; it waits to be published like anything that is written.

    An embargo is a decision and not a text: the one that stands now stays.
    """
    row = _locked(article)
    last = newest(row) or _first(row, by)
    content = {**revision.content, "embargo_until": last.content.get("embargo_until")}
    if essence(content) == essence(last.content):
        return last
    kept = _add(row, content, last.number + 1, revision.number, by)
    if row.status != Article.Status.PUBLISHED:
        fill(row, content)
    return kept


@transaction.atomic
def discard(article: Article, *, by: User | None) -> Revision | None:
    """Go back to what is live: it becomes the newest revision, and what waited stays in the list.

    None when nothing is live.
    """
    row = _locked(article)
    shown, last = live(row), newest(row)
    if shown is None or last is None or shown == last:
        return shown
    kept = _add(row, shown.content, last.number + 1, shown.number, by)
    mark(kept)
    return kept


def newest(article: Article) -> Revision | None:
    """What was saved last; None for an article whose row was written by an import."""
    return article.revisions.select_related("created_by").first()


def live(article: Article) -> Revision | None:
    """The revision that the public saw last; None when it never saw one."""
    rows = article.revisions.select_related("created_by").exclude(published_at=None)
    return rows.order_by("-published_at", "-number").first()


def waiting(article: Article) -> Revision | None:
    """The newest revision of a published article, if it is not the one that is live."""
    last = newest(article) if article.status == Article.Status.PUBLISHED else None
    return last if last and last != live(article) else None


def scheduled(article: Article) -> Revision | None:
    """The revision that goes live at an hour to come, or is late."""
    rows = article.revisions.select_related("created_by", "scheduled_by")
    return rows.exclude(publish_at=None).first()


def name_revision(revision: Revision, name: str) -> None:
    """Call a revision something, so that it is found again; empty for nothing."""
    revision.name = " ".join(name.replace("\0", "").split())[:MOST_LETTERS]
    revision.save(update_fields=["name"])


def mark(revision: Revision) -> None:
    """Say that the public sees this revision from now on."""
    revision.published_at, revision.publish_at = timezone.now(), None
    revision.save(update_fields=["published_at", "publish_at"])


def unread(article: Article, person: User) -> int | None:
    """The number of the revision that the person saw last, if others saved since; else None."""
    seen = Reading.objects.filter(article=article, person=person).first()
    if seen is None:
        return None
    since = article.revisions.filter(number__gt=seen.number).exclude(created_by=person)
    return seen.number if since.exists() else None


def read(article: Article, person: User, number: int) -> None:
    """Remember that the person saw this revision, and so all before it."""
    Reading.objects.update_or_create(
        article=article, person=person, defaults={"number": number, "seen_at": timezone.now()}
    )


def name_again(gone: int, author: Author) -> None:
    """Write the author's name of today into every revision where ``gone``, an author's id, stands;
    the caller has a transaction.
    """
    holding = Revision.objects.filter(content__bylines__contains=[{"author": {"id": gone}}])
    alike: dict[str, list[int]] = {}
    for pk, bylines in holding.values_list("pk", "content__bylines").iterator():
        alike.setdefault(json.dumps(named_again(bylines, gone, author)), []).append(pk)
    for bylines, ids in alike.items():
        written = Func(
            F("content"), Value(["bylines"]), Cast(Value(bylines), JSONField()),
            function="jsonb_set", output_field=JSONField(),
        )  # fmt: skip
        Revision.objects.filter(pk__in=ids).update(content=written)


def _first(row: Article, by: User | None) -> Revision:
    """What the row of an article without revisions said before the first of them."""
    revision = _add(row, content_of(row), 1, None, row.created_by or by)
    if row.status != Article.Status.DRAFT:
        revision.published_at = min(row.published_at or timezone.now(), timezone.now())
        revision.save(update_fields=["published_at"])
    return revision


def _base(row: Article, number: int, last: Revision) -> Revision:
    """The revision that a writer began from; 0 is what the row said before the first one."""
    found = row.revisions.filter(number=max(number, 1)).first()
    return found or last


def _add(
    row: Article, content: Content, number: int, based_on: int | None, by: User | None
) -> Revision:
    return Revision.objects.create(
        article=row, number=number, based_on=based_on, content=content, created_by=by
    )


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)
