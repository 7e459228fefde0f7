"""What readers say, to follow: of the whole newsroom, and of one article. Only what is shown.

Links from other sites stand among the comments when the newsroom says so.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.models import Article
from articles.syndication import Channel, Item, absolute, write_rss
from articles.views import public_page
from articles.views.answers import newsroom_of
from comments.views import article_at
from lib.cache import tagged
from masthead.models import Newsroom
from moderation.models import Response
from moderation.querysets import ResponseQuerySet

Kind = Response.Kind
LENGTH = 20
"""Items in a feed."""
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
    said = Response.objects.filter(article__in=Article.objects.published())
    return tagged(_answer(channel, said, newsroom), "newsroom", "articles")


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
    said = Response.objects.filter(article=article)
    answer = _answer(channel, said, newsroom_of(request))
    return tagged(answer, "newsroom", f"article-{article.pk}")


def _answer(channel: Channel, said: ResponseQuerySet, newsroom: Newsroom) -> HttpResponse:
    kinds = [Kind.COMMENT, Kind.LINKBACK] if newsroom.linkbacks_in_feeds else [Kind.COMMENT]
    shown = said.shown().filter(kind__in=kinds).newest().select_related("article", "comment")
    return HttpResponse(
        write_rss(channel, [_item(one) for one in shown[:LENGTH]]), content_type=RSS
    )


def _item(response: Response) -> Item:
    article = response.article
    at = localtime(response.created_at)
    is_comment = response.kind == Kind.COMMENT
    name = response.comment.writer if is_comment else response.author_name or response.host
    with override(article.language):
        title = _("%(name)s on “%(headline)s”") % {"name": name, "headline": article.headline}
    return Item(
        title=title,
        link=_absolute(reverse("comment" if is_comment else "linkback", args=[response.pk])),
        summary=response.summary,
        html=_html(response),
        language=article.language,
        published=at,
        changed=localtime(response.edited_at) if response.edited_at else at,
        authors=[(name, response.author_address)],
        tags=[],
        image=None,
    )


def _html(response: Response) -> str:
    """A comment as it was rendered; of another site's page the words that are quoted here."""
    if response.kind != Kind.COMMENT:
        return format_html('<blockquote dir="auto"><p>{}</p></blockquote>', response.summary)
    html = absolute(response.comment.html, response.article.absolute_url)
    return f'<div dir="auto">{html}</div>'


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{iri_to_uri(path)}"
