"""What the views of this room share: which article is meant, and how they answer."""

from math import ceil

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.encoding import iri_to_uri

from articles.models import Article
from moderation.candidates import Verdict


class SeeOther(HttpResponseRedirect):
    """Look there with GET, whatever was sent here."""

    status_code = 303


def article_at(request: HttpRequest, below: str) -> Article:
    """The public article that the address lies ``below``; 404 tells nothing of others."""
    path = request.path_info.removesuffix(below)
    return get_object_or_404(Article.objects.published().select_related("section"), path=path)


def with_all_of_its_page(article: Article) -> Article:
    """The same article with all that its page shows."""
    return get_object_or_404(Article.objects.published().for_page(), pk=article.pk)


def action_of(article: Article) -> str:
    """Where its page's form sends a reply, and by which browsers know the draft of one."""
    return f"{iri_to_uri(article.path)}comments/#respond"


def wants_newest(request: HttpRequest) -> bool:
    """Whether the address asks for the newest threads first."""
    return request.GET.get("order") == "newest"


def slowed[R: HttpResponse](response: R, verdict: Verdict | None) -> R:
    """Say when to send it again, where that is what the refusal is about."""
    if verdict and verdict.wait:
        response["Retry-After"] = str(ceil(verdict.wait))
    return response
