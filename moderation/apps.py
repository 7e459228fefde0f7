"""The moderation room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from lib.people import keeps_networks
        from moderation.forgetting import forget_networks_in_log, forget_networks_of_responses

        keeps_networks("moderation.Response", forget_networks_of_responses)
        keeps_networks("moderation.Decision", forget_networks_in_log)
