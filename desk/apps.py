"""The desk room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from desk import keeping, noting, outlets, sharing
        from lib.people import keeps, keeps_networks

        outlets.register()
        keeps("notes", _("Notes on drafts"), export=noting.export_notes, erase=noting.erase_notes)
        keeps_networks("desk.Note", noting.forget_networks_of_notes)
        keeps_networks("desk.Opening", sharing.forget_networks_of_openings)
        keeps_networks("desk.Approval", sharing.forget_networks_of_approvals)
        keeps(
            "unsaved", _("Unsaved texts"),
            export=keeping.export_unsaved, erase=keeping.erase_unsaved,
        )  # fmt: skip
