"""Deployment comes from environment variables; each is read once, here, and fails loudly.

Nothing is refused while settings are imported: what is wrong is collected in ``PROBLEMS`` and
reported by the system checks (``newsroom.checks``), so that the answer is one sentence that says
what to write instead and not a traceback.
"""

import os
import re
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import dj_database_url

Network = IPv4Network | IPv6Network
Mailer = dict[str, Any]

PROBLEMS: list[tuple[str, str]] = []
"""(what is wrong, what to write instead) of every variable that could not be used."""

CONNECT_TIMEOUT = 10
"""Seconds to wait for a database that does not answer."""
MAIL_TIMEOUT = 20
"""Seconds to wait for each answer of a mail server."""
MAIL_SHAPES = (
    "EMAIL_URL=smtp://user:password@mail.example:587?tls=yes, smtps://… for TLS from the start, "
    "or console: to print mails"
)


def text(name: str, default: str = "") -> str:
    """The variable's text without surrounding blanks, or the default when unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """A yes/no variable."""
    word = text(name)
    if not word:
        return default
    answer = yes_or_no(word)
    if answer is None:
        _problem(f"{name}={word!r} is neither yes nor no.", f"Write {name}=yes or {name}=no.")
        return default
    return answer


def yes_or_no(word: str) -> bool | None:
    """What a word for yes or no means; None for any other."""
    if word.casefold() in {"1", "yes", "true", "on"}:
        return True
    if word.casefold() in {"0", "no", "false", "off"}:
        return False
    return None


def port(name: str, default: int) -> int:
    """A TCP port from 1 to 65535."""
    word = text(name, str(default))
    if word.isascii() and word.isdigit() and 1 <= int(word) <= 65535:
        return int(word)
    _problem(
        f"{name}={word!r} is no port.", f"Write a number from 1 to 65535, such as {name}={default}."
    )
    return default


def host(name: str, default: str) -> str:
    """An address or a name to listen on, without a port."""
    word = text(name, default).removeprefix("[").removesuffix("]")
    if is_address(word) or re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", word):
        return word
    _problem(
        f"{name}={word!r} is no address to listen on.",
        f"Write an address of this machine without a port, such as {name}={default} or 0.0.0.0.",
    )
    return default


def is_address(word: str) -> bool:
    """Whether the word is an IPv4 or IPv6 address."""
    try:
        ip_address(word)
    except ValueError:
        return False
    return True


def words(name: str) -> list[str]:
    """A list separated by commas or blanks."""
    return text(name).replace(",", " ").split()


def hosts(name: str) -> list[str]:
    """A list of names of hosts, without scheme, port and path."""
    found = [word.lower() for word in words(name)]
    for word in found:
        if not re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", word):
            _problem(
                f"{name}: {word!r} is no name of a host.",
                f"Write names only, such as {name}=tube.example,video.example.",
            )
            return []
    return found


def networks(name: str) -> list[Network]:
    """A list of networks in CIDR notation."""
    found: list[Network] = []
    for word in words(name):
        try:
            found.append(ip_network(word))
        except ValueError as error:
            _problem(f"{name}: {error}.", f"Write networks as {name}=10.0.0.0/8,fd00::/8.")
    return found


def site_url(name: str, default: str) -> str:
    """The address under which readers reach the site: scheme and host, no path, no slash."""
    word = text(name, default).rstrip("/")
    split = _split(word)
    if split and split.scheme in {"http", "https"} and _is_bare(split):
        return word
    _problem(
        f"{name}={word!r} is no address of a site.",
        f"Write scheme and host only, such as {name}=https://news.example.",
    )
    return default


def service(name: str, default: str) -> str:
    """The address of a service, without a slash at its end; http only on this machine."""
    word = text(name, default).rstrip("/")
    split = _split(word)
    secret = split and (split.scheme == "https" or (split.scheme == "http" and not is_public(word)))
    if split and secret and split.hostname and not (split.query or split.fragment or "@" in word):
        return word
    _problem(f"{name}={word!r} is no address of a service.", f"Write https, such as {default}.")
    return default


def api_key(name: str) -> str:
    """A key that a service gave us; empty when there is none."""
    word = text(name)
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,100}", word):
        _problem(f"{name} is no key.", "Write the key alone, or unset it.")
        return ""
    return word


def is_public(address: str) -> bool:
    """Whether a site's address may be reached by others than this machine and its tests."""
    name = (urlsplit(address).hostname or "").rstrip(".")
    if is_address(name):
        return not ip_address(name).is_loopback
    return not (name == "localhost" or name.endswith((".localhost", ".test")))


