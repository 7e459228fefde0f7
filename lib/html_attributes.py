"""What the attributes of HTML from people may say: one list of names, one check per value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

# No XML feed may hold these, and no text needs them.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
FIGURE_CLASSES = frozenset({"pullquote", "wide"})
_LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
_VALUES = {
    "lang": _LANGUAGE,
    "hreflang": _LANGUAGE,
    "dir": r"ltr|rtl|auto",
    "data-photo": r"[1-9][0-9]{0,17}",
    "scope": r"row|col|rowgroup|colgroup",
    "colspan": r"[1-9][0-9]{0,2}",
    "rowspan": r"[1-9][0-9]{0,2}",
}


@dataclass(frozen=True)
class Vocabulary:
    """What one kind of writer may use. `shared` attributes stand on every tag."""

    tags: Mapping[str, frozenset[str]]
    shared: frozenset[str]
    schemes: frozenset[str]
    rel: str  # written on links that leave the site; "" writes none


def attributes(tag: str, given: Mapping[str, str], allow: Vocabulary) -> dict[str, str]:
    """The attributes of `given` that `allow` knows, with values that mean something, and `rel`."""
    names = allow.tags[tag] | allow.shared
    checked = ((name, checked_value(name, given[name], allow)) for name in given if name in names)
    kept = {name: value for name, value in checked if value is not None}
    if allow.rel and "href" in kept and not _same_site(kept["href"]):
        kept["rel"] = allow.rel
    return kept


def checked_value(name: str, value: str, allow: Vocabulary) -> str | None:
    """The value as it may be written, None when it may not."""
    value = CONTROLS.sub("", value)
    if name in {"href", "cite"}:
        return _address(value, allow.schemes)
    if name == "data-embed":
        address = _address(value, frozenset({"http", "https"}))
        return address if address and not address.startswith(("/", "#", "?")) else None
    value = " ".join(value.split())
    if name == "class":
        return " ".join(sorted(FIGURE_CLASSES.intersection(value.split()))) or None
    if name == "rel":
        return value if value == allow.rel else None
    return value if re.fullmatch(_VALUES.get(name, r"(?s).*"), value) else None


def _address(value: str, schemes: frozenset[str]) -> str | None:
    """An absolute address of these schemes, or one that begins with `/`, `#` or `?`.

    Written as browsers read it: they drop tabs and line ends and take a backslash for a slash.
    """
    value = re.sub(r"[\t\n\r]", "", value).strip().replace("\\", "/")
    value = re.sub(r"\s", "%20", value)
    value = f"https:{value}" if value.startswith("//") else value
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    if not parts.scheme:
        return value if value.startswith(("/", "#", "?")) else None
    usable = bool(parts.hostname) and port != 0 if parts.scheme in {"http", "https"} else parts.path
    return value if usable and parts.scheme in schemes else None


def _same_site(address: str) -> bool:
    return address.startswith(("/", "#", "?")) or _host(address) == _host(
        getattr(settings, "SITE_URL", "")
    )


def _host(address: str) -> tuple[str | None, int | None]:
    """Name and port, without the port that the scheme has anyway."""
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.hostname, None if parts.port == usual else parts.port
