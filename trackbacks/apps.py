"""The trackbacks room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackbacksConfig(AppConfig):
    name = "trackbacks"
    verbose_name = _("Linkbacks")

    def ready(self) -> None:
        from trackbacks import article_receivers, desk, outlets, receivers  # noqa: F401

        desk.register()
        outlets.register()
