"""What every template knows: the newsroom."""

from django.conf import settings
from django.http import HttpRequest

from lib.fold import direction


def newsroom(request: HttpRequest) -> dict[str, object]:
    """``newsroom``, its writing direction, and the origin of absolute addresses."""
    row = getattr(request, "newsroom", None)
    return {
        "newsroom": row,
        "newsroom_direction": direction(row.language) if row else "ltr",
        "SITE_URL": settings.SITE_URL,
    }
