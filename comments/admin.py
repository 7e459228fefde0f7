"""Every comment, to look up; what is decided about it is decided on the desk, which sends here what
a moderator writes: an edit, an answer.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import linebreaksbr
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.requests import person_of
from comments import editing
from comments.forms import EditForm
from comments.models import Comment
from comments.replies import Refused, Reply
from comments.submission import submit
from lib.staff import Readable
from masthead.models import Newsroom


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

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/edit/", wrap(self.edit_view), name="comments_comment_edit"),
            path("<int:pk>/reply/", wrap(self.reply_view), name="comments_comment_reply"),
            *super().get_urls(),
        ]

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Replace the text; the earlier one is kept."""

        def edit(comment: Comment, text: str) -> str:
            changed = editing.edit(comment, text, by=person_of(request))
            return gettext("The change is saved.") if changed else gettext("Nothing was changed.")

        return self.written(request, pk, edit)

    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer as somebody who works here; shown at once."""

        def reply(comment: Comment, text: str) -> str:
            person = person_of(request)
            sent = Reply(
                text=text,
                author_name=str(person),
                email=person.email,
                parent_id=comment.pk,
                user=person,
            )
            submit(comment.response.article, sent, Newsroom.objects.current())
            return gettext("The reply is shown.")

        return self.written(request, pk, reply)

    def written(
        self, request: HttpRequest, pk: int, do: Callable[[Comment, str], str]
    ) -> HttpResponse:
        """Do it with the text that was sent, and say how it went where the comment is shown."""
        if not request.user.has_perm("moderation.decide_response"):
            raise PermissionDenied
        comment = Comment.objects.select_related("response__article").filter(pk=pk).first()
        if comment is None or request.method != "POST":
            raise Http404
        form = EditForm(request.POST)
        try:
            if form.is_valid():
                said = do(comment, form.cleaned_data["comment"])
                self.message_user(request, said, messages.SUCCESS)
        except Refused as refusal:
            form.refuse(refusal.verdict)
        for sentence in [line for lines in form.errors.values() for line in lines]:
            self.message_user(request, str(sentence), messages.ERROR)
        return HttpResponseRedirect(reverse("admin:moderation_response_change", args=[pk]))

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
