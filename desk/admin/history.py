"""All that was ever saved of an article: named, compared, made the newest again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from accounts.requests import person_of
from articles.models import Article, Revision
from articles.revisions import live, name_revision, read, restore, scheduled
from desk.comparing import compared
from lib.staff import VerbAdmin, is_row_number

ROWS = 50


class History(VerbAdmin):
    """Two pages below an article, for those who may write it."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/revisions/", wrap(self.revisions_view), name="articles_revisions"),
            path("<int:pk>/revisions/compare/", wrap(self.compare_view), name="articles_compare"),
            *super().get_urls(),
        ]

    def revisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The revisions, newest first; a button restores one, another names it."""
        article = self.article_of(request, pk)
        if request.method == "POST":
            return self.act(request, article)
        rows = article.revisions.defer("content").select_related("created_by", "scheduled_by")
        context = {
            "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
            "live": live(article),
            "coming": scheduled(article),
        }
        return self.page(request, "revisions", article, _("Revisions"), context)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changed from one revision to another; who looks at the newest has read it."""
        article = self.article_of(request, pk)
        old, new = sorted(
            (self.revision_of(article, request.GET.get(name, "")) for name in ("from", "to")),
            key=lambda one: one.number,
        )
        read(article, person_of(request), new.number)
        context = {"comparison": compared(old, new)}
        return self.page(request, "compare", article, _("What changed"), context)

    def act(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Restore or name the revision whose button was pressed."""
        number = request.POST.get("restore")
        if number is not None:
            old = self.revision_of(article, number)
            restore(article, old, by=person_of(request))
            messages.success(
                request,
                _("Revision %(number)d is the newest again. Publish it when it is right.")
                % {"number": old.number},
            )
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        named = self.revision_of(article, request.POST.get("name", ""))
        name_revision(named, request.POST.get(f"name-{named.number}", ""))
        return HttpResponseRedirect(request.get_full_path())

    def article_of(self, request: HttpRequest, pk: int) -> Article:
        article = Article.objects.filter(pk=pk).first() if is_row_number(str(pk)) else None
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if article is None:
            raise Http404
        return article

    def revision_of(self, article: Article, number: str) -> Revision:
        rows = article.revisions.select_related("created_by")
        if not is_row_number(number) or not (found := rows.filter(number=int(number)).first()):
            raise Http404
        return found

    def page(
        self, request: HttpRequest, name: str, article: Article, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "article": article,
            "title": title,
            "subtitle": str(article),
        }
        return TemplateResponse(request, f"admin/articles/article/{name}.html", context)
