"""``/preview/TOKEN/``: what an outsider reads before the public does, and may say about it."""

from __future__ import annotations

from math import ceil
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from articles.models import Revision
from articles.views import page_in
from articles.views.answers import newsroom_of, private, public_form
from desk.models import PreviewLink
from desk.note_forms import ApprovalForm, GuestNoteForm
from desk.noting import leave
from desk.previewing import as_read
from desk.sharing import approve, link_at, log_opening, revision_seen, seen, shown_by
from lib.clients import network_of
from moderation.limits import wait


@public_form
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the article (GET), a note or an approval (POST); the same for every dead link."""
    link = link_at(token)
    shown = shown_by(link) if link else None
    if link is None or shown is None:
        spoken = newsroom_of(request).language
        return private(page_in(spoken, request, "desk/over.html", 410))
    if request.method == "POST":
        return _said(request, link, shown)
    if request.method == "GET":
        log_opening(link, network_of(request))
    return _page(request, link, shown)


def _said(request: HttpRequest, link: PreviewLink, shown: Revision) -> HttpResponse:
    """Keep what an outsider says about the revision that they read, which is named in the form."""
    read = revision_seen(link, request.POST.get("seen", ""))
    approves = "approve" in request.POST
    name = "approval" if approves else "note"
    form = (ApprovalForm if approves else GuestNoteForm)(request.POST, auto_id=f"{name}-%s")
    if not link.may_comment or read is None:
        return _page(request, link, shown, 403, is_refused=True)
    if not form.is_valid():
        return _page(request, link, shown, 422, **{name: form})
    if seconds := _slow(request, link):
        return _page(request, link, shown, 429, **{name: form, "seconds": seconds})
    return _keep(request, link, shown, read, form)


def _keep(
    request: HttpRequest, link: PreviewLink, shown: Revision, read: Revision, form: forms.Form
) -> HttpResponse:
    said, network = form.cleaned_data, network_of(request)
    if not isinstance(form, GuestNoteForm):
        approval = approve(link, read, said["name"], network=network)
        return _page(request, link, shown, approved=approval)
    try:
        note = leave(link, read, name=said["name"], text=said["text"], network=network)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, link, shown, 422, note=form)
    return _page(request, link, shown, noted=note)


def _slow(request: HttpRequest, link: PreviewLink) -> int:
    """Seconds to wait before more is taken on this link or from this network."""
    of_link = wait(f"preview:{link.pk}", burst=20, per_minute=4)
    of_network = wait(f"preview:{network_of(request)}", burst=10, per_minute=2)
    return ceil(max(of_link, of_network))


def _page(
    request: HttpRequest, link: PreviewLink, shown: Revision, status: int = 200, **context: Any
) -> HttpResponse:
    article = as_read(link.article, shown.content)
    known: dict[str, Any] = {
        "article": article,
        "link": link,
        "revision": shown,
        "seen": seen(link, shown),
        "note": GuestNoteForm(auto_id="note-%s"),
        "approval": ApprovalForm(auto_id="approval-%s"),
        "notes": link.notes.filter(revision=shown),
        "approvals": link.approvals.select_related("revision").defer("revision__content"),
    }
    page = page_in(article.language, request, "desk/outside.html", status, **{**known, **context})
    if seconds := context.get("seconds"):
        page["Retry-After"] = str(seconds)
    return private(page)
