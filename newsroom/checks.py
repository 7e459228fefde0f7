"""System checks of the deployment: each finding says what to write instead."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info, Tags
from django.db import connections
from django.db.utils import DatabaseError

from newsroom import environment
from newsroom.embedded import EmbeddedError

OLDEST_POSTGRESQL = 15
LETTERS = "سلام"

Apps = Sequence[AppConfig] | None


def environment_is_sound(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Every variable that could not be used."""
    return [
        Error(wrong, hint=instead, id="newsroom.E001") for wrong, instead in environment.PROBLEMS
    ]


def fetches_stay_outside(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """A public site must not let strangers' addresses reach its own network."""
    if not settings.FETCH_ALLOW_NETWORKS or not environment.is_public(settings.SITE_URL):
        return []
    return [
        Error(
            f"FETCH_ALLOW_NETWORKS opens inner networks to a public site, {settings.SITE_URL}.",
            hint="Unset FETCH_ALLOW_NETWORKS: it is for tests and closed networks only.",
            id="newsroom.E002",
        )
    ]


def site_is_encrypted(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """A site that others reach should be https."""
    if settings.SECURE_SITE or not environment.is_public(settings.SITE_URL):
        return []
    return [
        checks.Warning(
            f"SITE_URL={settings.SITE_URL} is not encrypted: passwords can be read on the way.",
            hint=f"Put a server that ends TLS in front and write "
            f"SITE_URL=https://{urlsplit(settings.SITE_URL).hostname}.",
            id="newsroom.W001",
        )
    ]


def debug_stays_private(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Debug pages show settings and source."""
    if not settings.DEBUG or not environment.is_public(settings.SITE_URL):
        return []
    return [
        Error(
            f"DEBUG=yes would show settings and source to readers of {settings.SITE_URL}.",
            hint="Unset DEBUG, or unset SITE_URL while you develop.",
            id="newsroom.E003",
        )
    ]


def site_is_an_allowed_host(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """ALLOWED_HOSTS must hold the site's own host."""
    name = urlsplit(settings.SITE_URL).hostname or ""
    allowed = settings.ALLOWED_HOSTS
    if any(one in {"*", name} or (one[:1] == "." and f".{name}".endswith(one)) for one in allowed):
        return []
    return [
        Error(
            f"ALLOWED_HOSTS={','.join(allowed)} refuses the site's own address.",
            hint=f"Add {name} to ALLOWED_HOSTS, or unset it.",
            id="newsroom.E004",
        )
    ]


def mails_are_sent(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Without a mail server mails are kept as files."""
    mailer = settings.MAILERS["default"]
    if mailer["BACKEND"] != "newsroom.mail.KeptMail":
        return []
    return [
        Info(
            f"EMAIL_URL is not set: mails are kept in {mailer['OPTIONS']['file_path']}, not sent.",
            hint=f"Write {environment.MAIL_SHAPES}.",
            id="newsroom.I001",
        )
    ]


def database_answers(
    app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The database can be reached, is new enough and knows every script's letters."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        found += _database_problems(alias)
    return found


def _database_problems(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return []  # the bad DATABASE_URL is reported as such
    try:
        version = connection.get_database_version()[0]
        if version < OLDEST_POSTGRESQL:
            return [_too_old(version)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT lower('ÄÉЖ') = 'äéж' AND %s ~ '^[[:alpha:]]+$'", [LETTERS])
            (knows_letters,) = cursor.fetchone()
            cursor.execute("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
            (has_trigrams,) = cursor.fetchone()
            if has_trigrams:
                cursor.execute("SELECT cardinality(show_trgm(%s)) > 0", [LETTERS])
                knows_letters = knows_letters and cursor.fetchone()[0]
    except EmbeddedError as error:
        return [Error(str(error), id="newsroom.E010")]
    except DatabaseError as error:
        return [_unanswered(error)]
    return [] if knows_letters else [_letters_unknown()]


def _too_old(version: int) -> CheckMessage:
    return Error(
        f"The database is PostgreSQL {version}.",
        hint=f"Use PostgreSQL {OLDEST_POSTGRESQL} or newer, or unset DATABASE_URL.",
        id="newsroom.E011",
    )


def _unanswered(error: DatabaseError) -> CheckMessage:
    return Error(
        f"The database does not answer: {' '.join(str(error).split())}",
        hint="Start it, or write its address in DATABASE_URL, or unset DATABASE_URL.",
        id="newsroom.E010",
    )


def _letters_unknown() -> CheckMessage:
    return Error(
        f"The database's locale does not know every script's letters: {LETTERS} has no trigrams.",
        hint="Create it with a UTF-8 locale: CREATE DATABASE newsroom TEMPLATE template0 "
        "ENCODING 'UTF8' LOCALE 'C.UTF-8'.",
        id="newsroom.E012",
    )


CHECKS = [
    (environment_is_sound, "newsroom"),
    (fetches_stay_outside, Tags.security),
    (site_is_encrypted, "newsroom"),
    (debug_stays_private, Tags.security),
    (site_is_an_allowed_host, "newsroom"),
    (database_answers, Tags.database),
]
DEPLOYMENT_CHECKS = [(mails_are_sent, Tags.mail)]
