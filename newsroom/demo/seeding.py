"""Filling a newsroom with the demo: each row has its own key, so a second run adds nothing."""

from __future__ import annotations

import hashlib
import secrets
import tomllib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import filing, publishing, revisions
from articles.models import Article, Author, Byline, Correction, Section, Tag, Tally
from comments.models import Comment
from lib.html import excerpt, paragraphs
from lib.links import host_of, same_address_key
from likes import liking
from masthead.models import Newsroom
from moderation.models import Response, State
from moderation.sittings import recount
from newsroom.demo.pictures import draw
from photos import library
from photos.models import Photo
from trackbacks.models import Linkback

CONTENT = Path(__file__).parent / "newsroom.toml"
DOMAIN = "newsroom.invalid"
ROLES = ("Editor", "Reporter", "Moderator", "Administrator")
type Table = dict[str, Any]


@transaction.atomic
def seed() -> None:
    """Add to the database what of the demo is not there yet."""
    content = tomllib.loads(CONTENT.read_text())
    Newsroom.objects.update_or_create(pk=1, defaults=content["newsroom"])
    editor = seed_accounts()
    for table in content["sections"]:
        seed_section(table)
    for table in content["authors"]:
        seed_author(table)
    articles = seed_articles(content["articles"], editor)
    seed_comments(content["comments"], articles)
    for table in content["linkbacks"]:
        seed_linkback(table, articles[table["article"]])
    for key, likes in content["likes"].items():
        seed_likes(articles[key], **likes)
    for article in articles.values():
        recount(Tally.locked(article.pk))


def seed_accounts() -> User:
    """One account per role with a password made at random, kept in VAR_DIR; returns the editor."""
    lines = []
    for role in ROLES:
        user, made = User.objects.get_or_create(
            email=f"{role.lower()}@{DOMAIN}",
            defaults={"name": f"Demo {role.lower()}", "is_staff": True},
        )
        if made:
            password = secrets.token_urlsafe(9)
            user.set_password(password)
            user.save()
            user.groups.add(Group.objects.get(name=role))
            lines.append(f"  {role:<14} {user.email:<32} {password}")
    if lines:
        file = Path(settings.VAR_DIR) / "demo-accounts.txt"
        file.touch(mode=0o600)
        file.write_text("\n".join(["Demo accounts, for this machine only:", *lines]) + "\n")
    return User.objects.get(email=f"editor@{DOMAIN}")


def seed_section(table: Table) -> None:
    """A section, at its address."""
    if not Section.objects.filter(slug=table["slug"]).exists():
        filing.save_section(Section(**table))


def seed_author(table: Table) -> None:
    """An author, at their address."""
    if not Author.objects.filter(slug=table["slug"]).exists():
        filing.save_author(Author(**table))


def seed_articles(tables: list[Table], editor: User) -> dict[str, Article]:
    """Every article by its key; those that link to others come last, when these have addresses."""
    articles: dict[str, Article] = {}
    for table in sorted(tables, key=lambda table: "/{" in table["body"]):
        headline = table["headline"]
        known = Article.objects.filter(headline=headline, created_by=editor).first()
        articles[table["key"]] = known or seed_article(table, articles, editor)
    for table in tables:
        if original := table.get("translates"):
            article = articles[table["key"]]
            article.translation_group = articles[original].translation_group
            article.save(update_fields=["translation_group"])
    return articles


def seed_article(table: Table, others: dict[str, Article], editor: User) -> Article:
    """Write one article as an editor would, and publish it at its hour when it has one."""
    names = ("headline", "standfirst", "language", "slug", "kind")
    article = Article(
        **{name: table[name] for name in names if name in table},
        body=linked(table["body"].strip(), others),
        section=Section.objects.filter(slug=table.get("section")).first(),
        photo=seed_photo(table["picture"], editor) if "picture" in table else None,
        created_by=editor,
    )
    article.save()
    Tally.locked(article.pk)
    names_in_order = [(slug, Byline.Role.WRITER) for slug in table["authors"]]
    names_in_order += [(slug, Byline.Role.PHOTOGRAPHS) for slug in table["photographs"]]
    for position, (slug, role) in enumerate(names_in_order):
        article.bylines.create(author=Author.objects.get(slug=slug), role=role, position=position)
    article.tags.add(*(seed_tag(name, article.language) for name in table["tags"]))
    revisions.record(article, by=editor)
    if "hours" in table:
        publish(article, hours_ago(table["hours"]), editor)
    if "correction" in table:
        Correction.objects.create(article=article, text=table["correction"], created_by=editor)
    return article


