"""/healthz says that the process answers, /readyz that it could serve."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_ox.models import OxTask

from newsroom import health


@pytest.fixture
def nothing_remembered():
    health.require_migrations.cache_clear()
    yield
    health.require_migrations.cache_clear()


def test_the_process_answers_without_database_host_or_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/healthz", headers={"host": "10.1.2.3"})
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response


@pytest.mark.django_db
def test_a_newsroom_that_could_serve_says_so(client, nothing_remembered):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_once_ready_it_asks_two_questions_only(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(2):
        client.get("/readyz")


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_waits_is_not_ready(client, nothing_remembered):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    try:
        response = client.get("/readyz")
    finally:
        call_command("migrate", "sessions", fake=True, verbosity=0)
    assert (response.status_code, response.content[:10]) == (503, b"migrations")


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "status"), [(1, 200), (60, 503)])
def test_a_queue_that_nobody_works_on_is_not_ready(client, minutes, status):
    since = timezone.now() - timedelta(minutes=minutes)
    OxTask.objects.create(task_path="a.b", queue_name="default", enqueued_at=since)
    response = client.get("/readyz")
    assert response.status_code == status
    assert response.content.startswith(b"queue" if status == 503 else b"ok")


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_not_ready(client, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT here")
        with pytest.raises(Exception, match="does_not_exist"):
            cursor.execute("SELECT does_not_exist")
    response = client.get("/readyz")  # the transaction is broken: every question fails
    assert (response.status_code, response.content[:8]) == (503, b"database")


def test_they_are_for_reading(client):
    assert client.post("/healthz").status_code == 405
