"""A worker is killed while it fetches or keeps a face; another one ends with one file on all."""

from contextlib import contextmanager

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from articles.models import Tally
from likes.models import Like
from moderation.deciding import approve, reject
from tests.factories import make_article, make_newsroom, make_user
from tests.trackbacks.test_at_once import in_threads
from tests.trackbacks.test_faces import png
from tests.trackbacks.test_killed_worker import (  # noqa: F401
    hang_up,
    kill,
    mails,
    somebody_waits_for,
    start_worker,
    until,
)
from trackbacks.faces import tend_due
from trackbacks.incoming import receive
from trackbacks.models import Face, Linkback

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def liked(blog, settings):
    """A like that was approved just now, of somebody with a picture; nobody fetched it yet."""
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.MEDIA_ROOT = settings.VAR_DIR / "test-media"  # the worker's own process has no other
    make_newsroom()
    article = make_article()
    author = "<p class='p-author h-card'><img class=u-photo src=/ada.png>Ada</p>"
    link = f"<a class=u-like-of href='{article.absolute_url}'>x</a>"
    blog.serve(f"<div class=h-entry>{author}{link}</div>")
    blog.serve(png(), "/ada.png", Content_Type="image/png")
    linkback = receive(protocol="webmention", source=blog.url(), target=article.absolute_url)
    approve(linkback.response, by=make_user())
    yield article
    for face in Face.objects.exclude(file=""):
        default_storage.delete(face.file)


@contextmanager
def during_the_fetch(article, blog):
    """The picture was asked for, and nobody answers."""
    blog.hold()
    yield blog.asked.is_set
    blog.release()
    assert Face.objects.get().state == Face.State.WAITING


@contextmanager
def after_the_file_was_written(article, blog):
    """The face is kept, and the worker waits to show it on the like."""
    with transaction.atomic():
        Tally.locked(article.pk)
        yield lambda: somebody_waits_for("articles_tally")
    assert Face.objects.get().state == Face.State.KEPT
    assert Like.objects.get().picture == ""


def is_done():
    return Face.objects.filter(attempt_at=None).exists()


STAGES = [during_the_fetch, after_the_file_was_written]


@pytest.mark.proof
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_another_worker_ends_with_one_face_on_the_like(
    liked,
    blog,
    start_worker,  # noqa: F811
    stage,
):
    with stage(liked, blog) as is_reached:
        worker = start_worker()
        until(is_reached, worker)
        kill(worker)
        hang_up()
    second = start_worker()
    until(lambda: Face.objects.due().exists() or is_done(), second)
    tend_due.enqueue()  # as the clock does
    until(is_done, second)
    face = Face.objects.get()
    assert face.state == Face.State.KEPT and default_storage.exists(face.file)
    assert Like.objects.get().picture == face.file


def test_of_many_who_leave_at_once_the_last_one_has_it_thrown_away(settings, blog):
    settings.SITE_URL = "http://127.0.0.1:8000"
    make_newsroom()
    blog.serve(png(), "/ada.png", Content_Type="image/png")
    icon = "<link rel=icon href=/ada.png>"
    moderator = make_user()
    responses = []
    for number in range(8):
        article = make_article()
        source = blog.serve(f"{icon}<a href='{article.absolute_url}'>x</a>", f"/{number}/")
        linkback = receive(protocol="pingback", source=source, target=article.absolute_url)
        approve(linkback.response, by=moderator)
        responses.append(linkback.response)
    assert Face.objects.get().linkbacks.count() == 8
    Face.objects.update(attempt_at=None)
    waiting = iter(list(responses))
    in_threads(lambda: reject(next(waiting), by=moderator), 8)
    assert not Linkback.objects.exclude(face=None).exists()
    assert Face.objects.due().count() == 1
