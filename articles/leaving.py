"""What a colleague who leaves has in this room: drafts for another one, bylines that stay."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from articles.models import Article, Author, Revision
from articles.querysets import ArticleQuerySet
from lib.cache import purge
from lib.leaving import works
from lib.people import Facts, Person, keeps


def register() -> None:
    """Tell the rooms below what is here of people."""
    works("drafts", _drafts_said, lambda user: _drafts(user).count(),
          hand=_hand_drafts, right="articles.change_article")  # fmt: skip
    works("scheduled", _scheduled_said, _scheduled)
    works("bylines", _bylines_said, lambda user: _signed(user).count())
    keeps("author", Author._meta.verbose_name, "articles.Author",
          export=_export, erase=_erase)  # fmt: skip


def _drafts(user: int) -> ArticleQuerySet:
    return Article.objects.filter(created_by=user, status=Article.Status.DRAFT, binned_at=None)


def _hand_drafts(user: int, successor: int) -> int:
    return _drafts(user).update(created_by=successor)


def _signed(user: int) -> QuerySet[Article]:
    return Article.objects.published().filter(bylines__author__user=user).distinct()


def _scheduled(user: int) -> int:
    later = Q(status=Article.Status.PUBLISHED, published_at__gt=timezone.now())
    articles = Article.objects.filter(later, created_by=user).count()
    return articles + Revision.objects.filter(publish_at__isnull=False, scheduled_by=user).count()


def _drafts_said(number: int) -> str:
    return ngettext(
        "%(number)d draft goes to the colleague whom you choose.",
        "%(number)d drafts go to the colleague whom you choose.",
        number,
    ) % {"number": number}


def _scheduled_said(number: int) -> str:
    return ngettext(
        "%(number)d scheduled article or change goes live at its hour all the same.",
        "%(number)d scheduled articles and changes go live at their hours all the same.",
        number,
    ) % {"number": number}


def _bylines_said(number: int) -> str:
    return ngettext(
        "%(number)d public article keeps the name over it, and the author their page.",
        "%(number)d public articles keep the name over them, and the author their page.",
        number,
    ) % {"number": number}


def _of(somebody: Person) -> QuerySet[Any]:
    return Author.objects.filter(Q(email__in=somebody.forms) | Q(user__email__in=somebody.forms))


def _export(somebody: Person) -> list[Facts]:
    """What the public reads of an author, and that their account belongs to it."""
    return [
        {
            "name": author.name,
            "title": author.title,
            "biography": author.biography,
            "email": author.email,
            "links": author.links,
            "page": author.get_absolute_url(),
        }
        for author in _of(somebody)
    ]


def _erase(somebody: Person, keep_text: bool) -> int:
    """Take address and account away; the name stays over what it stands over."""
    rows = list(_of(somebody).select_for_update(of=("self",)))
    for author in rows:
        author.email = "" if author.email in somebody.forms else author.email
        author.user = None if author.user and author.user.email in somebody.forms else author.user
        author.save(update_fields=["email", "user"])
        purge("articles", f"author-{author.pk}")
    return len(rows)
