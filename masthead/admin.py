"""The one row that says who publishes here: its list is the row itself."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lib.cache import purge
from lib.staff import StaffAdmin
from masthead.forms import NewsroomForm
from masthead.models import Newsroom


@admin.register(Newsroom)
class NewsroomAdmin(StaffAdmin):
    """One row: it is changed, never added or deleted."""

    form = NewsroomForm
    fieldsets = [
        (_("Masthead"), {"fields": ["name", "tagline", "description", "logo", "navigation"]}),
        (_("Language and time"), {"fields": ["language", "time_zone"]}),
        (_("Lists"), {"fields": ["articles_per_page", "comments_per_page"]}),
        (
            _("Discussion"),
            {
                "fields": [
                    "comments_open", "who_may_reply", "comments_mode", "comments_close_after",
                    "most_links", "raid_until",
                    ("comments_burst", "comments_per_minute"),
                    ("writer_burst", "writer_per_minute"),
                    "linkbacks_open", "linkbacks_mode",
                    ("linkbacks_burst", "linkbacks_per_minute"),
                    "linkbacks_in_feeds", "likes_open", "keep_networks_for",
                    "moderation_digest_minutes", "tell_authors",
                ],
            },
        ),
        (_("Readers"), {"fields": ["reader_accounts", "erased_text", "gravatars"]}),
        (_("Other sites"), {"fields": ["ping_services"]}),
    ]  # fmt: skip

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = Newsroom.objects.current()
        return HttpResponseRedirect(reverse("admin:masthead_newsroom_change", args=[row.pk]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Newsroom | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Newsroom, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        purge("newsroom")

    def response_post_save_change(
        self, request: HttpRequest, obj: Newsroom
    ) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:index"))
