"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

from lib.lifetime import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
if os.environ.get("NEWSROOM_SERVE"):
    end_with_parent()  # a worker of a killed server would go on answering on its port

application = get_wsgi_application()
