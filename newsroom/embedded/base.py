"""What Django loads for ENGINE = "newsroom.embedded": PostgreSQL, started when first wanted."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db.backends.postgresql import base, client

from newsroom.embedded.server import Server, server_for


class DatabaseClient(client.DatabaseClient):
    """``manage.py dbshell`` with the wheel's own psql."""

    def runshell(self, parameters: Iterable[str]) -> None:
        server = cast("DatabaseWrapper", self.connection).server
        server.join()
        reached = server.connection()
        self.connection.settings_dict.update({key.upper(): value for key, value in reached.items()})
        self.executable_name = str(server.cluster.binaries / "psql")
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server; importing settings or models starts nothing."""

    client_class = DatabaseClient

    @property
    def server(self) -> Server:
        return server_for(Path(settings.EMBEDDED_DIR), settings.EMBEDDED_DURABLE)

    def get_connection_params(self) -> dict[str, Any]:
        self.server.join()
        return {**super().get_connection_params(), **self.server.connection()}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            self.server.revive()
            return super().get_new_connection({**conn_params, **self.server.connection()})
