"""Every address of the newsroom, composed from the rooms."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from newsroom import health

urlpatterns: list[URLResolver | URLPattern] = [
    path("admin/", include("newsroom.passwords")),
    path("admin/", admin.site.urls),
    path("account/", include("newsroom.readers")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("", include("desk.urls")),
    path("", include("moderation.urls")),
    path("", include("comments.urls")),
    path("", include("likes.urls")),
    path("", include("trackbacks.urls")),
    path("", include("articles.urls")),  # last: it answers what nobody else does
]