def kept_secret(name: str, file: Path) -> str:
    """The variable, or a random secret made once and kept in ``file`` (0600)."""
    if given := text(name):
        if len(given) < 50 or len(set(given)) < 5:
            _problem(
                f"{name} is too easy to guess.",
                f"Write at least 50 random characters, or unset {name}: then one is made and kept.",
            )
        return given
    made = secrets.token_urlsafe(50)
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            _write_once(file, made)
        return file.read_text().strip()
    except OSError as error:
        _problem(
            f"{file.parent} cannot be used: {error.strerror}.",
            "Set VAR_DIR to a folder that can be written and has room.",
        )
    return made


def _write_once(file: Path, secret: str) -> None:
    """Make the file whole or not at all; another process's file stays."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
            handle.write(secret)
        os.link(new, file)
    except FileExistsError:
        pass
    finally:
        new.unlink(missing_ok=True)


def database(name: str) -> dict[str, Any]:
    """Django's settings for the PostgreSQL at this URL; the embedded one when it is unset."""
    reuse = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    url = text(name)
    if not url:
        return {"ENGINE": "newsroom.embedded", "NAME": "newsroom", **reuse}
    try:
        found: dict[str, Any] = {**dj_database_url.parse(url)}
        usable = found["ENGINE"] == "django.db.backends.postgresql" and found["NAME"]
    except ValueError:
        usable = False
    if not usable:
        _problem(
            f"{name} is no address of a PostgreSQL database.",
            f"Write {name}=postgres://user:password@host:5432/name, or unset it: then the "
            "newsroom brings its own.",
        )
        return {"ENGINE": "django.db.backends.dummy"}
    options = {"connect_timeout": CONNECT_TIMEOUT, **found.get("OPTIONS", {})}
    return {**found, **reuse, "OPTIONS": options}


def mailer(name: str, kept: Path) -> Mailer:
    """One of Django's MAILERS; without the variable mails are kept in the folder ``kept``."""
    url = text(name)
    if not url:
        return {"BACKEND": "newsroom.mail.KeptMail", "OPTIONS": {"file_path": str(kept)}}
    split = _split(url)
    if split and split.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if split and split.scheme in {"smtp", "smtps"} and split.hostname:
        tls = yes_or_no(parse_qs(split.query).get("tls", ["no"])[-1])
        if tls is not None and not (tls and split.scheme == "smtps"):
            return {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": _smtp(split, tls),
            }
    _problem(f"{name} is no address of a mail server.", f"Write {MAIL_SHAPES}.")
    return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


def sender(name: str, site: str) -> str:
    """The address that mails come from: ``?from=`` of the mail server's URL, or by the site."""
    split = _split(text(name))
    given = parse_qs(split.query).get("from", [""])[-1] if split else ""
    return given or f"newsroom@{urlsplit(site).hostname}"


def _smtp(split: SplitResult, tls: bool) -> dict[str, Any]:
    return {
        "host": split.hostname,
        "port": split.port,
        "username": unquote(split.username or ""),
        "password": unquote(split.password or ""),
        "use_tls": tls,
        "use_ssl": split.scheme == "smtps",
        "timeout": MAIL_TIMEOUT,
    }


def _split(word: str) -> SplitResult | None:
    """The parts of a URL, or None when it has no sound host and port."""
    try:
        split = urlsplit(word)
        _ = split.port
    except ValueError:
        return None
    return split


def _is_bare(split: SplitResult) -> bool:
    """Whether there is a host in ASCII and nothing besides but a port."""
    name = split.hostname or ""
    extra = split.path or split.query or split.fragment or split.username or split.password
    return not extra and (
        is_address(name) or bool(re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9.])?", name))
    )


def _problem(wrong: str, instead: str) -> None:
    PROBLEMS.append((wrong, instead))
