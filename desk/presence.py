"""Who else has an article open: told, never locked out."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article, Revision
from desk.models import Presence
from lib.digits import digits, isolated


def be_here(article: Article, person: User, tab: UUID, *, writes: bool = False) -> None:
    """Say that this tab has the article open, and whether something was typed in it just now."""
    now = timezone.now()
    row = Presence(article=article, person=person, tab=tab, seen_at=now)
    told = ["person", "seen_at"]
    if writes:
        row.wrote_at = now
        told.append("wrote_at")
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["article", "tab"], update_fields=told
    )


def leave(article: Article, person: User, tab: UUID) -> None:
    """The tab is closed."""
    Presence.objects.filter(article=article, person=person, tab=tab).delete()


def others(article: Article, person: User, tab: UUID | None) -> list[str]:
    """A sentence for each other person who is there, and one for another tab than this one of one's
    own.
    """
    names: dict[int, str] = {}
    writing: set[int] = set()
    mine = Q(tab=tab) if tab else Q(person=person)
    for row in Presence.objects.now().filter(article=article).exclude(mine):
        names.setdefault(row.person_id, str(row.person))
        if row.is_writing:
            writing.add(row.person_id)
    sentences = []
    for pk, name in names.items():
        if pk == person.pk:
            sentences.append(_("You have it open in another tab or on another device, too."))
        elif pk in writing:
            sentences.append(_("%(name)s is writing here.") % {"name": isolated(name)})
        else:
            sentences.append(_("%(name)s has it open.") % {"name": isolated(name)})
    return sentences


def saved_since(last: Revision, person: User) -> str:
    """Who saved what is newer than the form, and its number."""
    names = {"name": isolated(str(last.created_by or _("Somebody"))), "number": last.number}
    if last.created_by == person:
        return _in_digits(_("You saved revision %(number)d elsewhere.") % names)
    return _in_digits(_("%(name)s saved revision %(number)d.") % names)


def _in_digits(sentence: str) -> str:
    return digits(sentence, get_language() or "")
