"""The trackbacks room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackbacksConfig(AppConfig):
    name = "trackbacks"
    verbose_name = _("Linkbacks")

    def ready(self) -> None:
        from lib.people import keeps
        from trackbacks import article_receivers, desk, outlets, portraits, receivers  # noqa: F401

        desk.register()
        outlets.register()
        keeps(
            "portraits",
            _("Portraits"),
            export=portraits.export_portraits,
            erase=portraits.erase_portraits,
        )
