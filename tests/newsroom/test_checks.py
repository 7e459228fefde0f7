"""Bad mixes of settings and unfit databases stop the start with a hint."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from newsroom import environment
from newsroom.preparing import sentence
from tests.newsroom.processes import PYTHON, ROOT, start


def found(identity):
    """The sentence of the finding with this id, or nothing."""
    return " ".join(sentence(one) for one in run_checks() if one.id == identity)


def test_the_tests_own_settings_have_no_faults():
    assert [one for one in run_checks() if one.id.startswith("newsroom.")] == []


def test_a_variable_that_could_not_be_used_stops_the_start(monkeypatch):
    monkeypatch.setattr(environment, "PROBLEMS", [("PORT='x' is no port.", "Write PORT=8000.")])
    with pytest.raises(SystemCheckError, match="PORT='x' is no port"):
        call_command("check")
    assert found("newsroom.E001") == "PORT='x' is no port. Write PORT=8000."


@pytest.mark.parametrize(("site", "refused"), [("http://news.test", 0), ("http://10.0.0.1", 1)])
def test_inner_networks_are_opened_to_private_sites_only(settings, site, refused):
    settings.SITE_URL = site
    settings.FETCH_ALLOW_NETWORKS = ["10.0.0.0/8"]
    assert bool(found("newsroom.E002")) == refused


@pytest.mark.parametrize(
    ("site", "warned"), [("http://localhost:8000", 0), ("http://news.example", 1)]
)
def test_a_site_that_others_reach_should_be_encrypted(settings, site, warned):
    settings.SITE_URL = site
    assert ("SITE_URL=https://news.example" in found("newsroom.W001")) == warned


def test_debug_pages_are_not_for_readers(settings):
    settings.DEBUG = True
    assert not found("newsroom.E003")
    settings.SITE_URL = "https://news.example"
    assert "Unset DEBUG" in found("newsroom.E003")


@pytest.mark.parametrize(
    ("hosts", "refused"), [(["*"], 0), ([".example"], 0), (["news.example"], 0), (["other"], 1)]
)
def test_the_sites_own_host_must_be_allowed(settings, hosts, refused):
    settings.SITE_URL = "https://news.example"
    settings.ALLOWED_HOSTS = hosts
    assert ("Add news.example" in found("newsroom.E004")) == refused


@pytest.mark.django_db
def test_the_tests_own_database_is_fit():
    assert run_checks(tags=["database"], databases=["default"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("version", "refused"), [(14, 1), (15, 0)])
def test_a_database_that_is_too_old_is_refused(monkeypatch, version, refused):
    monkeypatch.setattr(connection, "get_database_version", lambda: (version, 3))
    sentences = [sentence(one) for one in run_checks(tags=["database"], databases=["default"])]
    assert [f"PostgreSQL {version}" in one for one in sentences] == [True] * refused


@pytest.mark.django_db(transaction=True)
def test_a_database_that_knows_only_latin_letters_is_refused():
    name = f"{connection.settings_dict['NAME']}_latin"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' "
            "LOCALE_PROVIDER libc LOCALE 'C'"
        )
    latin = connection.copy()
    latin.settings_dict["NAME"] = name
    try:
        with latin.cursor() as cursor:
            cursor.execute("CREATE EXTENSION pg_trgm")
            cursor.execute("SELECT cardinality(show_trgm('سلام'))")
            assert cursor.fetchone() == (0,)
        refused = checks_of(latin)
    finally:
        latin.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
    assert ["does not know every script's letters" in one for one in refused] == [True]


def checks_of(other):
    from django.db import connections

    before = connections["default"]
    connections["default"] = other
    try:
        return [sentence(one) for one in run_checks(tags=["database"], databases=["default"])]
    finally:
        connections["default"] = before


BAD = {
    "PORT": "x",
    "SITE_URL": "news.example",
    "DATABASE_URL": "mysql://root@localhost/news",
    "SECRET_KEY": "short",
    "EMAIL_URL": "mail.example",
    "TRUSTED_PROXIES": "proxy",
    "PEERTUBE_HOSTS": "https://tube.example/",
    "DEBUG": "perhaps",
    "HOST": "a:b",
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """What ``serve`` says to standard error when every variable is wrong, and its status."""
    env = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "VAR_DIR": tmp_path_factory.mktemp("v")}
    env = {name: str(value) for name, value in (env | BAD).items()}
    process = start([PYTHON, "manage.py", "serve"], cwd=ROOT, env=env)
    _, errors = process.communicate(timeout=60)
    return errors, process.returncode


@pytest.mark.parametrize("name", BAD)
def test_serve_says_what_is_wrong_with_each_variable_and_stops(refusals, name):
    errors, status = refusals
    assert status == 1
    assert "Traceback" not in errors
    assert (
        sum(line.removeprefix("CommandError: ").startswith(name) for line in errors.split("\n"))
        == 1
    )
