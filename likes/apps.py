"""The likes room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LikesConfig(AppConfig):
    name = "likes"
    verbose_name = _("Likes")

    def ready(self) -> None:
        from likes import outlets

        outlets.register()
