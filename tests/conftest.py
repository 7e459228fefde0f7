"""What every test shares: the test database, a media folder that starts empty."""

import os
import shutil
from fcntl import LOCK_EX, flock

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from hypothesis import settings as properties
from psycopg2 import sql

from newsroom.embedded import EmbeddedError
from newsroom.embedded.server import server_for

properties.register_profile("newsroom", deadline=None)  # a busy machine is no failure
properties.load_profile("newsroom")


def pytest_configure(config):
    """Join the embedded server before the first test, or say in one sentence why not."""
    if not settings.EMBEDDED:
        return
    try:
        server = server_for(settings.EMBEDDED_DIR, settings.EMBEDDED_DURABLE)
        cluster = server.cluster
        if cluster.data.exists() and cluster.major != cluster.binaries_major:
            shutil.rmtree(cluster.data)  # the tests' own, worth nothing
        server.join()
        if not hasattr(config, "workerinput"):
            drop_databases_of_dead_runs(server)
    except EmbeddedError as error:
        pytest.exit(str(error), returncode=3)


def pytest_collection_modifyitems(items):
    """A file's tests stay with one process, for what they share; browser tests share nothing."""
    for item in items:
        if "browser" not in item.path.parts:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


def drop_databases_of_dead_runs(server):
    """A killed run leaves its databases behind; each is named after the run's process."""
    outside = psycopg2.connect(dbname="postgres", **server.connection())
    outside.autocommit = True
    with outside.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_newsroom_%'")
        for (name,) in cursor.fetchall():
            run = name.removeprefix("test_newsroom_").partition("_")[0]
            if run.isdigit() and not process_lives(int(run)):
                cursor.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )
    outside.close()


def process_lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@pytest.fixture(autouse=True)
def media_of_its_own(settings, tmp_path_factory):
    """Uploads of a test stay with the test."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    originals = {
        **settings.STORAGES["originals"],
        "OPTIONS": {"location": tmp_path_factory.mktemp("originals")},
    }
    settings.STORAGES = {**settings.STORAGES, "originals": originals}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """The processes of one run copy a database that the first of them has migrated."""
    if settings.EMBEDDED and "PYTEST_XDIST_WORKER" in os.environ:
        with (
            django_db_blocker.unblock(),
            (settings.VAR_DIR / "test-template.lock").open("w") as file,
        ):
            flock(file, LOCK_EX)
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated_once()


def migrated_once():
    """The name of a database that has all tables; who holds the lock makes it."""
    name = f"test_newsroom_{os.environ['NEWSROOM_TEST_RUN']}_template"
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "postgres"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone():
                return name
            cursor.execute(f"CREATE DATABASE {name}_unfinished")
        connection.close()
        connection.settings_dict["NAME"] = f"{name}_unfinished"
        call_command("migrate", verbosity=0)
        connection.close()
        connection.settings_dict["NAME"] = "postgres"
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name}_unfinished RENAME TO {name}")
        return name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def delete_rows(_style, tables, **_):
    """Emptying the few tables that a test has filled is ten times as fast as truncating all."""
    quoted = [connection.ops.quote_name(table) for table in tables]
    anything = " UNION ALL ".join(f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in quoted)
    with connection.cursor() as cursor:
        cursor.execute(anything)
        return [f"DELETE FROM {table}" for (table,) in cursor.fetchall()]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database; what a thread has left connected to it does not keep it alive."""
    connection.ops.sql_flush = delete_rows
    yield
    with django_db_blocker.unblock():
        connection.close()  # a test may have ended it without a word
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND backend_type = 'client backend'"
                " AND pid <> pg_backend_pid()"
            )
