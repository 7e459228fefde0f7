"""The moderation room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from lib.people import keeps_networks
        from moderation import outlets, rule_admin  # noqa: F401
        from moderation.forgetting import (
            forget_networks_in_log,
            forget_networks_of_reports,
            forget_networks_of_responses,
        )

        outlets.register()
        keeps_networks("moderation.Response", forget_networks_of_responses)
        keeps_networks("moderation.Decision", forget_networks_in_log)
        keeps_networks("moderation.Report", forget_networks_of_reports)
