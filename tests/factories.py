"""The cast and the things of the tests: plain functions with defaults, nothing random.

They write rows directly, as the database would hold them; tests of a verb call the verb.
"""

from itertools import count

from django.utils import timezone

from accounts.models import User
from articles.models import Address, Article, Author, Byline, Section, Tag, Tally
from comments.models import Comment
from likes.models import Like
from masthead.models import Newsroom
from moderation.models import Response, Rule, State
from photos.models import Photo
from trackbacks.models import Linkback

PASSWORD = "correct horse battery staple"
numbers = count(1)


def make_newsroom(**fields):
    newsroom = Newsroom.objects.current()
    for name, value in {"name": "The Daily Example", **fields}.items():
        setattr(newsroom, name, value)
    newsroom.save()
    return newsroom


def make_user(email=None, *, role=None, **fields):
    """Somebody who signs in; ``role`` is the name of a group such as "Editor"."""
    fields.setdefault("is_staff", True)
    user = User.objects.create_user(
        email or f"person{next(numbers)}@example.org", PASSWORD, **fields
    )
    if role:
        user.groups.add(user.groups.model.objects.get(name=role))
    return user


def make_section(name="World", *, parent=None, **fields):
    fields.setdefault("slug", f"{name.lower()}-{next(numbers)}")
    path = f"{parent.path}/{fields['slug']}" if parent else fields["slug"]
    return Section.objects.create(name=name, parent=parent, path=path, **fields)


def make_author(name="Ada Reporter", **fields):
    fields.setdefault("slug", f"author-{next(numbers)}")
    return Author.objects.create(name=name, **fields)


def make_tag(name=None, **fields):
    return Tag.objects.create(name=name or f"Tag {next(numbers)}", **fields)


def make_photo(alt="A ship in a harbour", **fields):
    """A picture's row; no files belong to it."""
    fields.setdefault("key", f"photo-{next(numbers)}")
    sizes = {"width": 960, "height": 600, "widths": [320, 640, 960]}
    return Photo.objects.create(alt=alt, original_name="ship.jpg", **{**sizes, **fields})


def make_article(headline="A headline", *, published=True, authors=(), tags=(), **fields):
    """An article, published a moment ago unless ``published`` or ``published_at`` say otherwise."""
    number = next(numbers)
    fields.setdefault("slug", f"article-{number}")
    fields.setdefault("body", "<p>A body.</p>")
    fields.setdefault("body_html", fields["body"])
    if published:
        fields.setdefault("status", Article.Status.PUBLISHED)
        at = fields.setdefault("published_at", timezone.now())
        page = fields.get("kind") == Article.Kind.PAGE
        fields.setdefault(
            "path", f"/{fields['slug']}/" if page else f"/{at:%Y/%m/%d}/{fields['slug']}/"
        )
    article = Article.objects.create(headline=headline, **fields)
    Tally.objects.create(article=article)
    if article.path:
        Address.objects.create(path=article.path, article=article)
    for position, author in enumerate(authors):
        Byline.objects.create(article=article, author=author, position=position)
    article.tags.add(*tags)
    return article


def make_response(article, *, kind=Response.Kind.COMMENT, state=State.SHOWN, **fields):
    return Response.objects.create(article=article, kind=kind, state=state, **fields)


def make_comment(
    article, text="Well said.", *, parent=None, state=State.SHOWN, name="Rita Reader", **fields
):
    response = make_response(article, state=state, author_name=name, summary=text[:500])
    comment = Comment(
        response=response, text=text, html=fields.pop("html", f"<p>{text}</p>"), **fields
    )
    if parent:
        comment.stand_below(parent)
    comment.save(force_insert=True)
    comment.recount_above()
    return comment


def make_linkback(article, source=None, *, state=State.SHOWN, **fields):
    source = source or f"https://blog{next(numbers)}.example/entry"
    host = source.split("/")[2]
    response = make_response(
        article,
        kind=Response.Kind.LINKBACK,
        state=state,
        author_name=fields.pop("author_name", host),
        author_address=source,
        host=host,
    )
    fields.setdefault("protocol", Linkback.Protocol.PINGBACK)
    fields.setdefault("title", "Somebody's entry")
    fields.setdefault("source_key", f"key-{next(numbers)}")
    fields.setdefault("verified_at", timezone.now())
    return Linkback.objects.create(
        response=response,
        article=article,
        source=source,
        target=article.absolute_url,
        verify_at=None,
        **fields,
    )


def make_like(article, **fields):
    if "source" not in fields:
        fields.setdefault("visitor", f"visitor-{next(numbers)}")
    return Like.objects.create(article=article, **fields)


def make_rule(pattern="pills", *, kind=Rule.Kind.WORD, action=Rule.Action.HOLD, **fields):
    return Rule.objects.create(pattern=pattern, kind=kind, action=action, **fields)
