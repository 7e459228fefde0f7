"""News that goes up to the rooms above; each is sent once per event, with ``article``."""

from django.dispatch import Signal

article_announced = Signal()
"""The world may be told: sent once per article, a minute after publication."""

article_revised = Signal()
"""A public article's content changed; ``before`` is the body that was live."""

article_withdrawn = Signal()
"""A public article is public no more."""
