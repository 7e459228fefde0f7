"""Nothing that was typed is lost: what stands in a form is kept until it is saved or thrown away.

One slot per person and article. Reports of a browser come late, twice and from two tabs; they are
told apart by their tab and by their sequence, which grows.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from desk.models import Presence, Typed, Unsaved
from desk.models.keeping import UnsavedQuerySet
from desk.reading import Sent, based_on
from lib.people import Facts
from lib.people import Person as Somebody

KEPT_FOR = timedelta(days=30)
MOST_BEGUN = 100
"""Articles that one person begins without ever saving one of them."""


@dataclass(frozen=True)
class Place:
    """Whose slot, and of which article: of a row, or of a token while there is none."""

    person: User
    article: Article | None = None
    token: UUID | None = None

    @property
    def is_there(self) -> bool:
        """Whether something may be kept here: a new article, or one that is not deleted."""
        return self.article is None or Article.objects.filter(pk=self.article.pk).exists()

    @property
    def slot(self) -> Unsaved | None:
        """What lies there."""
        return _rows(self).first()


class NotKept(Exception):
    """``reason``: ``old`` (something later was kept), ``elsewhere`` (another tab writes here),
    ``full`` (too many articles begun). ``slot`` is what lies there.
    """

    def __init__(self, reason: str, slot: Unsaved | None = None) -> None:
        self.reason, self.slot = reason, slot
        super().__init__(reason)


@transaction.atomic
def keep(place: Place, sent: Sent) -> Unsaved:
    """Put what stands in the form into the slot. Raises `NotKept`; nothing is changed then.

    What another tab left there, and this one did not begin from, is put aside.
    """
    row = _locked(place)
    foreign = bool(row.typed) and row.tab != sent.tab
    if sent.sequence <= row.sequence:
        if not sent.is_recovered or row.tab == sent.tab:
            raise NotKept("old", row)
        return _recover_aside(row, sent)
    if foreign and row.sequence not in (sent.after, sent.adopts):
        raise NotKept("elsewhere", row)
    if foreign and row.sequence != sent.adopts and row.typed != sent.typed:
        row.put_aside(thrown=False)
    row.aside = [one for one in row.aside if one["sequence"] != sent.adopts]
    row.typed, row.based_on = sent.typed or {}, sent.based_on
    row.tab, row.sequence, row.typed_at = sent.tab, sent.sequence, timezone.now()
    row.save()
    return row


def keep_form(
    place: Place, typed: Typed, *, tab: UUID | None, sequence: int, adopts: int
) -> Unsaved:
    """Keep a form that came by one of its buttons and could not be saved: it is what its writer
    wants, whatever lies there.
    """
    row = place.slot
    seen = row.sequence if row else 0
    now = max(sequence, int(time.time() * 1000), seen + 1)
    sent = Sent(place.person.pk, tab or uuid4(), now, typed=typed, based_on=based_on(typed))
    return keep(place, replace(sent, after=seen, adopts=adopts))


@transaction.atomic
def let_go(place: Place, *, tab: UUID | None, sequence: int, adopts: int) -> None:
    """What stood in the form of this tab is saved; what another tab left in the slot stays."""
    if tab is None and place.slot is None:
        return
    row = _locked(place)
    row.article = place.article
    row.aside = [one for one in row.aside if not one["thrown"] and one["sequence"] != adopts]
    if not row.typed or row.tab == tab or row.sequence == adopts:
        row.typed = {}
        row.tab, row.sequence = tab or row.tab, max(sequence, row.sequence)
    row.save()


@transaction.atomic
def throw_away(place: Place, sequence: int) -> None:
    """Throw away the text with this sequence: it can be had back until the article is saved."""
    if place.slot is None:
        return
    row = _locked(place)
    if row.typed and row.sequence == sequence:
        row.put_aside(thrown=True)
    elif text := row.text_aside(sequence):
        text["thrown"] = True
    row.save()


@transaction.atomic
def get_back(place: Place, sequence: int) -> None:
    """Offer again what was thrown away."""
    if place.slot is None:
        return
    row = _locked(place)
    if text := row.text_aside(sequence):
        text["thrown"] = False
    row.save()


def text_of(place: Place, sequence: int) -> Typed | None:
    """The text with this sequence, in the slot or put aside."""
    row = place.slot
    if row and row.typed and row.sequence == sequence:
        return dict(row.typed)
    text = row.text_aside(sequence) if row else None
    return dict(text["typed"]) if text else None


def forget() -> int:
    """Drop what nobody came back for in thirty days, and who was somewhere yesterday."""
    Presence.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()
    return Unsaved.objects.filter(typed_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def export_unsaved(somebody: Somebody) -> list[Facts]:
    """Unsaved texts of a person, as they stand in the form."""
    return [
        {
            "typed": row.typed,
            "earlier": [one["typed"] for one in row.aside],
            "at": row.typed_at.isoformat(),
        }
        for row in Unsaved.objects.filter(person__email__in=somebody.forms)
        if row.typed or row.aside
    ]


def erase_unsaved(somebody: Somebody, keep_text: bool) -> int:
    """They were never published: all of them go."""
    return Unsaved.objects.filter(person__email__in=somebody.forms).delete()[0]


def _locked(place: Place) -> Unsaved:
    """The slot's row, for this transaction alone. Raises `NotKept`."""
    if place.slot is None:
        if place.article is None:
            begun = Unsaved.objects.filter(person=place.person, article=None)
            if begun.count() >= MOST_BEGUN:
                raise NotKept("full")
        Unsaved.objects.bulk_create(
            [Unsaved(person=place.person, article=place.article, token=place.token)],
            ignore_conflicts=True,
        )
    return _rows(place).select_for_update().get()


def _rows(place: Place) -> UnsavedQuerySet:
    rows = Unsaved.objects.filter(person=place.person)
    if place.token:
        return rows.filter(token=place.token)
    return rows.filter(article=place.article) if place.article else rows.none()


def _recover_aside(row: Unsaved, sent: Sent) -> Unsaved:
    """An earlier text of a tab that is closed, found in the browser, next to a later one."""
    if sent.typed and row.text_aside(sent.sequence) is None:
        later = row.typed, row.based_on, row.sequence
        row.typed, row.based_on, row.sequence = sent.typed, sent.based_on, sent.sequence
        row.put_aside(thrown=False)
        row.typed, row.based_on, row.sequence = later
        row.save()
    return row
