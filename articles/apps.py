"""The articles room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from articles import leaving, outlets, receivers  # noqa: F401

        outlets.register()
        leaving.register()
