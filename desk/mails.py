"""What colleagues are told by mail: somebody outside wrote a note, or approved a text."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation

from desk.models import Approval, Note, PreviewLink
from lib.mail import send
from masthead.models import Newsroom


def tell_of_approval(approval: Approval, page: str) -> None:
    """Mail whoever made the link; ``page`` is where colleagues see all approvals."""
    _tell("approved", approval.link, approval, page)


def tell_of_note(note: Note, page: str) -> None:
    """Mail whoever made the link on which the note was left; ``page`` has the article's notes."""
    if note.link:
        _tell("note", note.link, note, page)


def _tell(template: str, link: PreviewLink, said: Approval | Note, page: str) -> None:
    """One mail, then the mark on the row; a colleague who left is told nothing."""
    person, newsroom = link.created_by, Newsroom.objects.current()
    if person and person.is_active and person.is_staff:
        language = person.language or newsroom.language
        with translation.override(language), timezone.override(newsroom.zone):
            context: dict[str, Any] = {
                "newsroom": newsroom,
                "article": link.article,
                "link": link,
                "said": said,
                "page": page,
            }
            key, thread = f"{template}-{said.pk}", f"article-{link.article_id}"
            send(f"desk/{template}", [person.email], context, key=key, thread=thread)
    type(said)._default_manager.filter(pk=said.pk).update(told_at=timezone.now())
