"""The protocols' doors, each a translator of ``incoming.receive``; and the linkbacks' own pages."""

from trackbacks.views.linkbacks import linkback, linkbacks, removal, status
from trackbacks.views.pingback import METHODS, xmlrpc
from trackbacks.views.trackback import trackback
from trackbacks.views.webmention import webmention

__all__ = [
    "METHODS",
    "linkback",
    "linkbacks",
    "removal",
    "status",
    "trackback",
    "webmention",
    "xmlrpc",
]
