"""The accounts room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from accounts.people import erase_account, export_account
        from lib.people import keeps

        keeps("account", _("Account"), "accounts.User", export=export_account, erase=erase_account)
