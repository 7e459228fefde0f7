"""The desk, and the sites that are trusted or blocked."""

from moderation.admin.host import HostAdmin
from moderation.admin.response import ResponseAdmin

__all__ = ["HostAdmin", "ResponseAdmin"]
