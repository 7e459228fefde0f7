"""Notes: written by colleagues and outsiders, answered, resolved, begun again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Greatest
from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from articles.revisions import newest
from desk.anchoring import Paragraph, found_again, paragraphs
from desk.mails import tell_of_note
from desk.models import Note, PreviewLink
from desk.models.notes import MOST_QUOTED
from desk.querysets import NoteQuerySet
from lib.html import excerpt
from lib.people import Facts, Person

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User

MOST_OF_LINK = 100
"""Notes that outsiders leave on one link."""


def write(
    article: Article,
    text: str,
    *,
    by: User,
    place: int | None = None,
    quote: str = "",
    meant_for: User | None = None,
) -> Note:
    """A new note: at the block ``place`` of the newest revision, at words that somebody quotes from
    a text that is not saved yet, or at the whole article.
    """
    last = newest(article)
    known = {one.place: one for one in paragraphs(last.content.get("body") or "")} if last else {}
    at = known.get(place) if place is not None else None
    if quote and not (at and quote in at.text):
        at = next((one for one in known.values() if quote in one.text), None)
    return Note.objects.create(
        article=article,
        text=text,
        written_by=by,
        meant_for=meant_for,
        revision=last if at else None,
        place=at.place if at else None,
        quote=quote or (excerpt(at.text, MOST_QUOTED).removesuffix("…") if at else ""),
    )


def answer(note: Note, text: str, *, by: User) -> Note:
    """Answer a note; an answer to an answer stands below the same note."""
    first = note.answers or note
    return Note.objects.create(article_id=note.article_id, answers=first, text=text, written_by=by)


def reword(note: Note, text: str) -> None:
    """Write a note's words anew; whose it is says ``may_reword``."""
    if text != note.text:
        note.text, note.edited_at = text, timezone.now()
        note.save(update_fields=["text", "edited_at"])


def may_reword(note: Note, person: User) -> bool:
    """Everybody changes their own words only, and an outsider's stay as they came."""
    return note.written_by_id == person.pk and not note.is_of_guest


def resolve(note: Note, *, by: User) -> None:
    """Say that nothing is left to do about a note."""
    begun = Note.objects.unresolved().filter(pk=note.pk)
    begun.update(resolved_at=timezone.now(), resolved_by=by)


def reopen(note: Note) -> None:
    """Say that there is something left to do after all."""
    Note.objects.begun().filter(pk=note.pk).update(resolved_at=None, resolved_by=None)


@transaction.atomic
def leave(link: PreviewLink, revision: Revision, *, name: str, text: str, network: str) -> Note:
    """An outsider's note on what a link showed; the same words again are the same note.

    Raises ValidationError when the link has taken as many as it takes.
    """
    PreviewLink.objects.select_for_update().get(pk=link.pk)
    left = Note.objects.filter(link=link)
    if same := left.filter(guest_name=name, text=text, revision=revision).first():
        return same
    if left.count() >= MOST_OF_LINK:
        raise ValidationError(_("This link takes no more notes. Write to the person who sent it."))
    note = Note.objects.create(
        article=link.article,
        link=link,
        revision=revision,
        guest_name=name,
        text=text,
        network_hash=network,
    )
    tell_later.enqueue(note.pk)
    return note


@task(max_attempts=20)  # type: ignore[call-overload]
def tell_later(note_id: int) -> None:
    """Mail whoever made the link; twice only if the worker dies between the mail and the mark."""
    rows = Note.objects.select_related("link__created_by", "link__article")
    note = rows.filter(pk=note_id, told_at=None).first()
    if note:
        tell_of_note(note, address_of_notes(note.article_id))


def address_of_notes(article_id: int) -> str:
    """The page with all notes on an article, for colleagues."""
    return settings.SITE_URL + reverse("admin:articles_notes", args=[article_id])


def mark_of(article: Article, last: Revision | None) -> str:
    """A word that changes with the article's notes and with the text at which they stand, whose
    newest revision is ``last``; empty without notes. For the cost of one query.
    """
    rows = article.notes.order_by()
    counted, resolved, changed = rows.aggregate(
        n=Count("pk"),
        resolved=Count("resolved_at"),
        changed=Max(Greatest("written_at", "edited_at", "resolved_at")),
    ).values()
    if not counted:
        return ""
    return f"{last.number if last else 0}-{counted}-{resolved}-{changed.timestamp():.6f}"


def places_of(notes: Iterable[Note], body: str) -> dict[int, Paragraph | None]:
    """Id of each note that quotes something → its paragraph in ``body``, None when that is gone."""
    quoting = [note for note in notes if note.quote]
    asked = {note.revision_id for note in quoting if note.revision_id}
    written = Revision.objects.filter(pk__in=asked).order_by()
    bodies = dict(written.values_list("pk", KeyTextTransform("body", "content"))) if asked else {}
    return found_again(quoting, bodies, body)


# What is kept about people


def export_notes(person: Person) -> list[Facts]:
    """What somebody wrote in notes with an account, and notes that hold the address."""
    return [
        {"written_at": note.written_at.isoformat(), "text": note.text, "name": note.writer}
        for note in _of(person).select_related("written_by")
    ]


def erase_notes(person: Person, keep_text: bool) -> int:
    """No reader ever saw a note, so none has to stay; answers to it by others keep their thread."""
    empty = {"text": "", "quote": "", "guest_name": "", "written_by": None, "network_hash": ""}
    return _of(person).update(**empty)


def forget_networks_of_notes(before: datetime) -> int:
    """The hashes of outsiders who left notes."""
    old = Note.objects.filter(written_at__lt=before)
    return old.exclude(network_hash="").update(network_hash="")


def _of(person: Person) -> NoteQuerySet:
    words = Q(text__iregex=person.pattern) | Q(guest_name__iregex=person.pattern)
    return Note.objects.filter(Q(written_by__email__in=person.forms) | words).order_by()
