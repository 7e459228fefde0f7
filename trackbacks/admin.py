"""Links between sites, to look up: theirs to us and ours to them."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lib.staff import Readable
from trackbacks.models import Linkback, Ping


@admin.register(Linkback)
class LinkbackAdmin(Readable):
    list_display = ["page", "on", "protocol", "kind", "state", "verified_at", "last_answer"]
    list_display_links = None
    list_filter = ["response__state", "protocol", "kind"]
    list_select_related = ["response", "article"]
    search_fields = ["source", "title"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    fields = [
        "source", "target", "on", "protocol", "kind", "state", "title", "excerpt", "claims",
        "verified_at", "verify_at", "attempts", "last_answer",
    ]  # fmt: skip
    readonly_fields = ["on", "state", "verified_at", "verify_at", "attempts", "last_answer"]

    @admin.display(description=_("page"))
    def page(self, linkback: Linkback) -> SafeString:
        address = reverse("admin:moderation_response_change", args=[linkback.pk])
        return format_html(
            '<a class="summary" dir="auto" href="{}">{}</a> <span class="quiet" dir="ltr">{}</span>',
            address, linkback, linkback.source,
        )  # fmt: skip

    @admin.display(description=_("article"))
    def on(self, linkback: Linkback) -> SafeString:
        return format_html("<bdi>{}</bdi>", linkback.article)

    @admin.display(description=_("state"))
    def state(self, linkback: Linkback) -> SafeString:
        response = linkback.response
        return format_html(
            '<span class="state state-{}">{}</span>', response.state, response.get_state_display()
        )


@admin.register(Ping)
class PingAdmin(Readable):
    list_display = ["target", "article", "state", "reason", "attempts", "attempt_at", "last_answer"]
    list_filter = ["state", "protocol"]
    list_select_related = ["article"]
    search_fields = ["target"]
    ordering = ["-created_at", "-id"]
    sortable_by: list[str] = []
