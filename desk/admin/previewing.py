"""What is in the form, or a revision, as readers will see it; and links to it for outsiders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from accounts.requests import person_of
from articles.content import Content, content_of, typed
from articles.models import Article, Byline, Tag
from articles.revisions import newest
from articles.views import page_in
from articles.views.answers import newsroom_of, private
from desk.admin.history import History
from desk.models import Approval
from desk.note_forms import LinkForm
from desk.previewing import address_shown, as_read
from desk.sharing import address_of, revoke, share
from lib.fold import fold
from lib.staff import is_row_number

LINKS = 50
"""On a page of the list."""


class Previewing(History):
    """Pages below an article, for those who may change it."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("preview/", wrap(self.preview_view), name="articles_preview_new"),
            path("<int:pk>/preview/", wrap(self.preview_view), name="articles_preview"),
            path("<int:pk>/links/", wrap(self.links_view), name="articles_links"),
            *super().get_urls(),
        ]

    # As readers will see it

    def preview_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """What the form holds (POST), which is saved nowhere; or a revision (GET)."""
        if pk is None and not self.has_add_permission(request):
            raise PermissionDenied
        article = self.article_of(request, pk) if pk is not None else None
        if request.method == "POST":
            content, at = self.content_typed(request, article)
        elif article:
            content, at = self.content_kept(request, article), None
        else:
            raise Http404
        shown = as_read(article, content, at=at)
        context: dict[str, Any] = {
            "article": shown,
            "address": address_shown(shown),
            "is_typed": request.method == "POST",
        }
        return private(page_in(shown.language, request, "desk/preview.html", **context))

    def content_typed(self, request: HttpRequest, article: Article | None) -> tuple[Content, Any]:
        """The content that the form was sent with, and its hour. A field that cannot be taken is as
        it was saved.
        """
        last = newest(article) if article else None
        before = last.content if last else content_of(article) if article else {}
        row = Article() if article is None else Article.objects.get(pk=article.pk)
        form = self.get_form(request, article, change=article is not None)(
            request.POST, instance=row
        )
        form.is_valid()
        cleaned = dict(form.cleaned_data)
        names = cleaned.pop("tags", [])
        language = cleaned.get("language") or newsroom_of(request).language
        content = {
            **before,
            "language": language,
            **typed(cleaned, self.bylines_typed(request, row)),
        }
        return {**content, "tags": _named(names)}, cleaned.get("publish_at")

    def bylines_typed(self, request: HttpRequest, row: Article) -> list[dict[str, Any]]:
        """The lines of the form that name somebody."""
        obj = row if row.pk else None
        for formset_class, inline in self.get_formsets_with_inlines(request, obj):
            if formset_class.model is Byline:
                prefix = formset_class.get_default_prefix()
                formset = formset_class(**self.get_formset_kwargs(request, row, inline, prefix))
                lines = [form.cleaned_data for form in formset.forms if form.is_valid()]
                return [one for one in lines if one.get("author") and not one.get("DELETE")]
        return []

    def content_kept(self, request: HttpRequest, article: Article) -> Content:
        """The revision that the address asks for, by default the newest."""
        number = request.GET.get("revision")
        if number is not None:
            return dict(self.revision_of(article, number).content)
        last = newest(article)
        return dict(last.content) if last else content_of(article)

    # For outsiders

    def links_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Links to the article, who opened them and what was approved; make one, revoke one."""
        article = self.article_of(request, pk)
        if request.method == "POST" and "revoke" in request.POST:
            return self.revoke_link(request, article)
        form = LinkForm(request.POST or None, article=article)
        if request.method == "POST" and form.is_valid():
            return self.make_link(request, article, form.cleaned_data)
        last = newest(article)
        shown = Paginator(_links_of(article), LINKS).get_page(request.GET.get("page"))
        context = {
            "page": shown,
            "links": [(link, address_of(link)) for link in shown],
            "form": form,
            "newest": last,
            "can_share": _is_shown(article, last),
        }
        return self.page(request, "links", article, _("Links for outsiders"), context)

    def make_link(
        self, request: HttpRequest, article: Article, said: dict[str, Any]
    ) -> HttpResponse:
        if not _is_shown(article, newest(article)):
            raise PermissionDenied
        share(
            article,
            label=said["label"],
            revision=said["revision"],
            good_for=said["days"],
            may_comment=said["may_comment"],
            by=person_of(request),
        )
        messages.success(request, _("The link is made: copy it from the list."))
        return HttpResponseRedirect(request.path)

    def revoke_link(self, request: HttpRequest, article: Article) -> HttpResponse:
        number = request.POST["revoke"]
        rows = article.preview_links
        link = rows.filter(pk=int(number)).first() if is_row_number(number) else None
        if link is None:
            raise Http404
        revoke(link)
        messages.success(
            request, _("The link for %(label)s opens nothing any more.") % {"label": link.label}
        )
        return HttpResponseRedirect(request.path)


def _links_of(article: Article) -> Any:
    """The links with all that is told of each, and without the texts of their revisions."""
    approvals = Approval.objects.select_related("revision").defer("revision__content")
    rows = article.preview_links.with_use().select_related("revision", "created_by")
    return rows.defer("revision__content").prefetch_related(Prefetch("approvals", approvals))


def _is_shown(article: Article, last: Any) -> bool:
    """Whether a link to the article would show anything."""
    return bool(last) and not article.binned_at and article.status != Article.Status.WITHDRAWN


def _named(names: list[str]) -> list[dict[str, Any]]:
    """Tags of these names as a content has them; those that are not made yet without an id."""
    keys = {name: fold(name)[:100] for name in names}
    known = {tag.folded: tag for tag in Tag.objects.filter(folded__in=keys.values())}
    found = [(name, known.get(key)) for name, key in keys.items()]
    return [
        {"id": tag.pk if tag else None, "label": tag.name if tag else name} for name, tag in found
    ]
