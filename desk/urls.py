"""The one address of the desk outside the admin."""

from django.urls import re_path

from desk import views

urlpatterns = [re_path(r"^preview/(?P<token>[^/]{1,400})/$", views.preview, name="preview")]
