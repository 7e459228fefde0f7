"""A piece is handed over: to a colleague who reads it, or in to whoever may publish."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article
from articles.revisions import waiting
from desk.models import Handover

MOST_COLLEAGUES = 200
"""In the choice."""


class NotHandedOver(ValidationError):
    """Why it stays where it is, in a sentence."""


@transaction.atomic
def hand_over(article: Article, *, to: User | None, by: User | None) -> Handover:
    """Let the article wait for ``to``, or for anybody who may publish; who had it has it no more.

    Raises ``NotHandedOver`` where there is nothing to decide, or for somebody who cannot.
    """
    row = Article.objects.select_for_update().get(pk=article.pk)
    if row.binned_at or row.status not in {Article.Status.DRAFT, Article.Status.PUBLISHED}:
        raise NotHandedOver(_("Only a draft, or changes that wait, can be handed over."))
    if row.status == Article.Status.PUBLISHED and not waiting(row):
        raise NotHandedOver(_("Nothing in this article waits: what was saved is live."))
    if to and not colleagues().filter(pk=to.pk).exists():
        raise NotHandedOver(_("%(who)s does not write here.") % {"who": to})
    said = {"to": to, "by": by, "at": timezone.now()}
    return Handover.objects.update_or_create(article=row, defaults=said)[0]


def take_back(article: Article) -> bool:
    """Let the article wait for nobody: True for the caller who did."""
    return bool(Handover.objects.filter(article=article).delete()[0])


def colleagues() -> QuerySet[User]:
    """Who signs in and writes articles."""
    writes = Permission.objects.filter(
        codename="change_article", content_type__app_label="articles"
    )
    may = Q(is_superuser=True) | Q(groups__permissions__in=writes) | Q(user_permissions__in=writes)
    staff = User.objects.filter(may, is_active=True, is_staff=True)
    return User.objects.filter(pk__in=staff.values("pk")).order_by("name", "email")
