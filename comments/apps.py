"""The comments room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        from comments import desk, forgetting, outlets, receivers  # noqa: F401
        from lib.people import keeps

        desk.register()
        outlets.register()
        keeps(
            "comments",
            self.verbose_name,
            "comments.Comment",
            export=forgetting.export_comments,
            erase=forgetting.erase_comments,
        )
        keeps(
            "follows",
            _("Followed by mail"),
            "comments.Follower",
            export=forgetting.export_follows,
            erase=forgetting.erase_follows,
        )
