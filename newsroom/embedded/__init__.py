"""The embedded database: a Django database engine that brings its own PostgreSQL server.

``base`` is what Django loads, ``server`` starts and stops, ``cluster`` makes the data folder,
``runner`` runs PostgreSQL's programs under an id that PostgreSQL accepts.
"""

from django.db.utils import OperationalError


class EmbeddedError(OperationalError):
    """The embedded database cannot be had; the message is one sentence for the operator."""
