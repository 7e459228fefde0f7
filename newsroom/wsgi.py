"""The WSGI application that the server runs."""

import gc
import os
from importlib import import_module
from typing import Any

import django
from django.conf import settings
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
import_module(settings.ROOT_URLCONF)  # the first reader need not wait for it
gc.collect()
gc.freeze()  # a full collection looked through all of it, for a tenth of a second amid the pages
