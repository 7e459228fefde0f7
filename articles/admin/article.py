"""Writing an article and deciding about it: each button calls one verb."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.requests import person_of
from articles import bin as waste
from articles.admin.filing import DISCUSSION, own_policy
from articles.admin.lists import STATES, ArticleList, state_of
from articles.forms import ArticleForm
from articles.models import Article, Byline, Correction
from articles.publishing import NotPublishable, publish, revise, withdraw
from articles.revisions import record
from articles.tagging import tags_named
from lib.html import STAFF, clean
from lib.staff import Choosing

PUBLISH, WITHDRAW, BIN, RESTORE = "_publish", "_withdraw", "_bin", "_restore"
"""Names of the buttons beside Save."""
WRITTEN = [
    (None, {"fields": ["headline", "standfirst", "body", "based_on"], "classes": ["main"]}),
    (_("Filing"), {"fields": ["section", "tags", "photo", "kind", "language", "also_in"]}),
    (
        _("Search results"),
        {"fields": ["search_title", "search_description"], "classes": ["collapse"]},
    ),
    (_("Discussion"), {"fields": DISCUSSION, "classes": ["collapse"]}),
]
READ = [
    (None, {"fields": ["headline", "standfirst", "text"], "classes": ["main"]}),
    (_("Filing"), {"fields": ["section", "tag_names", "photo", "kind", "language"]}),
]


class PartOfArticle(Choosing, admin.options.InlineModelAdmin):  # type: ignore[type-arg]
    """Rows of an article's form: who may change the article may change them."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True


class BylineInline(PartOfArticle, admin.TabularInline):  # type: ignore[type-arg]
    """Whose names stand over the article, in their order."""

    model = Byline
    fields = ["author", "role", "position"]
    autocomplete_fields = ["author"]
    extra = 1


class CorrectionInline(PartOfArticle, admin.StackedInline):  # type: ignore[type-arg]
    """What was wrong, said to readers; only of what was published."""

    model = Correction
    fields = ["text"]
    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What was wrong once stays said."""
        return False


@admin.register(Article)
class ArticleAdmin(ArticleList):
    """Each button of the form and each action of the list calls one verb."""

    form = ArticleForm
    inlines = [BylineInline, CorrectionInline]
    autocomplete_fields = ["photo", "also_in"]
    actions = ["publish_selected", "withdraw_selected", "bin_selected", "restore_selected"]

    # Who may

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Drafts are everybody's who writes; what was once published takes who may publish."""
        once_published = obj is not None and obj.status != Article.Status.DRAFT
        allowed = not once_published or self.has_publish_permission(request)
        return allowed and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Drafts go to the bin, published articles are withdrawn; nothing is deleted by hand."""
        return False

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        may = self.has_change_permission(request, obj) if obj else True
        if not may:
            return READ
        when = ["publish_at", "embargo_until"] if self.has_publish_permission(request) else []
        hour = [(_("Hour"), {"fields": when, "classes": ["collapse"]})] if when else []
        address = (_("Address"), {"fields": ["path" if obj and obj.path else "slug"]})
        return [*WRITTEN[:2], *hour, address, *WRITTEN[2:]]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """An address that was given is never recomputed."""
        return ["path"]

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> list[Any]:
        corrects = obj and obj.published_at and self.has_publish_permission(request)
        return [BylineInline, CorrectionInline] if corrects else [BylineInline]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        language = request.newsroom.language  # type: ignore[attr-defined]
        return {"language": language, **super().get_changeform_initial_data(request)}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= own_policy(db_field, _("as in the section"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = kwargs.get("obj")
        state = state_of(article) if article else Article.Status.DRAFT
        context |= {
            "article_state": state,
            "article_state_name": STATES[state],
            "can_publish": self.has_publish_permission(request),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    # What a button does

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Article | None:
        """Whoever saves has the row to himself until it is saved."""
        article = super().get_object(request, *args, **kwargs)
        if article and request.method == "POST":
            Article.objects.select_for_update().values("pk").get(pk=article.pk)
            article.refresh_from_db()
        return article

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decides = {PUBLISH, WITHDRAW} & set(request.POST)
        if decides and not self.has_publish_permission(request):
            raise PermissionDenied
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """What was typed and nothing else: another's decision about the row stands."""
        if change:
            typed = [
                one.name for one in Article._meta.concrete_fields if one.name in form.cleaned_data
            ]
            obj.save(update_fields=typed)
        else:
            obj.created_by = person_of(request)
            obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        article = form.instance
        form.cleaned_data["tags"] = tags_named(form.cleaned_data["tags"], article.language)
        super().save_related(request, form, formsets, change)
        self.settle(request, article, form.cleaned_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            if isinstance(row, Correction) and row._state.adding:
                row.created_by = person_of(request)
        super().save_formset(request, form, formset, change)

    def settle(self, request: HttpRequest, article: Article, typed: dict[str, Any]) -> None:
        """Call the verb of the button that was pressed. Raises NotPublishable."""
        by = person_of(request)
        if PUBLISH in request.POST:
            publish(article, by=by, at=typed.get("publish_at"))
        elif article.status == Article.Status.PUBLISHED:
            revise(article, by=by)
        else:
            record(article, by=by, based_on=typed.get("based_on") or None)
        if WITHDRAW in request.POST:
            withdraw(article, by=by)
        if BIN in request.POST:
            waste.put_in(article)
        if RESTORE in request.POST:
            waste.take_out(article)
        article.refresh_from_db()

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        self.message_user(request, self.said(obj), messages.SUCCESS)
        if obj.binned_at:
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))

    def said(self, article: Article) -> str | SafeString:
        """What became of the article, in one sentence."""
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

    # Several at once

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

    # For those who only read

    @admin.display(description=_("body"))
    def text(self, article: Article) -> SafeString:
        return mark_safe(clean(article.body, STAFF))  # noqa: S308 - the one cleaner wrote it

    @admin.display(description=_("tags"))
    def tag_names(self, article: Article) -> str:
        return ", ".join(tag.name for tag in article.tags.all())
