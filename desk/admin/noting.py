"""Notes on an article: read beside its paragraphs, written, answered, resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import person_of
from articles.models import Article
from articles.revisions import newest
from desk.admin.history import History
from desk.anchoring import Paragraph, paragraphs
from desk.models import Note
from desk.note_forms import AnswerForm, NoteForm
from desk.noting import answer, mark_of, may_reword, places_of, reopen, resolve, reword, write
from lib.staff import is_row_number


@dataclass
class Thread:
    """A note with its answers and the paragraph that it is about, which may be gone."""

    note: Note
    answers: list[Note] = field(default_factory=list)
    paragraph: Paragraph | None = None

    @property
    def is_gone(self) -> bool:
        return bool(self.note.quote) and self.paragraph is None

    @property
    def is_reworded(self) -> bool:
        """Whether the paragraph stands, but not the words that were quoted from it."""
        return self.paragraph is not None and self.note.quote not in self.paragraph.text


class Noting(History):
    """The page of an article's notes, which its form shows beside the text."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/notes/", wrap(self.notes_view), name="articles_notes"),
            *super().get_urls(),
        ]

    def notes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All notes, unresolved ones in the order of the text; a button acts on one."""
        article = self.article_of(request, pk)
        if request.method == "POST" and "act" in request.POST:
            return self.act_on_note(request, article)
        last = newest(article)
        body = (last.content.get("body") or "") if last else article.body
        there = paragraphs(body)
        places = [(one.place, one.beginning) for one in there]
        form = NoteForm(request.POST or None, places=places)
        if request.method == "POST" and form.is_valid():
            write(article, by=person_of(request), **form.cleaned_data)
            return HttpResponseRedirect(request.path)
        mark = mark_of(article, last)  # first: what comes meanwhile is fetched once more
        threads = threads_of(article, body)
        context = {
            "form": form,
            "mark": mark,
            "open": [one for one in threads if not one.note.resolved_at],
            "resolved": [one for one in threads if one.note.resolved_at],
            "person": person_of(request),
        }
        return self.page(request, "notes", article, _("Notes"), context)

    def act_on_note(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Answer, reword, resolve or begin again the note that was named."""
        person, note = person_of(request), _note_of(article, request.POST.get("note", ""))
        act = request.POST["act"]
        if act == "resolve":
            resolve(note, by=person)
        elif act == "reopen":
            reopen(note)
        elif act in {"answer", "reword"}:
            if act == "reword" and not may_reword(note, person):
                raise PermissionDenied
            form = AnswerForm(request.POST)
            if not form.is_valid():
                messages.error(request, " ".join(map(str, form.errors["text"])))
            elif act == "answer":
                answer(note, form.cleaned_data["text"], by=person)
            else:
                reword(note, form.cleaned_data["text"])
        else:
            raise Http404
        return HttpResponseRedirect(f"{request.path}#note-{note.answers_id or note.pk}")

    def warn_of_notes(self, request: HttpRequest, article: Article) -> None:
        """Say, when it was published, that notes on it are not resolved."""
        if count := article.notes.unresolved().count():
            sentence = ngettext(
                "It was published with %(count)d note that nobody resolved.",
                "It was published with %(count)d notes that nobody resolved.",
                count,
            )
            messages.warning(request, sentence % {"count": count})


def threads_of(article: Article, body: str) -> list[Thread]:
    """The article's notes, in three queries: unresolved and whole ones first, then by paragraph."""
    rows = list(article.notes.with_writers())
    begun = {row.pk: Thread(row) for row in rows if row.answers_id is None}
    for row in rows:
        if row.answers_id in begun:
            begun[row.answers_id].answers.append(row)
    unresolved = [one.note for one in begun.values() if not one.note.resolved_at]
    for pk, paragraph in places_of(unresolved, body).items():
        begun[pk].paragraph = paragraph
    return sorted(begun.values(), key=_order)


def _order(thread: Thread) -> tuple[int, Any]:
    """About the whole, then along the text, then what is gone."""
    if thread.paragraph:
        return 1, thread.paragraph.place
    return (2 if thread.note.quote else 0), 0


def _note_of(article: Article, number: str) -> Note:
    rows = article.notes.select_related("answers")
    found: Note | None = rows.filter(pk=int(number)).first() if is_row_number(number) else None
    if found is None:
        raise Http404
    return found
