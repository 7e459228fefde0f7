"""What is asked for where nothing stands: old addresses, other spellings, withdrawn articles."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri

from articles.addresses import Owner, find
from articles.models import Article, Author, Tag
from articles.views.answers import article_page, page_in, public_page

CATCH_ALL = {"article", "page", "elsewhere"}
"""Names of routes that match anything, so that matching says nothing."""


@public_page
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Redirect to where the thing stands now; 410 for what was withdrawn, else 404."""
    moved = old_address(request)
    if moved:
        return moved
    path = request.path_info
    meant = path.removesuffix("page/1/") if path.endswith("/page/1/") else f"{path.rstrip('/')}/"
    if meant != path and _means_something(meant):
        return _redirect(request, meant)
    raise Http404


def old_address(request: HttpRequest) -> HttpResponse | None:
    """The answer for an address that something has or had; None when there is nothing to say."""
    found = find(request.get_full_path_info())
    if found is None:
        return None
    owner = found.owner
    if isinstance(owner, Article) and owner.status == Article.Status.WITHDRAWN:
        return page_in(owner.language, request, "410.html", status=410)
    if not is_shown(owner):
        return None
    target = owner.get_absolute_url()
    if target == iri_to_uri(request.path_info):
        return _in_its_own_shape(request, owner)
    if "?" in found.path:
        return HttpResponsePermanentRedirect(target)
    return _redirect(request, target)


def _in_its_own_shape(request: HttpRequest, owner: Owner) -> HttpResponse | None:
    """The page of an imported article whose current address is shaped like none of ours."""
    if not isinstance(owner, Article):
        return None
    found = Article.objects.published().for_page().filter(pk=owner.pk).first()
    return article_page(request, found) if found else None


def is_shown(owner: Owner) -> bool:
    """Whether the public may know where this stands."""
    if isinstance(owner, Article):
        return owner.is_public
    if isinstance(owner, Tag):
        return Article.objects.published().tagged(owner).exists()
    if isinstance(owner, Author):
        return Article.objects.published().by_author(owner).exists()
    return True


def _means_something(path: str) -> bool:
    try:
        return resolve(path).url_name not in CATCH_ALL
    except Resolver404:
        return False


def _redirect(request: HttpRequest, path: str) -> HttpResponse:
    """To another path, with the query that was sent."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(
        f"{iri_to_uri(path)}?{query}" if query else iri_to_uri(path)
    )
