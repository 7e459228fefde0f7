"""Writing an article and deciding about it: each button calls one verb."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.requests import person_of
from articles import bin as waste
from articles.admin.filing import DISCUSSION, own_policy
from articles.content import Content, says, typed
from articles.models import Article, Byline, Correction
from articles.publishing import correct, publish, unschedule, withdraw
from articles.revisions import begin, discard, read, save
from articles.tagging import tags_named
from desk.admin.filters import STATES, state_of
from desk.admin.history import History
from desk.admin.housekeeping import Housekeeping
from desk.admin.inlines import BylineInline, CorrectionInline
from desk.admin.keeping import Keeping
from desk.admin.noting import Noting
from desk.admin.previewing import Previewing
from desk.admin.saying import said_of
from desk.admin.together import choices, clashing, standing
from desk.forms import ELSEWHERE, ArticleForm
from desk.handing import take_back
from lib.html import STAFF, clean

PUBLISH, WITHDRAW, BIN, RESTORE = "_publish", "_withdraw", "_bin", "_restore"
DISCARD, UNSCHEDULE = "_discard", "_unschedule"
"""Names of the buttons beside Save."""
DECIDING = {PUBLISH, WITHDRAW, UNSCHEDULE}
"""Those of people who may publish."""
WRITTEN_TOGETHER = _(
    "Somebody else saved this article since you opened it. Your changes and theirs were put "
    "together and saved. Nothing was published: read it first."
)
WRITTEN = [
    (None, {"fields": ["headline", "standfirst", "body", "based_on"], "classes": ["main"]}),
    (_("Filing"), {"fields": ["photo", "section", "also_in", "tags", "kind", "language"]}),
    (_("Search and social media"), {"fields": ELSEWHERE, "classes": ["collapse"]}),
    (_("Discussion"), {"fields": DISCUSSION, "classes": ["collapse"]}),
]
READ = [
    (None, {"fields": ["headline", "standfirst", "text"], "classes": ["main"]}),
    (_("Filing"), {"fields": ["photo", "section", "tag_names", "kind", "language"]}),
]


@admin.register(Article)
class ArticleAdmin(Keeping, Previewing, Noting, History, Housekeeping):
    """Each button of the form calls one verb. Who writes may save; what goes live is decided."""

    form = ArticleForm
    inlines = [BylineInline, CorrectionInline]
    autocomplete_fields = ["photo", "also_in"]

    # Who may

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Drafts go to the bin, published articles are withdrawn; nothing is deleted by hand."""
        return False

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
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
        if request.method == "POST":  # a form that was opened before the article was published
            corrects = corrects and "corrections-TOTAL_FORMS" in request.POST
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
        context["adminform"].fieldsets = unfolded(context["adminform"])
        context |= {
            "article_state": state,
            "article_state_name": STATES[state],
            "can_publish": self.has_publish_permission(request),
            "clashing": clashing(request),
        }
        if article is None or self.has_change_permission(request, article):
            context |= self.house(request, article)
        if article and self.has_change_permission(request, article):
            context |= standing(article, person_of(request))
            context["notes_open"] = article.notes.unresolved().count()
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
        decides = DECIDING & set(request.POST)
        if decides and not self.has_publish_permission(request):
            raise PermissionDenied
        return super().changeform_view(request, *args, **kwargs)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Names are those of the revision on the form; rows of what is live stay out of it."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, BylineInline):
            names = inline.names(obj if obj.pk else None)
            kwargs |= {"queryset": Byline.objects.none(), "initial": names}
        return kwargs

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Nothing yet: what was typed becomes a revision, when all of it is there."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep what was typed, then call the verb of the button. Raises ValidationError."""
        article, by = form.instance, person_of(request)
        names: list[dict[str, Any]] = []
        corrections: list[Correction] = []
        for formset in formsets:
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
            if formset.model is Byline:
                names = [one for one in formset.cleaned_data if one and not one.get("DELETE")]
            else:
                corrections = formset.save(commit=False)
        content = self.typed(form, names)
        if change:
            base = form.cleaned_data.get("based_on")
            kept = save(article, content, based_on=base, choices=choices(request), by=by)
            read(article, by, kept.number)
        else:
            kept = begin(article, content, by=by)
        correct(article, corrections, by=by)
        joined = not says(kept.content, content)
        self.settle(request, article, form.cleaned_data, joined)
        self.is_saved(request, article)

    def typed(self, form: Any, names: list[dict[str, Any]]) -> Content:
        """The content that the form was sent with."""
        cleaned = form.cleaned_data
        cleaned["tags"] = tags_named(cleaned["tags"], form.instance.language)
        return typed(cleaned, names)

    def settle(
        self, request: HttpRequest, article: Article, typed: dict[str, Any], joined: bool
    ) -> None:
        """Call the verb of the button that was pressed. Raises NotPublishable.

        Words that others wrote meanwhile are not published before the editor has seen them.
        """
        by = person_of(request)
        article.refresh_from_db()
        if joined:
            messages.warning(request, WRITTEN_TOGETHER)
        elif PUBLISH in request.POST:
            publish(article, by=by, at=typed.get("publish_at"))
            take_back(article)
            self.warn_of_notes(request, article)
        if DISCARD in request.POST:
            discard(article, by=by)
        if UNSCHEDULE in request.POST:
            unschedule(article)
        if WITHDRAW in request.POST:
            withdraw(article, by=by)
        if BIN in request.POST:
            waste.put_in(article)
        if RESTORE in request.POST:
            waste.take_out(article)
        self.keep_house(request, article)
        article.refresh_from_db()

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if hasattr(request, "copy"):
            return super().response_change(request, obj)
        self.message_user(request, said_of(obj), messages.SUCCESS)
        if obj.binned_at:
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))

    # For those who only read

    @admin.display(description=_("body"))
    def text(self, article: Article) -> SafeString:
        return mark_safe(clean(article.body, STAFF))  # noqa: S308 - the one cleaner wrote it

    @admin.display(description=_("tags"))
    def tag_names(self, article: Article) -> str:
        return ", ".join(tag.name for tag in article.tags.all())


def unfolded(adminform: Any) -> list[Any]:
    """The parts of the form; texts for other places are folded away until somebody wrote one."""
    form, parts = adminform.form, adminform.fieldsets
    written = any(form[name].value() for name in ELSEWHERE if name in form.fields)
    return [
        (name, {**part, "classes": []} if written and part["fields"] == ELSEWHERE else part)
        for name, part in parts
    ]
