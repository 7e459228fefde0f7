"""Authors: whose names stand over articles, and when two of them are one."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.bylines import plain, sentence
from articles.filing import merge_authors, save_author
from articles.forms import AuthorForm
from articles.models import Article, Author, Byline
from lib.cache import purge
from lib.fold import fold
from lib.staff import VerbAdmin, is_row_number

MOST_MERGED = 20
"""Rows that one press makes one."""


@admin.register(Author)
class AuthorAdmin(VerbAdmin):
    """Whose names stand over articles; which account is theirs is told to few."""

    form = AuthorForm
    search_fields = ["name", "slug"]
    ordering = ["name"]
    list_select_related = ["user"]
    autocomplete_fields = ["user", "photo"]
    readonly_fields = ["signed", "profiles"]
    actions = ["merge_selected"]

    # Who may

    def tells_accounts(self, request: HttpRequest) -> bool:
        """Whether this person may know whose account is behind a name."""
        return self.has_change_permission(request) and request.user.has_perm("accounts.view_user")

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """A filter by account would tell whose it is."""
        hidden = lookup.startswith("user") and not self.tells_accounts(request)
        return not hidden and super().lookup_allowed(lookup, value, request)

    # The list

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = ["name", "known_as", "written"]
        return [*columns, "user"] if self.tells_accounts(request) else columns

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        rows: QuerySet[Author] = super().get_queryset(request)
        match = request.resolver_match
        listed = match and match.url_name == "articles_author_changelist"
        return rows.annotate(uses=_uses()) if listed else rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Author], search_term: str
    ) -> tuple[QuerySet[Author], bool]:
        """However the name is spelled: with other letter forms, accents, digits."""
        for word in fold(search_term).split():
            queryset = queryset.filter(folded__contains=word)
        return queryset, False

    @admin.display(description=_("title"))
    def known_as(self, author: Author) -> SafeString:
        return format_html(
            '<bdi>{}</bdi> <span class="quiet">{}</span>',
            author.title, _("pseudonym") if author.is_pseudonym else "",
        )  # fmt: skip

    @admin.display(description=_("articles"))
    def written(self, author: Any) -> SafeString | int:
        if not author.uses:
            return 0
        return format_html('<a href="{}">{}</a>', _articles_of(author), author.uses)

    @admin.action(permissions=["merge"], description=_("Make them one author"))
    def merge_selected(
        self, request: HttpRequest, queryset: QuerySet[Author]
    ) -> HttpResponse | None:
        """Ask which row stays, then merge the others into it."""
        rows = list(queryset.order_by("name", "pk")[: MOST_MERGED + 1])
        if not 2 <= len(rows) <= MOST_MERGED:
            messages.error(
                request, _("Choose from two to %(most)d authors.") % {"most": MOST_MERGED}
            )
            return None
        chosen = request.POST.get("keep", "")
        kept = next((row for row in rows if str(row.pk) == chosen), None)
        if kept is None or not is_row_number(chosen):
            return self.ask_which_stays(request, rows)
        try:
            merge_authors(kept, [row for row in rows if row != kept])
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return None
        self.log_change(request, kept, str(_("Merged with others.")))
        said = ngettext("%(count)d author is %(name)s now.", "%(count)d authors are %(name)s now.",
                        len(rows))  # fmt: skip
        messages.success(request, said % {"count": len(rows), "name": kept})
        return None

    def ask_which_stays(self, request: HttpRequest, rows: list[Author]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Make them one author"),
            "opts": self.opts,
            "authors": rows,
            "suggested": max(rows, key=lambda row: row.uses),  # type: ignore[attr-defined]
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/articles/author/merge.html", context)

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Author | None = None) -> Any:
        may_change = self.has_change_permission(request, obj)
        who = ["name", "title", "slug", "is_pseudonym"]
        if self.tells_accounts(request):
            who.append("user")
        about = ["photo", "biography", "email", "links" if may_change else "profiles"]
        said = [(None, {"fields": ["signed"]})] if obj else []
        return [*said, (None, {"fields": who}), (_("On their page"), {"fields": about})]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if author := kwargs.get("obj"):
            context["articles_of"] = _articles_of(author)
            context["is_public"] = Article.objects.published().by_author(author).exists()
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        save_author(obj)
        twin = Author.objects.filter(folded=obj.folded).exclude(pk=obj.pk).first()
        if twin and not change:
            address = reverse("admin:articles_author_change", args=[twin.pk])
            said = _("There is another author of this name; if they are one person, merge them:")
            link = format_html('{} <a href="{}"><bdi>{}</bdi></a>', said, address, twin)
            messages.warning(request, link)

    def delete_model(self, request: HttpRequest, obj: Author) -> None:
        obj.delete()
        purge("newsroom")

    @admin.display(description=_("over an article"))
    def signed(self, author: Author) -> SafeString:
        return format_html("<bdi>{}</bdi>", sentence([Byline(author=author)], plain))

    @admin.display(description=_("links"))
    def profiles(self, author: Author) -> SafeString:
        links = ((link["label"], link["address"]) for link in author.links)
        return format_html_join(SafeString("<br>"), "<bdi>{}</bdi> <bdi>{}</bdi>", links)


def _uses() -> Coalesce:
    """How many articles bear the name; asked for the rows that are shown only."""
    bylines = Byline.objects.filter(author=OuterRef("pk")).order_by().values("author")
    counted = bylines.annotate(number=Count("article", distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _articles_of(author: Author) -> str:
    return f"{reverse('admin:articles_article_changelist')}?authors__id__exact={author.pk}"
