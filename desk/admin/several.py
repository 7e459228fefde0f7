"""Several articles at once: each action of the list calls one verb for each of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.requests import person_of
from articles import bin as waste
from articles.models import Article
from articles.publishing import NotPublishable, publish, withdraw
from articles.revisions import scheduled, waiting
from desk.admin.lists import ArticleList, state_of


class Several(ArticleList):
    """The list with its actions; who refuses is named."""

    actions = ["publish_selected", "withdraw_selected", "bin_selected", "restore_selected"]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    @admin.action(permissions=["publish"], description=_("Publish"))
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.each(request, queryset, lambda article: publish(article, by=person_of(request)))

    @admin.action(permissions=["publish"], description=_("Withdraw"))
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.each(request, queryset, lambda article: withdraw(article, by=person_of(request)))

    @admin.action(permissions=["change"], description=_("Put drafts in the bin"))
    def bin_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.each(request, queryset.filter(status=Article.Status.DRAFT), waste.put_in)

    @admin.action(permissions=["change"], description=_("Take out of the bin"))
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.each(request, queryset, waste.take_out)

    def each(
        self, request: HttpRequest, articles: QuerySet[Article], verb: Callable[[Article], Any]
    ) -> None:
        """Do it to each article; who refuses is named, and keeps nobody else from it."""
        done = 0
        for article in articles:
            try:
                verb(article)
            except NotPublishable as refusal:
                messages.error(request, f"{article}: {' '.join(refusal.messages)}")
                continue
            article.refresh_from_db()
            self.log_change(request, article, self.said(article))
            done += 1
        if done:
            self.message_user(
                request,
                ngettext("%d article done.", "%d articles done.", done) % done,
                messages.SUCCESS,
            )

    def said(self, article: Article) -> str | SafeString:
        """What became of the article, in one sentence."""
        if coming := scheduled(article):
            moment = date_format(timezone.localtime(coming.publish_at), "SHORT_DATETIME_FORMAT")
            return str(_("The change is saved and goes live at %(moment)s.") % {"moment": moment})
        if waiting(article):
            return str(_("The changes are saved. They are not published yet."))
        if article.is_public:
            return format_html(
                '{} <a href="{}">{}</a>',
                _("The article is public."), article.get_absolute_url(), _("Read it on the site"),
            )  # fmt: skip
        sentences = {
            "draft": _("The draft is saved."),
            "scheduled": _("The article is scheduled."),
            "withdrawn": _("The article is withdrawn."),
            "bin": _("The draft is in the bin for thirty days."),
        }
        return str(sentences[state_of(article)])
