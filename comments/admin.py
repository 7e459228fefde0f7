"""Every comment, to look up; what is decided about it is decided in the one list of responses."""

from django.contrib import admin
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from lib.staff import Readable


@admin.register(Comment)
class CommentAdmin(Readable):
    """Comments in every state, newest first."""

    list_display = ["said", "by", "on", "state", "at"]
    list_display_links = None
    list_filter = ["response__state"]
    list_select_related = ["response__article"]
    search_fields = ["text", "email", "response__author_name"]
    ordering = ["-pk"]
    sortable_by = ()
    fields = ["by", "email", "on", "state", "text", "earlier"]
    readonly_fields = ["by", "on", "state", "earlier"]

    @admin.display(description=_("comment"))
    def said(self, comment: Comment) -> SafeString:
        address = reverse("admin:moderation_response_change", args=[comment.pk])
        return format_html(
            '<a class="summary" dir="auto" href="{}">{}</a>',
            address, Truncator(comment.text).chars(160),
        )  # fmt: skip

    @admin.display(description=_("by"))
    def by(self, comment: Comment) -> SafeString:
        return format_html("<bdi>{}</bdi>", comment.response.author_name)

    @admin.display(description=_("article"))
    def on(self, comment: Comment) -> SafeString:
        return format_html("<bdi>{}</bdi>", comment.response.article)

    @admin.display(description=_("state"))
    def state(self, comment: Comment) -> SafeString:
        response = comment.response
        return format_html(
            '<span class="state state-{}">{}</span>', response.state, response.get_state_display()
        )

    @admin.display(description=_("earlier wordings"))
    def earlier(self, comment: Comment) -> str:
        wordings = comment.wordings.select_related("replaced_by")
        return format_html_join(
            "",
            '<p class="quiet">{} {}</p><p dir="auto">{}</p>',
            (
                (
                    date_format(localtime(one.replaced_at), "SHORT_DATETIME_FORMAT"),
                    one.replaced_by or _("by its writer"),
                    linebreaksbr(one.text),
                )
                for one in wordings
            ),
        ) or str(_("none"))

    @admin.display(description=_("received"))
    def at(self, comment: Comment) -> object:
        return comment.response.created_at
