"""What of other sites may stand in an article: one closed table, by address.

The table drives three things alike: which addresses are known, the address of the frame that is
put in when a reader asks for it, and the sources that the Content-Security-Policy lets frames have.
A provider whose posts need its scripts in our page has no frame: a link stands there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings

VIDEO, TALL, AUDIO, POST, CHART, MAP = "video", "tall", "audio", "post", "chart", "map"
"""Kinds: what it is, and how much room its frame takes."""
_PORTS = {None, 80, 443}


@dataclass(frozen=True)
class Form:
    """Addresses of one shape: a pattern for path and query, and the frame made of its groups."""

    pattern: str
    kind: str
    frame: str = ""
    """``{0}``, ``{1}`` are the groups, ``{url}`` the whole address, quoted; "" is a link only."""


@dataclass(frozen=True)
class Provider:
    """One site, the names of its hosts, and the shapes of its addresses, most particular first."""

    name: str
    hosts: tuple[str, ...]
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class Embed:
    """What an address turned out to be; ``frame`` is "" where only a link may stand."""

    provider: str
    kind: str
    address: str
    frame: str


_ID = r"([A-Za-z0-9_-]{11})"
_TUBE = "https://www.youtube-nocookie.com/embed/{0}"
_VIMEO = "https://player.vimeo.com/video/{0}?dnt=1"
_PLUGIN = "https://www.facebook.com/plugins/{}.php?show_text=true&href={{url}}"
PROVIDERS = (
    Provider(
        "YouTube",
        ("www.youtube.com", "youtube.com", "m.youtube.com", "www.youtube-nocookie.com"),
        (
            Form(rf"/watch\?(?:.*&)?v={_ID}(?:&.*)?", VIDEO, _TUBE),
            Form(rf"/shorts/{_ID}/?(?:\?.*)?", TALL, _TUBE),
            Form(rf"/(?:embed|live|v)/{_ID}/?(?:\?.*)?", VIDEO, _TUBE),
        ),
    ),
    Provider("YouTube", ("youtu.be",), (Form(rf"/{_ID}/?(?:\?.*)?", VIDEO, _TUBE),)),
    Provider(
        "Vimeo",
        ("vimeo.com", "www.vimeo.com", "player.vimeo.com"),
        (
            Form(r"/([0-9]+)/([0-9a-f]+)/?(?:\?.*)?", VIDEO, _VIMEO + "&h={1}"),
            Form(r"/(?:video/|channels/\w+/)?([0-9]+)/?(?:\?.*)?", VIDEO, _VIMEO),
        ),
    ),
    Provider(
        "Aparat",
        ("www.aparat.com", "aparat.com"),
        (
            Form(
                r"/v/([A-Za-z0-9]+)/?(?:\?.*)?",
                VIDEO,
                "https://www.aparat.com/video/video/embed/videohash/{0}/vt/frame",
            ),
        ),
    ),
    Provider(
        "TikTok",
        ("www.tiktok.com", "tiktok.com"),
        (
            Form(
                r"/@[\w.-]+/video/([0-9]+)/?(?:\?.*)?", TALL, "https://www.tiktok.com/player/v1/{0}"
            ),
        ),
    ),
    Provider(
        "Facebook",
        ("www.facebook.com", "facebook.com", "m.facebook.com"),
        (
            Form(r"/[\w.-]+/videos/.+|/watch/?\?.+", VIDEO, _PLUGIN.format("video")),
            Form(
                r"/[\w.-]+/posts/.+|/permalink\.php\?.+|/photo/?\?.+", POST, _PLUGIN.format("post")
            ),
        ),
    ),
    Provider(
        "Telegram",
        ("t.me",),
        (
            Form(
                r"/(?:s/)?([A-Za-z]\w{3,31})/([0-9]+)/?(?:\?.*)?",
                POST,
                "https://t.me/{0}/{1}?embed=1",
            ),
        ),
    ),
    Provider(
        "SoundCloud",
        ("soundcloud.com", "www.soundcloud.com"),
        (
            Form(
                r"/[\w-]+/(?:sets/)?[\w-]+/?(?:\?.*)?",
                AUDIO,
                "https://w.soundcloud.com/player/?url={url}",
            ),
        ),
    ),
    Provider(
        "Spotify",
        ("open.spotify.com",),
        (
            Form(
                r"/(?:intl-\w+/)?(?:embed/)?(album|artist|episode|playlist|show|track)/(\w+)/?(?:\?.*)?",
                AUDIO,
                "https://open.spotify.com/embed/{0}/{1}",
            ),
        ),
    ),
    Provider(
        "Datawrapper",
        ("datawrapper.dwcdn.net",),
        (Form(r"/(\w{5})/(?:[0-9]+/?)?", CHART, "https://datawrapper.dwcdn.net/{0}/"),),
    ),
    Provider(
        "Google Maps",
        ("www.google.com", "maps.google.com"),
        (
            Form(r"/maps/embed\?pb=([\w!.%:+-]+)", MAP, "https://www.google.com/maps/embed?pb={0}"),
            Form(r"/maps(?:[/?].*)?", MAP),
        ),
    ),
    Provider("Google Maps", ("maps.app.goo.gl",), (Form(r"/\w+/?(?:\?.*)?", MAP),)),
    Provider(
        "X",
        ("x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"),
        (Form(r"/\w+/status(?:es)?/[0-9]+(?:[/?].*)?", POST),),
    ),
    Provider(
        "Instagram",
        ("www.instagram.com", "instagram.com"),
        (Form(r"/(?:[\w.]+/)?(?:p|reel|tv)/[\w-]+/?(?:\?.*)?", POST),),
    ),
    Provider("Bluesky", ("bsky.app",), (Form(r"/profile/[\w.:-]+/post/\w+/?", POST),)),
)
PEERTUBE = (
    Form(r"/w/([\w-]+)/?(?:\?.*)?", VIDEO, "https://{host}/videos/embed/{0}"),
    Form(r"/videos/(?:watch|embed)/([\w-]+)/?(?:\?.*)?", VIDEO, "https://{host}/videos/embed/{0}"),
)


def embed_of(address: str) -> Embed | None:
    """What stands at an absolute http(s) address, None where the table does not know it.

    A host is known by its whole name only: a user's name before it, an odd port, another letter
    that looks the same make another address, and that is a link like any.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    is_plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc and port in _PORTS
    host = parts.hostname or ""
    if not is_plain or not address.isascii():
        return None
    wanted = parts.path + (f"?{parts.query}" if parts.query else "")
    for provider in _providers():
        if host in provider.hosts:
            for form in provider.forms:
                if found := re.fullmatch(form.pattern, wanted):
                    url = quote(f"https://{host}{wanted}", safe="")
                    frame = form.frame.format(*found.groups(), url=url, host=host)
                    return Embed(provider.name, form.kind, address, frame)
    return None


def hosts() -> dict[str, str]:
    """Host → name of the provider, of all that may be embedded."""
    return {host: provider.name for provider in _providers() for host in provider.hosts}


def frame_sources(peertube: Iterable[str] = ()) -> list[str]:
    """The sources for ``frame-src``: scheme and host, with ``/maps/`` where a host is more."""
    frames = [form.frame for provider in PROVIDERS for form in provider.forms if form.frame]
    origins = {f"https://{urlsplit(frame).netloc}" for frame in frames}
    narrow = {"https://www.google.com": "https://www.google.com/maps/"}
    own = {f"https://{host}" for host in peertube}
    return sorted({narrow.get(origin, origin) for origin in origins} | own)


def _providers() -> Iterable[Provider]:
    yield from PROVIDERS
    if peertube := tuple(getattr(settings, "PEERTUBE_HOSTS", ())):
        yield Provider("PeerTube", peertube, PEERTUBE)
