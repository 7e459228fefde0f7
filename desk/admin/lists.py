"""The list of articles: what a row shows, and the search in it."""

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

from articles.bin import KEPT_FOR
from articles.models import Article, Tally
from articles.models.record import LATE
from articles.searching import MOST, found, in_order
from desk.admin.filters import BINNED, SCHEDULED, STATES, ByAuthor, InSection, InState, state_of
from desk.admin.finding import Bounded, Findings, found_in
from lib.searches import terms
from lib.staff import VerbAdmin
from lib.templatetags.digits import digits

ORDERS = {
    Article.Status.PUBLISHED: ["-published_at", "-id"],
    SCHEDULED: ["published_at", "id"],
    BINNED: ["-binned_at", "-id"],
}
"""State → the index along which its list goes; others by when they were begun."""
COLUMNS = ["title", "state", "by", "section"]


class ArticleList(VerbAdmin):
    """Columns of the list, in a fixed number of queries."""

    list_display = [*COLUMNS, "out", "comments", "linkbacks", "likes"]
    list_filter = [
        InState, "kind", "language", InSection, ByAuthor, ("created_at", admin.DateFieldListFilter),
    ]  # fmt: skip
    list_select_related = ["section", "tally"]
    search_fields = ["headline"]
    search_help_text = _("“Quotes” find words beside each other; -minus takes away.")
    sortable_by = ()
    empty_value_display = ""
    paginator = Bounded

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Findings]:
        return Findings

    def get_list_display(self, request: HttpRequest) -> Any:
        match self.asked_state(request):
            case "bin":
                return [*COLUMNS, "binned", "gone"]
            case "template":
                return [*COLUMNS, "begun"]
        return self.list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match and match.url_name == "articles_article_changelist":
            listed: Any = rows.defer("body", "body_html").prefetch_related("bylines__author")
            rows = listed.with_changes()
        return rows

    def get_ordering(self, request: HttpRequest) -> Any:
        """Along an index."""
        return ORDERS.get(self.asked_state(request), ["-created_at", "-id"])

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Full text, by relevance; what cannot be looked for is said."""
        if not search_term:
            return queryset, False
        wanted = terms(search_term)
        if not wanted:
            messages.info(request, _("Write a word to look for."))
        answer = found(queryset, wanted)
        if answer.is_more:
            said = ngettext(
                "More than %(most)s article has these words; this is the last written.",
                "More than %(most)s articles have these words; these are the last written.",
                MOST,
            )
            messages.info(request, said % {"most": str(MOST)})
        return in_order(queryset, answer.ids), False

    def asked_state(self, request: HttpRequest) -> str:
        """The state that the address asks for, if any."""
        return request.GET.get(InState.parameter_name, "")

    @admin.display(description=_("headline"))
    def title(self, article: Article) -> SafeString:
        return found_in(article)

    @admin.display(description=_("status"))
    def state(self, article: Article) -> SafeString:
        return state_in_words(article)

    @admin.display(description=_("authors"))
    def by(self, article: Article) -> str:
        return ", ".join(byline.author.name for byline in article.bylines.all())

    @admin.display(description=_("published"))
    def out(self, article: Article) -> SafeString | str:
        return _moment(article.published_at)

    @admin.display(description=_("begun"))
    def begun(self, article: Article) -> SafeString | str:
        return _moment(article.created_at)

    @admin.display(description=_("thrown in the bin"))
    def binned(self, article: Article) -> SafeString | str:
        return _moment(article.binned_at)

    @admin.display(description=_("gone for good"))
    def gone(self, article: Article) -> SafeString | str:
        return _moment(article.binned_at and article.binned_at + KEPT_FOR)

    @admin.display(description=_("comments"))
    def comments(self, article: Article) -> str:
        return str(digits(_tally(article).comments))

    @admin.display(description=_("linkbacks"))
    def linkbacks(self, article: Article) -> str:
        return str(digits(_tally(article).linkbacks))

    @admin.display(description=_("likes"))
    def likes(self, article: Article) -> str:
        return str(digits(_tally(article).likes))


def state_in_words(article: Article) -> SafeString:
    """The state, and what is to become of a published article that ``with_changes`` fetched."""
    state = state_of(article)
    return format_html(
        '<span class="state state-{}">{}</span> <span class="quiet">{}</span>',
        state, STATES[state], _changes(article),
    )  # fmt: skip


def _moment(moment: Any) -> SafeString | str:
    if not moment:
        return ""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(), digits(date_format(local, "SHORT_DATETIME_FORMAT")),
    )  # fmt: skip


def _changes(article: Article) -> Any:
    """What is to become of a published article, if anything."""
    hour, waits = getattr(article, "change_at", None), getattr(article, "waits", None)
    if hour:
        late = hour < timezone.now() - LATE
        return _("a change is late") if late else _("a change is scheduled")
    return _("changes wait") if waits and article.status == Article.Status.PUBLISHED else ""


def _tally(article: Article) -> Tally:
    return getattr(article, "tally", None) or Tally()
