"""The likes of an article or a page, below its own address."""

from django.urls import path

from articles.urls import DAY, SLUG
from likes import views

urlpatterns = [
    path(f"{DAY}{SLUG}/likes/", views.likes, name="likes"),
    path(f"{SLUG}/likes/", views.likes, name="page-likes"),
]
