"""Every address of the comments room; included before the articles', which answer all the rest."""

from django.urls import URLPattern, path, re_path

from articles.urls import DAY, SLUG
from comments import feeds, views
from comments.views import account
from moderation.views import reply_token

COMMENT = r"^comments/(?P<pk>[1-9][0-9]{0,17})/"


def _below(base: str, name: str) -> list[URLPattern]:
    """What stands below an article, or below a page such as About."""
    return [
        path(f"{base}comments/", views.comments, name=f"{name}-comments"),
        path(
            f"{base}comment-page-<part-number:number>/",
            views.comment_page,
            name=f"{name}-comment-page",
        ),
        path(f"{base}feed/", feeds.of_article, name=f"{name}-comments-feed"),
    ]


urlpatterns = [
    path("comments/token/", reply_token, name="reply-token"),
    path("comments/feed/", feeds.newest, name="comments-feed"),
    re_path(rf"{COMMENT}$", views.comment, name="comment"),
    re_path(rf"{COMMENT}replies/$", views.replies, name="comment-replies"),
    re_path(
        rf"{COMMENT}replies/page/(?P<number>[1-9][0-9]{{0,5}})/$",
        views.replies,
        name="comment-replies-page",
    ),
    re_path(
        rf"{COMMENT}edit/(?P<signature>[\w-]{{20,100}})/$",
        views.edit,
        name="comment-edit",
    ),
    re_path(r"^comments/(?P<pk>[1-9][0-9]{0,17})/report/$", views.report, name="comment-report"),
    path("held/<slug:token>/", views.held, name="held"),
    path("account/comments/", account.own, name="account-comments"),
    path("account/reply/<part-number:article_id>/", account.reply, name="account-reply"),
    re_path(r"^confirm/(?P<token>[\w.:-]{20,300})/$", views.confirm, name="confirm"),
    path("follow/", views.follow, name="follow"),
    path("follow/<slug:token>/", views.following, name="following"),
    *_below(f"{DAY}{SLUG}/", "article"),
    *_below(f"{SLUG}/", "page"),
]
