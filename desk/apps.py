"""The desk room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from desk.keeping import erase_unsaved, export_unsaved
        from lib.people import keeps

        keeps("unsaved", _("Unsaved texts"), export=export_unsaved, erase=erase_unsaved)
