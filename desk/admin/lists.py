"""The list of articles: what a row shows and by what it is filtered."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Tally
from articles.models.record import LATE
from lib.staff import VerbAdmin

SCHEDULED = "scheduled"
BINNED = "bin"
STATES = {
    Article.Status.DRAFT: _("draft"),
    SCHEDULED: _("scheduled"),
    Article.Status.PUBLISHED: _("published"),
    Article.Status.WITHDRAWN: _("withdrawn"),
    BINNED: _("in the bin"),
}


def state_of(article: Article) -> str:
    """One of ``STATES``: the row's status as staff see it."""
    if article.binned_at:
        return BINNED
    return SCHEDULED if article.is_scheduled else article.status


class InState(admin.SimpleListFilter):
    """Everything but the bin, or what is in one state."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "bin":
                return queryset.exclude(binned_at=None)
            case "published":
                return queryset.published()
            case "scheduled":
                later = queryset.filter(status=Article.Status.PUBLISHED)
                return later.exclude(pk__in=Article.objects.published().values("pk"))
            case "draft" | "withdrawn" as status:
                return queryset.filter(status=status, binned_at=None)
        return queryset.filter(binned_at=None)


class ArticleList(VerbAdmin):
    """Columns of the list, in a fixed number of queries."""

    list_display = ["title", "state", "by", "section", "out", "comments", "linkbacks", "likes"]
    list_filter = [InState, "kind", "language", ("section", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["section", "tally"]
    search_fields = ["headline", "standfirst", "authors__name"]
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match and match.url_name == "articles_article_changelist":
            listed: Any = rows.defer("body", "body_html").prefetch_related("bylines__author")
            rows = listed.with_changes()
        return rows

    def get_ordering(self, request: HttpRequest) -> Any:
        """Along an index: by publication where all are published, else by when they were begun."""
        published = request.GET.get(InState.parameter_name) == Article.Status.PUBLISHED
        return ["-published_at", "-id"] if published else ["-created_at", "-id"]

    @admin.display(description=_("headline"))
    def title(self, article: Article) -> SafeString:
        return format_html('<bdi lang="{}">{}</bdi>', article.language, article)

    @admin.display(description=_("status"))
    def state(self, article: Article) -> SafeString:
        state = state_of(article)
        return format_html(
            '<span class="state state-{}">{}</span> <span class="quiet">{}</span>',
            state, STATES[state], _changes(article),
        )  # fmt: skip

    @admin.display(description=_("authors"))
    def by(self, article: Article) -> str:
        return ", ".join(byline.author.name for byline in article.bylines.all())

    @admin.display(description=_("published"))
    def out(self, article: Article) -> SafeString | str:
        moment = article.published_at
        if moment is None:
            return ""
        local = timezone.localtime(moment)
        return format_html(
            '<time datetime="{}">{}</time>',
            local.isoformat(), date_format(local, "SHORT_DATETIME_FORMAT"),
        )  # fmt: skip

    @admin.display(description=_("comments"))
    def comments(self, article: Article) -> int:
        return _tally(article).comments

    @admin.display(description=_("linkbacks"))
    def linkbacks(self, article: Article) -> int:
        return _tally(article).linkbacks

    @admin.display(description=_("likes"))
    def likes(self, article: Article) -> int:
        return _tally(article).likes


def _changes(article: Article) -> Any:
    """What is to become of a published article, if anything."""
    hour, waits = getattr(article, "change_at", None), getattr(article, "waits", None)
    if hour:
        late = hour < timezone.now() - LATE
        return _("a change is late") if late else _("a change is scheduled")
    return _("changes wait") if waits and article.status == Article.Status.PUBLISHED else ""


def _tally(article: Article) -> Tally:
    return getattr(article, "tally", None) or Tally()
