"""The article page, which everything else serves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from articles.models import Article
from articles.views.answers import article_page, public_page
from articles.views.elsewhere import elsewhere


@public_page
def article(request: HttpRequest, **parts: object) -> HttpResponse:
    """An article at its dated address."""
    found = Article.objects.published().for_page().filter(path=request.path_info).first()
    return article_page(request, found) if found else elsewhere(request)


page = article
"""A page such as About, at ``/slug/``."""
