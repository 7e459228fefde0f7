"""A user of the embedded database: joins, obeys lines on standard input, leaves at their end.

    python user.py FOLDER [durable]

Lines: SQL to run in a new connection as the application's role; the first value is printed.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psycopg2

from newsroom.embedded import EmbeddedError
from newsroom.embedded.server import server_for


def run(server, statement):
    connection = psycopg2.connect(dbname="newsroom", **server.connection())
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(statement)
    print(cursor.fetchone()[0] if cursor.description else "done", flush=True)
    connection.close()


def main(folder, durable):
    server = server_for(folder, durable)
    server.join()
    print("joined", flush=True)
    for line in sys.stdin:
        try:
            run(server, line)
        except psycopg2.OperationalError:
            server.revive()
            run(server, line)


try:
    main(Path(sys.argv[1]), "durable" in sys.argv[2:])
except EmbeddedError as error:
    sys.exit(f"error: {error}")
