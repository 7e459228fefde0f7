"""What may be embedded: whole hosts and known shapes, and nothing that only looks like them."""

from urllib.parse import urlsplit

import pytest

from lib.embeds import PROVIDERS, embed_of, frame_sources, hosts

FRAMES = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ&t=3": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "https://youtu.be/dQw4w9WgXcQ?si=x": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "https://www.youtube.com/shorts/dQw4w9WgXcQ": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "https://vimeo.com/76979871": "https://player.vimeo.com/video/76979871?dnt=1",
    "https://vimeo.com/76979871/8272103f6e": "https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e",
    "https://www.aparat.com/v/8lHxP": "https://www.aparat.com/video/video/embed/videohash/8lHxP/vt/frame",
    "https://www.tiktok.com/@a.b/video/7300000000000000000": "https://www.tiktok.com/player/v1/7300000000000000000",
    "https://www.facebook.com/page/videos/123/": "https://www.facebook.com/plugins/video.php?show_text=true&href=https%3A%2F%2Fwww.facebook.com%2Fpage%2Fvideos%2F123%2F",
    "https://t.me/durov/6": "https://t.me/durov/6?embed=1",
    "https://soundcloud.com/forss/flickermood": "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fforss%2Fflickermood",
    "https://open.spotify.com/intl-de/episode/7makk4oTQel546B0PZlDM5": "https://open.spotify.com/embed/episode/7makk4oTQel546B0PZlDM5",
    "https://datawrapper.dwcdn.net/aBcDe/3/": "https://datawrapper.dwcdn.net/aBcDe/",
    "https://www.google.com/maps/embed?pb=!1m18!2d51.4": "https://www.google.com/maps/embed?pb=!1m18!2d51.4",
}  # fmt: skip
LINKS = {
    "https://x.com/news/status/123": "X",
    "https://twitter.com/news/status/123?s=20": "X",
    "https://www.instagram.com/p/CuE2WNQs6vH/": "Instagram",
    "https://bsky.app/profile/news.example/post/3kabc": "Bluesky",
    "https://www.google.com/maps/place/Tehran/@35.6,51.3,11z": "Google Maps",
    "https://maps.app.goo.gl/AbCdEf": "Google Maps",
}
STRANGERS = [
    "javascript:alert(1)//www.youtube.com/watch?v=dQw4w9WgXcQ",
    "data:text/html,https://youtu.be/dQw4w9WgXcQ",
    "ftp://youtu.be/dQw4w9WgXcQ",
    "//youtu.be/dQw4w9WgXcQ",
    "https://youtu.be.evil.example/dQw4w9WgXcQ",
    "https://evil-youtu.be/dQw4w9WgXcQ",
    "https://evil.example/?https://youtu.be/dQw4w9WgXcQ",
    "https://youtu.be@evil.example/dQw4w9WgXcQ",
    "https://evil@youtu.be/dQw4w9WgXcQ",
    "https://@youtu.be/dQw4w9WgXcQ",
    "https://youtu.be:8443/dQw4w9WgXcQ",
    "https://youtu.be:x/dQw4w9WgXcQ",
    "https://youtu.be./dQw4w9WgXcQ",
    "https://уoutube.com/watch?v=dQw4w9WgXcQ",
    "https://ｙoutu.be/dQw4w9WgXcQ",
    "https://youtu.be\\@evil.example/dQw4w9WgXcQ",
    "https://youtu.be/dQw4w9WgXcQ/../../evil",
    'https://youtu.be/"><script>',
    "https://www.youtube.com/watch?v=short",
    "https://www.youtube.com/redirect?q=https://evil.example",
    "https://www.google.com/search?q=maps",
    "https://www.google.com/maps/embed?pb=x&q=<script>",
    "https://[::1",
    "https://mastodon.example/@news/1",
    "https://tube.example/w/abc",
    "",
]


@pytest.mark.parametrize(("address", "frame"), FRAMES.items())
def test_an_address_of_a_provider_has_the_providers_own_frame(address, frame):
    assert embed_of(address).frame == frame


@pytest.mark.parametrize(("address", "provider"), LINKS.items())
def test_what_needs_scripts_of_its_provider_is_a_link_only(address, provider):
    embed = embed_of(address)
    assert (embed.provider, embed.frame) == (provider, "")


@pytest.mark.parametrize("address", STRANGERS)
def test_any_other_address_is_none_of_the_table(address):
    embed = embed_of(address)
    assert embed is None or embed.frame == ""
    assert embed is None or embed.address == address


def test_only_maps_are_known_of_the_look_alikes():
    known = [address for address in STRANGERS if embed_of(address)]
    assert known == ["https://www.google.com/maps/embed?pb=x&q=<script>"]  # a link to Google Maps


def test_a_peertube_site_is_known_when_the_operator_names_it(settings):
    settings.PEERTUBE_HOSTS = ["tube.example"]
    embed = embed_of("https://tube.example/w/abc-1")
    assert embed.frame == "https://tube.example/videos/embed/abc-1"
    assert hosts()["tube.example"] == "PeerTube"
    assert "https://tube.example" in frame_sources(settings.PEERTUBE_HOSTS)


@pytest.mark.parametrize("frame", FRAMES.values())
def test_the_policy_lets_in_exactly_the_frames_of_the_table(frame):
    assert any(frame.startswith(source) for source in frame_sources())


def test_the_policy_names_no_host_without_a_frame():
    sources = frame_sources()
    assert len(sources) == len({urlsplit(source).netloc for source in sources})
    assert {urlsplit(source).scheme for source in sources} == {"https"}
    silent = {"X", "Instagram", "Bluesky"}
    mute = {host for one in PROVIDERS if one.name in silent for host in one.hosts}
    assert not mute & {urlsplit(source).netloc for source in sources}
