"""Faces of other sites' authors: fetched by us, kept small, worn only by what is shown."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.testing import run_tasks
from lxml import html
from PIL import Image

from moderation.deciding import approve, mark_spam, reject
from moderation.models import Host, Response, State
from tests.factories import make_article, make_user
from trackbacks.faces import BACK_OFF, MOST_BYTES, SIDE, tend, tend_due
from trackbacks.incoming import receive
from trackbacks.models import Face, Linkback

WEBMENTION = Linkback.Protocol.WEBMENTION
PHOTO = "/ada.png"


@pytest.fixture
def article(near_site):
    return make_article()


@pytest.fixture
def trusted(blog):
    Host.objects.create(name=blog.host, standing=Host.Standing.TRUSTED)


@pytest.fixture
def react(article, blog):
    """Announce an entry of Ada, who has a photo; the linkback. Tasks wait."""

    def announce(name="u-in-reply-to", path="/entry/", photo=PHOTO, to=article, head=""):
        picture = f"<img class=u-photo src='{photo}' alt=''>" if photo else ""
        blog.serve(
            f"<title>An entry</title>{head}<div class=h-entry>"
            f"<a class='p-author h-card' href='https://ada.example/'>{picture}Ada</a>"
            f"<a class='{name}' href='{to.absolute_url}'>x</a></div>",
            path,
        )
        receive(protocol=WEBMENTION, source=blog.url(path), target=to.absolute_url)
        return Linkback.objects.select_related("response", "face").get(
            source=blog.url(path), article=to
        )

    return announce


def png(colour="red", size=(300, 200)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def serve_photo(blog, body=None, path=PHOTO, status=200, kind="image/png"):
    blog.serve(png() if body is None else body, path, status=status, Content_Type=kind)


def work():
    run_tasks(raise_failures=True)


def files():
    """Every file that is kept of a face."""
    folder = default_storage.path("faces")
    return sorted(default_storage.listdir("faces")[1]) if default_storage.exists(folder) else []


def pictures(client, address):
    return html.fromstring(client.get(address).content).xpath("//img[contains(@class, 'u-photo')]")


def test_a_reply_that_is_shown_has_the_face_of_its_author(react, trusted, blog, article, client):
    serve_photo(blog)
    react()
    work()
    (picture,) = pictures(client, article.path)
    face = Face.objects.get()
    assert (face.state, face.reason, face.attempt_at) == (Face.State.KEPT, "", None)
    assert picture.get("src") == face.url == f"/media/{face.file}"
    wanted = {"width": "96", "height": "96", "alt": "", "loading": "lazy"}
    assert wanted.items() <= dict(picture.attrib).items()
    assert picture.getparent().get("class") == "p-author h-card"
    assert client.get(article.path)["Content-Security-Policy"].count("img-src 'self';") == 1


def test_what_is_kept_is_a_small_square_that_we_encoded(react, trusted, blog):
    serve_photo(blog, png(size=(400, 200)))
    react()
    work()
    face = Face.objects.get()
    assert files() == [face.file.removeprefix("faces/")]
    image = Image.open(default_storage.open(face.file))
    assert (image.format, image.size) == ("WEBP", (SIDE, SIDE))
    assert blog.host not in face.file and "ada" not in face.file


def test_a_like_has_its_face_in_the_likes_line(react, trusted, blog, article, client):
    serve_photo(blog)
    react("u-like-of")
    assert article.likes.get().picture == ""
    work()
    face = Face.objects.get()
    assert article.likes.get().picture == face.file
    for address in (article.path, f"{article.path}likes/"):
        (picture,) = pictures(client, address)
        assert (picture.get("src"), picture.get("alt")) == (face.url, "")
        (item,) = picture.xpath("ancestor::li")
        assert "data-initial" not in item.attrib


def test_a_like_without_a_face_shows_its_initial(react, trusted, article, client):
    react("u-like-of", photo="")
    work()
    page = html.fromstring(client.get(article.path).content)
    assert page.xpath("//ul[@class='faces']/li/@data-initial") == ["A"]
    assert not Face.objects.exists()


def test_a_later_like_has_the_face_that_is_kept_already(react, trusted, blog, article):
    serve_photo(blog)
    react()
    work()
    react("u-like-of", "/like/")
    assert article.likes.get().picture == Face.objects.get().file
    work()
    assert blog.hits[PHOTO] == 1


def test_a_picture_is_fetched_once_for_many_linkbacks(react, trusted, blog):
    serve_photo(blog)
    for number in range(3):
        react(path=f"/entry{number}/")
    work()
    assert blog.hits[PHOTO] == 1
    assert Face.objects.get().linkbacks.count() == 3


@pytest.mark.parametrize("hide", [reject, mark_spam])
def test_it_goes_when_nobody_who_is_shown_has_it(react, trusted, blog, article, hide):
    serve_photo(blog)
    first, second = react(path="/first/"), react("u-like-of", "/second/")
    work()
    hide(first.response, by=make_user())
    work()
    assert len(files()) == Face.objects.count() == 1
    hide(second.response, by=make_user())
    work()
    assert files() == []
    assert not Face.objects.exists() and not article.likes.exists()


def test_it_goes_when_the_link_is_taken_back(react, trusted, blog, article):
    serve_photo(blog)
    react()
    work()
    blog.serve("gone", status=410)
    receive(protocol=WEBMENTION, source=blog.url(), target=article.absolute_url)
    assert Response.objects.get().state == State.WITHDRAWN
    work()
    assert files() == []
    assert not Face.objects.exists()


def test_who_waits_for_a_moderator_is_not_asked_for_a_picture(react, blog):
    serve_photo(blog)
    linkback = react()
    work()
    assert linkback.picture == blog.url(PHOTO)
    assert not blog.hits[PHOTO] and not Face.objects.exists()
    approve(linkback.response, by=make_user())
    work()
    assert blog.hits[PHOTO] == 1 and len(files()) == 1


def test_another_picture_on_the_page_is_another_face(react, trusted, blog, article):
    serve_photo(blog)
    serve_photo(blog, png("blue"), "/new.png")
    react("u-like-of")
    work()
    before = files()
    react("u-like-of", photo="/new.png")
    work()
    face = Face.objects.get()
    assert face.address == blog.url("/new.png")
    assert len(files()) == 1 and files() != before
    assert article.likes.get().picture == face.file


def test_a_new_picture_at_the_same_address_is_seen_a_day_later(react, trusted, blog, article):
    serve_photo(blog)
    react("u-like-of")
    work()
    before = files()
    serve_photo(blog, png("blue"))
    react("u-like-of")
    work()
    assert files() == before
    Face.objects.update(tried_at=timezone.now() - timedelta(days=2))
    react("u-like-of")
    work()
    assert len(files()) == 1 and files() != before
    assert article.likes.get().picture == Face.objects.get().file


def test_a_like_that_becomes_a_reply_and_back_keeps_its_face(react, trusted, blog, article):
    serve_photo(blog)
    for name in ("u-like-of", "u-in-reply-to", "u-like-of"):
        react(name)
        work()
    assert article.likes.get().picture == Face.objects.get().file
    assert len(files()) == 1


# What is no picture


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
BOMB = png(size=(5000, 4001))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"body": SVG, "kind": "image/svg+xml"}, "type"),
        ({"body": SVG}, "unusable"),
        ({"body": b"<html>no picture", "kind": "text/html"}, "type"),
        ({"body": b"GIF89a and then nothing", "kind": "image/gif"}, "unusable"),
        ({"body": b"x" * (MOST_BYTES + 1)}, "too-large"),
        ({"body": BOMB}, "unusable"),
        ({"body": b""}, "unusable"),
        ({"status": 404}, "status"),
    ],
    ids=["svg", "disguised svg", "page", "broken", "long", "bomb", "empty", "missing"],
)
def test_what_is_no_picture_is_refused_and_the_reason_kept(
    react, trusted, blog, article, client, answer, reason
):
    serve_photo(blog, **answer)
    react()
    work()
    face = Face.objects.get()
    assert (face.state, face.reason, face.attempt_at) == (Face.State.REFUSED, reason, None)
    assert files() == [] and not pictures(client, article.path)
    assert "Ada" in client.get(article.path).text


@pytest.mark.parametrize(
    "photo",
    [
        "data:image/png;base64,iVBORw0KGgo=",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://user:word@blog.example/a.png",
        "https://blog.example/" + "x" * 2_048,
        "",
    ],
)
def test_what_is_no_web_address_is_not_asked_for(react, trusted, photo):
    linkback = react(photo=photo)
    assert linkback.picture == ""
    assert not Face.objects.exists()


@pytest.mark.parametrize("photo", ["http://10.0.0.1/a.png", "http://news.example/media/x.webp"])
def test_nor_is_one_in_a_closed_network_or_of_our_own(react, trusted, photo):
    react(photo=photo)
    work()
    face = Face.objects.get()
    assert face.state == Face.State.REFUSED and face.reason in {"address", "own"}


# Workers


def test_what_fails_for_now_is_tried_again_with_growing_pauses(react, trusted, blog):
    serve_photo(blog, status=503)
    react()
    for attempt, pause in enumerate(BACK_OFF, start=1):
        work()
        face = Face.objects.get()
        assert (face.state, face.reason, face.attempts) == ("waiting", "status", attempt)
        assert timedelta(seconds=-30) < face.attempt_at - timezone.now() - pause <= timedelta()
        assert OxTask.objects.filter(status="READY", run_after=face.attempt_at).count() == 1
        Face.objects.update(attempt_at=timezone.now())
        OxTask.objects.update(run_after=timezone.now())
    work()
    face.refresh_from_db()
    assert (face.state, face.reason, face.attempt_at) == ("refused", "status", None)
    assert blog.hits[PHOTO] == len(BACK_OFF) + 1


def test_what_recovers_in_time_is_kept(react, trusted, blog):
    serve_photo(blog, status=503)
    react()
    work()
    serve_photo(blog)
    Face.objects.update(attempt_at=timezone.now())
    tend(Face.objects.get())
    assert Face.objects.get().state == Face.State.KEPT and len(files()) == 1


def test_a_server_that_fails_later_takes_no_picture_away_but_one_that_says_gone_does(
    react, trusted, blog, article
):
    serve_photo(blog)
    react("u-like-of")
    work()
    serve_photo(blog, status=503)
    Face.objects.update(attempt_at=timezone.now(), attempts=len(BACK_OFF))
    assert tend(Face.objects.get())
    assert len(files()) == 1 and article.likes.get().picture
    serve_photo(blog, status=410)
    Face.objects.update(attempt_at=timezone.now())
    assert tend(Face.objects.get())
    assert files() == [] and article.likes.get().picture == ""
    assert Face.objects.get().state == Face.State.REFUSED


def test_the_sweep_finds_a_face_whose_nudge_was_lost(react, trusted, blog):
    serve_photo(blog)
    react()
    OxTask.objects.all().delete()
    work()
    assert not blog.hits[PHOTO]
    tend_due.enqueue()
    work()
    assert len(files()) == 1


def test_who_fetches_is_not_disturbed(react, trusted, blog):
    serve_photo(blog)
    react()
    Face.objects.update(attempt_at=timezone.now() + timedelta(seconds=20))
    assert not tend(Face.objects.get())
    assert not blog.hits[PHOTO]


def test_a_worker_that_died_after_the_file_was_written_leaves_no_like_without_it(
    react, trusted, blog, article
):
    serve_photo(blog)
    react("u-like-of")
    work()
    article.likes.update(picture="")
    Face.objects.update(attempt_at=timezone.now())  # its claim has ended
    tend(Face.objects.get())
    assert article.likes.get().picture == Face.objects.get().file
    assert len(files()) == 1


def test_a_picture_that_ends_its_readers_is_not_read_for_ever(react, trusted, blog):
    serve_photo(blog)
    react()
    Face.objects.update(attempts=12)
    work()
    assert Face.objects.get().state == Face.State.REFUSED
    assert not blog.hits[PHOTO]


def test_a_face_that_somebody_took_again_is_not_thrown_away(react, trusted, blog):
    serve_photo(blog)
    linkback = react()
    work()
    reject(linkback.response, by=make_user())
    approve(linkback.response, by=make_user())
    work()
    assert len(files()) == 1 and Face.objects.get().linkbacks.count() == 1


# The site's icon


APPLE = "<link rel='apple-touch-icon' href='/touch.png'>"


def test_a_site_whose_author_has_no_picture_has_its_icon(react, trusted, blog, article, client):
    serve_photo(blog, path="/touch.png")
    react("", photo="", head=APPLE)
    work()
    (picture,) = pictures(client, article.path)
    assert picture.getparent().text_content().strip() == blog.host
    assert Face.objects.get().address == blog.url("/touch.png")


def test_the_authors_picture_comes_before_the_icon(react, trusted, blog):
    assert react(head=APPLE).picture == blog.url(PHOTO)


def test_a_site_that_names_no_icon_is_not_asked_for_one(react, trusted, blog):
    react("", photo="")
    work()
    assert set(blog.hits) == {"/entry/"}


# Bounds


def test_the_page_needs_no_query_more_for_faces(
    react, trusted, blog, article, client, django_assert_max_num_queries
):
    serve_photo(blog)
    react(path="/0/")
    react("u-like-of", "/like/0/")
    work()
    client.get(article.path)
    with django_assert_max_num_queries(40) as before:
        client.get(article.path)
    for number in range(1, 11):
        serve_photo(blog, path=f"/{number}.png")
        react(path=f"/{number}/", photo=f"/{number}.png")
        react("u-like-of", f"/like/{number}/", photo=f"/{number}.png")
    work()
    assert Face.objects.count() == 11
    with django_assert_max_num_queries(len(before)) as after:
        assert len(pictures(client, article.path)) == 22
    assert len(after) == len(before)
