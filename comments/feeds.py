"""What readers say, to follow: of the whole newsroom, and of one article. Shown comments only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.models import Article
from articles.syndication import Channel, Item, absolute, write_rss
from articles.views import public_page
from articles.views.answers import newsroom_of
from comments.models import Comment
from comments.querysets import CommentQuerySet
from comments.views import article_at
from lib.cache import tagged

LENGTH = 20
"""Comments in a feed."""
RSS = "application/rss+xml; charset=utf-8"


@public_page
def newest(request: HttpRequest) -> HttpResponse:
    """The newest comments of the newsroom as RSS 2.0."""
    newsroom = newsroom_of(request)
    channel = Channel(
        title=_("Comments on %(name)s") % {"name": newsroom.name},
        description=newsroom.description or newsroom.tagline or newsroom.name,
        language=newsroom.language,
        link=_absolute(reverse("front")),
        feed=_absolute(reverse("comments-feed")),
    )
    found = Comment.objects.filter(response__article__in=Article.objects.published())
    return tagged(_answer(channel, found), "newsroom", "articles")


@public_page
def of_article(request: HttpRequest, **parts: object) -> HttpResponse:
    """The newest comments of one article as RSS 2.0."""
    article = article_at(request, "feed/")
    with override(article.language):
        title = _("Comments on “%(name)s”") % {"name": article.headline}
    channel = Channel(
        title=title,
        description=article.standfirst or title,
        language=article.language,
        link=_absolute(article.path),
        feed=_absolute(f"{article.path}feed/"),
    )
    return tagged(
        _answer(channel, Comment.objects.of(article)), "newsroom", f"article-{article.pk}"
    )


def _answer(channel: Channel, comments: CommentQuerySet) -> HttpResponse:
    shown = comments.shown().newest().select_related("response__article")
    return HttpResponse(
        write_rss(channel, [_item(one) for one in shown[:LENGTH]]), content_type=RSS
    )


def _item(comment: Comment) -> Item:
    response = comment.response
    article = response.article
    at = localtime(response.created_at)
    with override(article.language):
        title = _("%(name)s on “%(headline)s”")
        title %= {"name": comment.writer, "headline": article.headline}
    return Item(
        title=title,
        link=_absolute(comment.get_absolute_url()),
        summary=response.summary,
        html=f'<div dir="auto">{absolute(comment.html, article.absolute_url)}</div>',
        language=article.language,
        published=at,
        changed=localtime(response.edited_at) if response.edited_at else at,
        authors=[(comment.writer, response.author_address)],
        tags=[],
        image=None,
    )


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{iri_to_uri(path)}"
