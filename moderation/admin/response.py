"""The desk: everything said back in one place, decided with one key; and its log."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import person_of
from lib.staff import IN_PLACE, Readable, is_row_number
from moderation.admin.acts import DAYS, LISTED, LISTS, Refusal, act, bans_of
from moderation.admin.answers import (
    DECIDABLE,
    DECISIONS,
    MOST_AT_ONCE,
    Answer,
    answer,
    decide,
    gone_sentence,
    may_decide,
)
from moderation.history import log_of, rulings_beside
from moderation.models import Appeal, Decision, Response, Ruling
from moderation.paging import Page, Position, page_at
from moderation.queues import KINDS, QUEUES, Asked

FOLDER = "admin/moderation/response"


@admin.register(Response)
class ResponseAdmin(Readable):
    """Each row has its buttons; the bar above decides about several at once."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("log/", wrap(self.log_view), name="moderation_response_log"),
            path("together/", wrap(self.together_view), name="moderation_response_together"),
            path("<int:pk>/act/", wrap(self.act_view), name="moderation_response_act"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The queues; a pressed button comes back to the same list."""
        self.may_look(request)
        if request.method == "POST":
            return self.decided(request, request.get_full_path())
        asked = Asked.of(request.GET)
        return self.page(request, "desk", desk_context(request, asked))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """All that is known of one response, and the same buttons."""
        self.may_look(request)
        if request.method == "POST":
            back = reverse("admin:moderation_response_changelist")
            return self.decided(request, request.path if "undo" in request.POST else back)
        rows = Response.objects.select_related("article__section")
        response = rows.filter(pk=object_id).first() if is_row_number(object_id) else None
        if response is None:
            return self.gone(request)
        known = {
            "response": response,
            "log": log_of(response),
            "rulings": rulings_beside(response),
            "reports": response.reports.select_related("resolved_by")[:20],
            "appeal": Appeal.objects.filter(response=response).first(),
            "title": response.author_name,
            "bans": bans_of(response),
            "days": DAYS,
            "listed": LISTED,
            "lists": LISTS,
        }
        in_place = IN_PLACE in request.headers
        name = "_opened" if in_place else "opened"
        return self.page(request, name, {**known, "in_place": in_place})

    def together_view(self, request: HttpRequest) -> HttpResponse:
        """All of one writer, network or site: how many they are, and once more, do it?"""
        may_decide(request)
        asked = Asked.of({"queue": "all", **request.GET.dict()})
        word = request.GET.get("decide", "")
        if asked.tie is None or word not in DECISIONS:
            raise Http404
        verb = DECISIONS[word]
        rows = asked.rows().filter(state__in=DECIDABLE).exclude(state=verb.state).newest()
        if request.method == "POST":
            versions = {row.pk: "" for row in rows[:MOST_AT_ONCE]}
            self.tell(request, decide(verb, versions, by=person_of(request)))
            return HttpResponseRedirect(reverse("admin:moderation_response_changelist"))
        some = list(rows.select_related("article")[: MOST_AT_ONCE + 1])
        known = {"asked": asked, "verb": verb, "rows": some[:10], "most": MOST_AT_ONCE,
                 "number": len(some)}  # fmt: skip
        return self.page(request, "together", known)

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ban, pick, or decide for a domain; told where the response is shown."""
        self.may_look(request)
        response = Response.objects.filter(pk=pk).first()
        if request.method != "POST":
            raise Http404
        if response is None:
            return self.gone(request)
        try:
            told = act(request, response)
            self.message_user(request, told.said, messages.SUCCESS, extra_tags=told.undo)
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(reverse("admin:moderation_response_change", args=[pk]))

    def log_view(self, request: HttpRequest) -> HttpResponse:
        """Who decided what and when, newest first; a pressed Undo comes back to it."""
        self.may_look(request)
        if request.method == "POST":
            return self.decided(request, request.get_full_path())
        return self.page(request, "log", log_context(request))

    def decided(self, request: HttpRequest, back: str) -> HttpResponse:
        """Press the button; the answer is the rows anew, or a message on the way back."""
        may_decide(request)
        done = answer(request)
        if IN_PLACE not in request.headers:
            self.tell(request, done)
            return HttpResponseRedirect(back)
        asked = Asked.of(request.GET)
        known = {"answer": done, "asked": asked, "counts": asked.counts(), "queues": QUEUES}
        status = 409 if done.conflicts or done.kept else 404 if done.gone else 200
        return self.page(request, "_answer", known, status=status)

    def tell(self, request: HttpRequest, done: Answer) -> None:
        """Say what was done, with a way to undo it, and what was left alone."""
        press = str(done.press) if done.changed or done.rulings else ""
        if done.said:
            self.message_user(request, done.said, messages.SUCCESS, extra_tags=press)
        for warning in done.warnings:
            self.message_user(request, warning, messages.WARNING)

    def gone(self, request: HttpRequest) -> HttpResponse:
        """A response that was deleted, or never was: said in words, not as a bare error."""
        known = {"title": gone_sentence(1)}
        return self.page(request, "gone", known, status=404)

    def may_look(self, request: HttpRequest) -> None:
        """PermissionDenied for whoever has nothing to do here."""
        if not self.has_view_permission(request):
            raise PermissionDenied

    def page(
        self, request: HttpRequest, name: str, known: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """One of the desk's own pages, in the admin's frame."""
        frame = {} if name.startswith("_") else self.admin_site.each_context(request)
        context = {
            **frame,
            "opts": self.opts,
            "decisions": DECISIONS,
            "may_decide": request.user.has_perm("moderation.decide_response"),
            **known,
        }
        return TemplateResponse(request, f"{FOLDER}/{name}.html", context, status=status)


def desk_context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What the list shows."""
    rows = asked.rows().select_related("article")
    at = Position.asked(request.GET)
    return {
        "title": _("Responses"),
        "asked": asked,
        "queues": QUEUES,
        "kinds": KINDS,
        "counts": asked.counts(),
        "page": page_at(rows, at, by="created_at", narrow=asked.narrow()),
    }


def log_context(request: HttpRequest) -> dict[str, Any]:
    """What the log shows: everything, or what one person decided, or what befell one response;
    with ``?about=rules``, what was made of rules and sites instead.
    """
    query = {name: request.GET.get(name, "") for name in ("by", "response")}
    asked = {name: int(value) for name, value in query.items() if is_row_number(value)}
    about_rules = request.GET.get("about") == "rules"
    page = rulings_page if about_rules else decisions_page
    return {
        "title": _("Who decided what"),
        "people": User.objects.filter(is_staff=True).order_by("name", "email"),
        "asked": asked,
        "about_rules": about_rules,
        "page": page(asked, Position.asked(request.GET)),
    }


def decisions_page(asked: dict[str, int], at: Position) -> Page[Decision]:
    """Lines about responses."""
    rows = Decision.objects.select_related("response__article", "decided_by", "undoes")
    rows = rows.knowing_whether_last().knowing_whether_together()
    if "by" in asked:
        rows = rows.filter(decided_by=asked["by"])
    if "response" in asked:
        rows = rows.filter(response=asked["response"])
    return page_at(rows, at, by="decided_at")


def rulings_page(asked: dict[str, int], at: Position) -> Page[Ruling]:
    """Lines about rules and sites."""
    rows = Ruling.objects.select_related("rule", "host", "ruled_by").knowing_whether_last()
    if "by" in asked:
        rows = rows.filter(ruled_by=asked["by"])
    return page_at(rows, at, by="ruled_at")
