"""An article that begins as another one was: a copy of it, or a piece from a template."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from articles.content import content_of
from articles.models import Article
from articles.revisions import begin, newest

if TYPE_CHECKING:
    from accounts.models import User

Status = Article.Status
ITS_OWN = {"slug": "", "embargo_until": None}
"""What no copy takes along: an address and an hour belong to one article."""


@transaction.atomic
def duplicate(article: Article, *, by: User | None) -> Article:
    """A new draft with what the newest revision says, called a copy: nothing of what became of the
    article, neither address nor dates nor what was said back.
    """
    headline = _said(article)["headline"]
    named = _("Copy of “%(headline)s”") % {"headline": headline} if headline else ""
    return _begun(article, named, by)


@transaction.atomic
def begin_from(template: Article, *, by: User | None) -> Article | None:
    """A new draft that says what the template does; None when it is no template any more."""
    if not Article.objects.templates().filter(pk=template.pk).exists():
        return None
    return _begun(template, _said(template)["headline"], by)


def make_template(article: Article) -> bool:
    """Turn a draft into a template: True for the caller who did; anything but a draft stays."""
    drafts = Article.objects.filter(pk=article.pk, status=Status.DRAFT, binned_at=None)
    return bool(drafts.update(status=Status.TEMPLATE))


def make_draft(article: Article) -> bool:
    """Turn a template into a draft again: True for the caller who did."""
    return bool(Article.objects.templates().filter(pk=article.pk).update(status=Status.DRAFT))


def _begun(article: Article, headline: str, by: User | None) -> Article:
    longest = Article._meta.get_field("headline").max_length
    copy = Article(language=article.language)
    own = {"translation_group": str(uuid.uuid4()), "headline": headline[:longest]}
    begin(copy, {**_said(article), **ITS_OWN, **own}, by=by)
    return copy


def _said(article: Article) -> dict[str, str]:
    last = newest(article)
    return last.content if last else content_of(article)