def publish(article: Article, at: datetime, editor: User) -> None:
    """Publish without telling the world: the demo pings nobody."""
    article.announced_at = at
    article.save(update_fields=["announced_at"])
    publishing.publish(article, by=editor, at=at)


def seed_photo(picture: Table, editor: User) -> Photo:
    """Draw a picture and take it into the library."""
    name = f"{picture['kind']}-{picture['seed']}.jpg"
    upload = SimpleUploadedFile(name, draw(picture["kind"], picture["seed"]))
    words = {name: picture[name] for name in ("alt", "caption", "credit")}
    return library.keep(upload, by=editor, rights="Free for any use", **words)


def seed_tag(name: str, language: str) -> Tag:
    """The tag of that name."""
    return Tag.objects.get_or_create(name=name, defaults={"language": language})[0]


def linked(body: str, others: dict[str, Article]) -> str:
    """Put the addresses of other articles where the text names their keys."""
    for key, article in others.items():
        body = body.replace(f'"/{{{key}}}"', f'"{article.path}"')
    return body


def seed_comments(tables: list[Table], articles: dict[str, Article]) -> None:
    """Comments in threads; each follows the one that it answers."""
    comments: dict[str, Comment] = {}
    for number, table in enumerate(tables):
        parent = comments.get(table.get("answers", ""))
        key = digest("comment", str(number))
        known = Comment.objects.filter(twin_key=key).first()
        comments[table.get("key", key)] = known or seed_comment(
            table, articles[table["article"]], parent, key
        )


def seed_comment(table: Table, article: Article, parent: Comment | None, key: str) -> Comment:
    """One comment, below the one that it answers."""
    response = seed_response(
        article,
        Response.Kind.COMMENT,
        table,
        author_name=table["name"],
        summary=excerpt(table["text"], 200),
    )
    comment = Comment(
        response=response,
        text=table["text"],
        html=paragraphs(table["text"]),
        twin_key=key,
    )
    if parent:
        comment.stand_below(parent)
    comment.save(force_insert=True)
    comment.recount_above()
    return comment


def seed_linkback(table: Table, article: Article) -> None:
    """A verified linkback, as if its source had been read."""
    source = table["source"]
    key = hashlib.sha256(same_address_key(source).encode()).hexdigest()
    if Linkback.objects.filter(article=article, source_key=key).exists():
        return
    response = seed_response(
        article,
        Response.Kind.LINKBACK,
        table,
        author_name=table["site"],
        author_address=source,
        host=host_of(source),
        summary=table["excerpt"],
    )
    Linkback.objects.create(
        response=response,
        article=article,
        protocol=table["protocol"],
        kind=table.get("kind", Linkback.Kind.LINK),
        source=source,
        source_key=key,
        target=article.absolute_url,
        title=table["title"],
        excerpt=table["excerpt"],
        verified_at=response.created_at,
        verify_at=None,
    )


def seed_response(article: Article, kind: Response.Kind, table: Table, **columns: str) -> Response:
    """A response of that hour: approved by a moderator, or held for one."""
    state = table.get("state", State.SHOWN)
    reason = "moderator" if state == State.SHOWN else "policy-hold"
    response = Response.objects.create(
        article=article, kind=kind, state=state, reason=reason, **columns
    )
    response.created_at = hours_ago(table["hours"])
    response.save(update_fields=["created_at"])
    return response


def seed_likes(article: Article, blogs: Iterable[tuple[str, str]], readers: int) -> None:
    """Likes of blogs, by name, and of so many readers."""
    for name, address in blogs:
        liking.like_from(article, source=f"{address}likes", name=name, address=address)
    for number in range(readers):
        liking.like(article, digest("reader", str(number)))


def digest(*words: str) -> str:
    """A key that is the same in every run."""
    return hashlib.sha256("\0".join(("demo", *words)).encode()).hexdigest()


def hours_ago(hours: float) -> datetime:
    """A moment before now, or after it for hours below zero."""
    return timezone.now() - timedelta(hours=hours)
