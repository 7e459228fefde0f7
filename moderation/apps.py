"""The moderation room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from lib.people import keeps, keeps_networks
        from moderation import forgetting, outlets, receivers, rule_admin  # noqa: F401

        outlets.register()
        keeps_networks("moderation.Response", forgetting.forget_networks_of_responses)
        keeps_networks("moderation.Decision", forgetting.forget_networks_in_log)
        keeps_networks("moderation.Report", forgetting.forget_networks_of_reports)
        keeps("bans", _("Bans"), export=forgetting.export_bans, erase=forgetting.erase_bans)
