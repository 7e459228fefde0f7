"""The one list of everything said back, and the sites that are trusted or blocked."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.requests import person_of
from lib.links import NotAWebAddress, parse
from lib.staff import Readable, Refusable, StaffAdmin, is_row_number
from moderation.deciding import approve, mark_spam, reject
from moderation.models import Host, Response, State
from moderation.reasons import explain

DECISIONS = {
    "approve": (approve, State.SHOWN, _("Approve")),
    "reject": (reject, State.REJECTED, _("Reject")),
    "spam": (mark_spam, State.SPAM, _("Spam")),
}
"""Word of the button → verb, the state it leads to, what the button says."""
DECIDABLE = {State.HELD, State.SHOWN, State.REJECTED, State.SPAM}
"""Not what was never verified, nor what its writer took back."""
DECIDE = "decide"


class Waiting(admin.SimpleListFilter):
    """The queue: what waits for a moderator, unless another state is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        first = [State.HELD]
        others = [state for state in State if state not in first]
        return [*((state.value, state.label) for state in first + others), ("all", _("all"))]

    def value(self) -> str:
        asked = super().value()
        return asked if asked in {*State.values, "all"} else State.HELD.value

    def choices(self, changelist: Any) -> Any:
        for word, label in self.lookup_choices:
            yield {
                "selected": self.value() == word,
                "query_string": changelist.get_query_string({self.parameter_name: word}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Response]) -> QuerySet[Response]:
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


@admin.register(Response)
class ResponseAdmin(Readable):
    """Each row has its buttons; the bar above decides about several at once."""

    list_display = ["who", "what", "received", "buttons"]
    list_display_links = None
    list_filter = [Waiting, "kind"]
    list_select_related = ["article"]
    search_fields = ["author_name", "host", "summary", "article__headline"]
    ordering = ["-created_at", "-id"]
    sortable_by = ()
    actions = ["approve", "reject", "spam"]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("moderation.decide_response")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST" and DECIDE in request.POST:
            word, __, pk = request.POST[DECIDE].partition(":")
            self.decide(request, word, self._chosen(pk))
            return HttpResponseRedirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """All that is known of one response, and the same buttons."""
        if request.method == "POST":
            self.decide(request, request.POST.get(DECIDE, ""), self._chosen(object_id))
            return HttpResponseRedirect(reverse("admin:moderation_response_changelist"))
        response = self.get_object(request, object_id)
        known = (
            {"reason": explain(response.reason), "log": self.log_of(response)} if response else {}
        )
        may = {"decisions": self.words_for(response)} if self.has_decide_permission(request) else {}
        return super().change_view(
            request, object_id, form_url, {**known, **may, **(extra_context or {})}
        )

    def decide(self, request: HttpRequest, word: str, responses: QuerySet[Response]) -> None:
        """Call the verb for each, and say how many it changed."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        if word not in DECISIONS:
            raise Http404
        verb, state, __ = DECISIONS[word]
        changed = sum(
            verb(response, by=person_of(request))
            for response in responses.filter(state__in=DECIDABLE).order_by("pk")
        )
        said = ngettext(
            "%(count)d response: %(state)s.", "%(count)d responses: %(state)s.", changed
        )
        self.message_user(
            request, said % {"count": changed, "state": state.label}, messages.SUCCESS
        )

    @admin.action(permissions=["decide"], description=_("Approve"))
    def approve(self, request: HttpRequest, queryset: QuerySet[Response]) -> None:
        self.decide(request, "approve", queryset)

    @admin.action(permissions=["decide"], description=_("Reject"))
    def reject(self, request: HttpRequest, queryset: QuerySet[Response]) -> None:
        self.decide(request, "reject", queryset)

    @admin.action(permissions=["decide"], description=_("Spam"))
    def spam(self, request: HttpRequest, queryset: QuerySet[Response]) -> None:
        self.decide(request, "spam", queryset)

    def words_for(self, response: Response | None) -> list[tuple[str, Any]]:
        """The buttons that would change something."""
        if response is None or response.state not in DECIDABLE:
            return []
        return [
            (word, label)
            for word, (__, state, label) in DECISIONS.items()
            if state != response.state
        ]

    def log_of(self, response: Response) -> list[dict[str, Any]]:
        """What was decided so far, newest first, in words."""
        return [
            {
                "at": one.decided_at,
                "state": one.get_after_display(),
                "why": explain(one.reason),
                "evidence": one.evidence,
                "by": one.decided_by or "",
            }
            for one in response.decisions.select_related("decided_by")
        ]

    def _chosen(self, pk: str) -> QuerySet[Response]:
        """The one response, or 404 for a number that is none."""
        if not is_row_number(pk):
            raise Http404
        return Response.objects.filter(pk=get_object_or_404(Response, pk=pk).pk)

    @admin.display(description=_("who"))
    def who(self, response: Response) -> SafeString:
        return format_html(
            '<bdi>{}</bdi><br><span class="quiet"><span dir="ltr">{}</span> {}</span>',
            response.author_name or _("nobody’s name"), response.host, response.get_kind_display(),
        )  # fmt: skip

    @admin.display(description=_("what, about which article, and why it waits"))
    def what(self, response: Response) -> SafeString:
        return format_html(
            '<a class="summary" dir="auto" href="{}">{}</a>'
            '<span class="quiet"><bdi>{}</bdi><br>{} <bdi>{}</bdi></span>',
            reverse("admin:moderation_response_change", args=[response.pk]),
            response.summary or response.author_address or _("(nothing written)"),
            response.article,
            explain(response.reason),
            response.evidence,
        )

    @admin.display(description=_("received"))
    def received(self, response: Response) -> SafeString:
        return format_html(
            '<span class="state state-{}">{}</span><br><time datetime="{}">{}</time>',
            response.state,
            response.get_state_display(),
            response.created_at.isoformat(),
            date_format(localtime(response.created_at), "SHORT_DATETIME_FORMAT"),
        )

    @admin.display(description=_("decide"))
    def buttons(self, response: Response) -> SafeString:
        return format_html_join(
            " ",
            '<button class="decide decide-{}" name="{}" value="{}:{}">{}</button>',
            ((word, DECIDE, word, response.pk, label) for word, label in self.words_for(response)),
        )

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = list(self.list_display)
        return shown if self.has_decide_permission(request) else shown[:-1]


class HostForm(Refusable):
    """A site by its host; a whole address is cut down to it."""

    class Meta:
        model = Host
        fields = ["name", "whole_domain", "standing"]

    def clean_name(self) -> str:
        """The host as responses have it, also of an address that somebody pasted."""
        name: str = self.cleaned_data["name"]
        try:
            return parse(name if "://" in name else f"https://{name}").netloc
        except NotAWebAddress:
            raise ValidationError(_("Write a host such as blog.example.org.")) from None


@admin.register(Host)
class HostAdmin(StaffAdmin):
    """Sites that are trusted or blocked, and by whom."""

    form = HostForm
    list_display = ["name", "standing", "whole_domain", "decided_by", "decided_at"]
    list_filter = ["standing"]
    list_select_related = ["decided_by"]
    search_fields = ["name"]
    ordering = ["name"]

    def save_model(self, request: HttpRequest, obj: Host, form: Any, change: bool) -> None:
        obj.decided_by = person_of(request)
        super().save_model(request, obj, form, change)
