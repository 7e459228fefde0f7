"""A channel and its items, written as RSS 2.0, Atom or JSON Feed, without any database."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator
from lxml.html import fragment_fromstring, tostring

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, section 2.2."""
NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


@dataclass(frozen=True)
class Channel:
    """What is followed; ``link`` is its page, ``feed`` the feed's own address, both absolute."""

    title: str
    description: str
    language: str
    link: str
    feed: str


@dataclass(frozen=True)
class Image:
    """A picture at an absolute address; width and height in pixels."""

    address: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True)
class Item:
    """One article; ``html`` has absolute addresses, people are names with their pages."""

    title: str
    link: str
    summary: str
    html: str
    language: str
    published: datetime
    changed: datetime
    authors: list[tuple[str, str]]
    tags: list[str]
    image: Image | None
    contributors: list[tuple[str, str]] = field(default_factory=list)


class Rss(Rss201rev2Feed):
    """RSS 2.0 with Dublin Core's people, the whole text, and the picture as Media RSS has it."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for element, people in (("creator", "authors"), ("contributor", "contributors")):
            for name, __ in item[people]:
                handler.addQuickElement(f"dc:{element}", name)
        handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("content:encoded", item["content"])
        if item["image"]:
            self.add_picture(handler, item["image"])

    def add_picture(self, handler: SimplerXMLGenerator, image: Image) -> None:
        """The picture with its description and credit."""
        size = {"width": str(image.width), "height": str(image.height)}
        facts = {"url": image.address, "medium": "image", "type": "image/webp", **size}
        handler.startElement("media:content", AttributesImpl(facts))
        for name, words in (("media:description", image.alt), ("media:credit", image.credit)):
            if words:
                handler.addQuickElement(name, plain(words))
        handler.endElement("media:content")


class Atom(Atom1Feed):
    """Atom with everybody who made an article, the summary and the whole text."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for element, people in (("author", "authors"), ("contributor", "contributors")):
            for name, address in item[people]:
                handler.startElement(element, AttributesImpl({}))
                handler.addQuickElement("name", name)
                handler.addQuickElement("uri", address)
                handler.endElement(element)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def write_rss(channel: Channel, items: list[Item]) -> str:
    """The channel as RSS 2.0 (rssboard.org's specification and profile)."""
    return _written(Rss, channel, items)


def write_atom(channel: Channel, items: list[Item]) -> str:
    """The channel as Atom (RFC 4287)."""
    return _written(Atom, channel, items)


def write_json(channel: Channel, items: list[Item]) -> str:
    """The channel as JSON Feed 1.1 (jsonfeed.org)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.link,
        "feed_url": channel.feed,
        "description": channel.description,
        "language": channel.language,
        "items": [_json_item(item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False)


def plain(text: str) -> str:
    """Text without what XML cannot hold."""
    return NOT_IN_XML.sub("", text)


def absolute(html: str, base: str) -> str:
    """Cleaned HTML whose links and pictures work anywhere."""
    tree = fragment_fromstring(html, create_parent="div")
    for element in tree.iter():
        for name in {"href", "src", "cite"} & set(element.attrib):
            element.set(name, urljoin(base, element.get(name)))
        if "srcset" in element.attrib:
            element.set(
                "srcset", re.sub(r"(^|, )/", rf"\1{urljoin(base, '/')}", element.get("srcset"))
            )
    return str(tostring(tree, encoding="unicode"))[len("<div>") : -len("</div>")]


def _written(kind: type[SyndicationFeed], channel: Channel, items: list[Item]) -> str:
    feed = kind(
        title=plain(channel.title),
        link=channel.link,
        description=plain(channel.description),
        subtitle=plain(channel.description),
        language=channel.language,
        feed_url=channel.feed,
        author_name=plain(channel.title),
    )
    for item in items:
        feed.add_item(
            title=plain(item.title),
            link=item.link,
            description=plain(item.summary),
            pubdate=item.published,
            updateddate=item.changed,
            unique_id=item.link,
            unique_id_is_permalink=True,
            categories=[plain(tag) for tag in item.tags],
            authors=[(plain(name), address) for name, address in item.authors],
            contributors=[(plain(name), address) for name, address in item.contributors],
            content=plain(item.html),
            language=item.language,
            image=item.image,
        )
    return feed.writeString("utf-8")


def _json_item(item: Item) -> dict[str, Any]:
    written = {
        "id": item.link,
        "url": item.link,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "language": item.language,
        "date_published": item.published.isoformat(timespec="seconds"),
        "date_modified": item.changed.isoformat(timespec="seconds"),
        "authors": [{"name": name, "url": address} for name, address in item.authors],
        "tags": item.tags,
    }
    return {**written, "image": item.image.address} if item.image else written
