"""The trackbacks room as a Django app."""

from django.apps import AppConfig


class TrackbacksConfig(AppConfig):
    name = "trackbacks"

    def ready(self) -> None:
        from trackbacks import outlets, receivers  # noqa: F401

        outlets.register()
