"""The comments room as a Django app."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        from comments import outlets, receivers  # noqa: F401

        outlets.register()
