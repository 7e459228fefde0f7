"""The comments room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        from comments import desk, outlets, receivers  # noqa: F401

        desk.register()
        outlets.register()
