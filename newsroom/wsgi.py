"""The WSGI application that the server runs."""

import os
from typing import Any

import django
from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from lib.lifetime import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
if os.environ.get("NEWSROOM_SERVE"):
    end_with_parent()  # a worker of a killed server would go on answering on its port


class Request(WSGIRequest):
    """One whose Content-Type cannot be read has none: in Django 6.1 it is a 500 before any view."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (BadRequest, ValueError):
            self.content_type, self.content_params = "", {}


class Handler(WSGIHandler):
    """Django's, with our request."""

    request_class = Request


django.setup(set_prefix=False)
application = Handler()
