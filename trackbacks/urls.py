"""Every address of the trackbacks room; included before the articles', which answer the rest."""

from django.urls import URLPattern, path, re_path

from articles.urls import DAY, PAGE, SLUG
from trackbacks import views


def _below(base: str, name: str) -> list[URLPattern]:
    """What stands below an article, or below a page such as About."""
    return [
        path(f"{base}trackback/", views.trackback, name=f"{name}-trackback"),
        path(f"{base}linkbacks/{PAGE}", views.linkbacks, name=f"{name}-linkbacks-page"),
        path(f"{base}linkbacks/", views.linkbacks, name=f"{name}-linkbacks"),
    ]


urlpatterns = [
    path("xmlrpc/", views.xmlrpc, name="xmlrpc"),
    path("xmlrpc.php", views.xmlrpc, name="xmlrpc-php"),
    path("webmention/", views.webmention, name="webmention"),
    *_below(f"{DAY}{SLUG}/", "article"),
    *_below(f"{SLUG}/", "page"),
    re_path(r"^linkbacks/(?P<pk>[1-9][0-9]{0,17})/$", views.linkback, name="linkback"),
    path("linkbacks/remove/<str:word>/", views.removal, name="linkback-removal"),
    path("linkbacks/status/<str:word>/", views.status, name="linkback-status"),
]
