"""What is done to an article beside writing it: copies, templates, whose turn it is."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import person_of
from articles.copying import begin_from, duplicate, make_draft, make_template
from articles.models import Article
from desk.admin.filters import state_of
from desk.admin.several import Several
from desk.handing import MOST_COLLEAGUES, NotHandedOver, colleagues, hand_over, take_back
from desk.models import Handover
from lib.staff import is_row_number

HAND_OVER, TAKE_BACK, HAND_TO = "_hand_over", "_take_back", "hand_to"
DUPLICATE, TEMPLATE, UNTEMPLATE = "_duplicate", "_template", "_untemplate"
"""Names of buttons of the form; what was typed is saved before any of them acts."""
MOST_TEMPLATES = 30
"""Offered for a new article."""


class Housekeeping(Several):
    """Buttons below an article, and the choice of templates for a new one."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.begin_view)
        return [path("<int:pk>/begin/", view, name="articles_begin"), *super().get_urls()]

    def begin_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a new article from a template."""
        if request.method != "POST" or not self.has_add_permission(request):
            raise PermissionDenied
        template = Article.objects.filter(pk=pk).first() if is_row_number(str(pk)) else None
        begun = template and begin_from(template, by=person_of(request))
        if not begun:
            raise Http404
        messages.success(request, _("The draft has what stood in the template."))
        return to_form(begun)

    def keep_house(self, request: HttpRequest, article: Article) -> None:
        """Do what one of the buttons says; what cannot be done is said, and keeps nothing back."""
        if HAND_OVER in request.POST:
            self.hand(request, article)
        if TAKE_BACK in request.POST:
            take_back(article)
        if DUPLICATE in request.POST:
            if not self.has_add_permission(request):
                raise PermissionDenied
            request.copy = duplicate(article, by=person_of(request))  # type: ignore[attr-defined]
        turned = (TEMPLATE in request.POST and not make_template(article)) or (
            UNTEMPLATE in request.POST and not make_draft(article)
        )
        if turned:
            messages.error(request, _("Only a draft becomes a template."))

    def hand(self, request: HttpRequest, article: Article) -> None:
        chosen = request.POST.get(HAND_TO, "")
        to = User.objects.filter(pk=chosen).first() if is_row_number(chosen) else None
        try:
            hand_over(article, to=to, by=person_of(request))
        except NotHandedOver as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            name = to or _("whoever may publish")
            messages.success(request, _("It waits for %(who)s now.") % {"who": name})

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if copy := getattr(request, "copy", None):
            messages.success(request, _("This is the copy. The other one stays as it was."))
            return to_form(copy)
        return super().response_change(request, obj)

    def house(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """What the form shows of all this, in a fixed number of queries."""
        may_add = self.has_add_permission(request)
        if article is None:
            templates = Article.objects.templates().order_by("headline", "pk")
            return {"templates": list(templates.only("headline", "language")[:MOST_TEMPLATES])}
        state = state_of(article)
        handed = Handover.objects.open().filter(article=article).select_related("to", "by")
        return {
            "may_duplicate": may_add,
            "may_template": state == Article.Status.DRAFT,
            "is_template": state == Article.Status.TEMPLATE,
            "handed": handed.first(),
            "colleagues": list(colleagues()[:MOST_COLLEAGUES]),
            "may_hand": state in {Article.Status.DRAFT, Article.Status.PUBLISHED},
        }


def to_form(article: Article) -> HttpResponse:
    """Go on at the article's form."""
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
