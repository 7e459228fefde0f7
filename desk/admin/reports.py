"""What the scripts of the article's form ask and tell: JSON, and refusals that they understand."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.requests import person_of
from articles.models import Article, Revision
from desk.keeping import NotKept, Place, keep
from desk.models import Unsaved
from desk.noting import mark_of
from desk.offering import offers
from desk.presence import be_here, leave, others, saved_since
from desk.reading import Sent, TooMuch, Unreadable, number, read_report
from desk.sealed import seal_of
from lib.staff import VerbAdmin

REFUSALS = {
    "signed_out": (401, ""),
    "forbidden": (403, _("You may not change this article any more.")),
    "gone": (404, _("This article is not there any more.")),
    "somebody_else": (409, ""),
    "old": (409, ""),
    "elsewhere": (409, _("You are writing this article in another tab or on another device, too.")),
    "full": (409, _("Too many articles are begun and not saved. Throw some of them away.")),
    "too_much": (413, _("This text is too long to be kept in one article.")),
    "unreadable": (400, ""),
}
"""Reason → status and what the writer is told."""


class Reports(VerbAdmin):
    """One address below each article and one for each that has no row yet: only one's own slot."""

    def get_urls(self) -> list[URLPattern]:
        view = self.for_scripts(self.report_view)
        return [
            path("<int:pk>/unsaved/", view, name="articles_unsaved"),
            path("unsaved/<uuid:token>/", view, name="articles_unsaved_new"),
            *super().get_urls(),
        ]

    def for_scripts(self, view: Any) -> Any:
        """A script cannot follow a redirect to the page on which one signs in."""
        for_staff = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(view))

        @wraps(view)
        def answered(request: HttpRequest, **kwargs: Any) -> Any:
            if not self.admin_site.has_permission(request):
                return refusal("signed_out")
            return for_staff(request, **kwargs)

        return answered

    def report_view(
        self, request: HttpRequest, pk: int | None = None, token: UUID | None = None
    ) -> HttpResponse:
        """POST tells what stands in the form; GET asks for the offers above it, as HTML."""
        article, last = (None, None) if pk is None else article_with_newest(pk)
        if article is None and token is None:
            return refusal("gone")
        if not self.may_write(request, article):
            return refusal("forbidden")
        place = Place(person_of(request), article, token)
        if request.method == "POST":
            return self.take(request, place, last)
        context = {"keeping": self.unsaved(request, place, number(request.GET.get("adopts", "")))}
        return render(request, "admin/articles/article/_offers.html", context)

    def take(self, request: HttpRequest, place: Place, last: Revision | None) -> HttpResponse:
        """Read a report, of the person who is signed in and of nobody else."""
        try:
            sent = read_report(request.body)
        except (TooMuch, RequestDataTooBig):
            return refusal("too_much")
        except Unreadable:
            return refusal("unreadable")
        if sent.person != place.person.pk:
            return refusal("somebody_else")
        return self.report(place, sent, last)

    def may_write(self, request: HttpRequest, article: Article | None) -> bool:
        """Whether the person may save this article, or begin one."""
        if article is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, article)

    def report(self, place: Place, sent: Sent, last: Revision | None) -> HttpResponse:
        """Keep what was typed, and tell who else is there, what they saved and noted."""
        answer: dict[str, Any] = {"others": [], "news": None}
        article, person = place.article, place.person
        if article and sent.is_leaving:
            leave(article, person, sent.tab)
        elif article and not sent.is_recovered:
            be_here(article, person, sent.tab, writes=sent.typed is not None)
            answer = {
                "others": others(article, person, sent.tab),
                "news": news(last, sent, person),
                "notes": mark_of(article, last),
            }
        if sent.typed is not None:
            try:
                answer["kept"] = keep(place, sent).sequence
            except NotKept as refused:
                return refusal(refused.reason, refused.slot, **answer)
        return JsonResponse(answer)

    def unsaved(self, request: HttpRequest, place: Place, adopts: int = 0) -> dict[str, Any]:
        """What stands above the form: the texts to go on with, and what its scripts need.

        ``adopts`` is the sequence of the text that is in the form already, and what the tab that
        asks has reported itself is so as well.
        """
        slot, person = place.slot, place.person
        language = request.newsroom.language  # type: ignore[attr-defined]
        tab = request.GET.get("tab", "")
        in_form = {adopts, slot.sequence if slot and str(slot.tab) == tab else adopts}
        found = [
            one for one in offers(slot, place.article, language) if one.sequence not in in_form
        ]
        begun = Unsaved.objects.begun(person) if place.article is None else Unsaved.objects.none()
        return {
            "address": address_of(place),
            "person": person,
            "seal": seal_of(person),
            "token": place.token or "",
            "adopts": adopts,
            "sequence": slot.sequence if slot else 0,
            "offers": [one for one in found if not one.is_thrown],
            "thrown": [one for one in found if one.is_thrown],
            "others": others(place.article, person, None) if place.article else [],
            "begun": begun.exclude(token=place.token)[:20],
        }


def refusal(reason: str, slot: Unsaved | None = None, **more: Any) -> JsonResponse:
    """What the form's scripts are told instead."""
    status, said = REFUSALS[reason]
    answer = {**more, "reason": reason, "said": str(said)}
    if slot:
        answer |= {"sequence": slot.sequence, "tab": str(slot.tab or "")}
    return JsonResponse(answer, status=status)


def article_with_newest(pk: int) -> tuple[Article | None, Revision | None]:
    """The article and its newest revision without its text, in one query if there is one."""
    if pk >= 2**63:
        return None, None
    rows = Revision.objects.filter(article=pk).defer("content")
    last = rows.select_related("article", "created_by").first()
    return (last.article if last else Article.objects.filter(pk=pk).first()), last


def address_of(place: Place) -> str:
    """Where the form reports; with a UUID of zeros while the browser has made none."""
    if place.article:
        return reverse("admin:articles_unsaved", args=[place.article.pk])
    return reverse("admin:articles_unsaved_new", args=[place.token or UUID(int=0)])


def news(last: Revision | None, sent: Sent, person: Any) -> dict[str, str] | None:
    """What was saved since the form was opened, and where it is shown."""
    base = max(sent.based_on, 1)  # a form that knew of no revision began from what is the first
    if last is None or last.number <= base:
        return None
    compare = reverse("admin:articles_compare", args=[last.article_id])
    return {
        "said": saved_since(last, person),
        "address": f"{compare}?from={base}&to={last.number}",
    }
