"""Portraits of commenters: only where the newsroom wants them, of who proved an address, ours."""

from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from lxml import html

from accounts.people import erase_person, export_person
from comments.confirming import confirm
from comments.models import Comment
from moderation.deciding import approve, reject
from moderation.models import State
from tests.factories import make_article, make_comment, make_newsroom, make_user
from tests.trackbacks.test_faces import files, png, work
from trackbacks import portraits
from trackbacks.models import Face, Portrait
from trackbacks.portraits import portray, portray_shown, tend_portraits

pytestmark = pytest.mark.django_db
RITA = "rita@example.net"
HASH = sha256(RITA.encode()).hexdigest()
PATH = f"/avatar/{HASH}"


@pytest.fixture
def gravatar(blog, settings):
    """The service, which knows Rita's picture."""
    settings.GRAVATAR = blog.url("/avatar/")
    blog.serve(png(), PATH, Content_Type="image/png")
    return blog


@pytest.fixture
def article(near_site, gravatar):
    make_newsroom(gravatars=True)
    return make_article()


@pytest.fixture
def say(article):
    """A comment of Rita's that a moderator shows."""

    def say(**fields):
        fields = {"email": RITA, "confirmed_at": timezone.now(), **fields}
        comment = make_comment(article, state=State.HELD, **fields)
        approve(comment.response, by=make_user())
        work()
        return Comment.objects.get(pk=comment.pk)

    return say


def face_on(client, article):
    return html.fromstring(client.get(article.path).content).xpath("//p[@class='who']/img")


def test_a_shown_comment_has_the_portrait_of_its_writer_from_our_own_site(
    say, article, client, gravatar
):
    comment = say()
    (image,) = face_on(client, article)
    assert image.get("src") == comment.picture_url == f"/media/{Face.objects.get().file}"
    assert image.get("alt") == "" and image.get("loading") == "lazy"
    page = client.get(article.path).content.decode()
    assert HASH not in page and gravatar.host not in page and "data-initial" not in page
    assert HASH not in comment.picture
    assert gravatar.hits[PATH] == 1


def test_many_comments_of_one_writer_ask_once(say, article, client, gravatar):
    for email in (RITA, " Rita@Example.NET"):
        say(email=email)
    assert gravatar.hits[PATH] == 1
    assert Face.objects.count() == 1
    assert len(face_on(client, article)) == 2


def test_nobody_is_asked_unless_the_newsroom_wants_it(say, article, client, gravatar):
    make_newsroom(gravatars=False)
    assert say().picture == ""
    assert not gravatar.hits and not Face.objects.exists()
    (who,) = html.fromstring(client.get(article.path).content).xpath("//p[@class='who']")
    assert who.get("data-initial") == "R" and not who.xpath("img")


def test_typing_somebodys_address_gives_nobody_their_face(say, gravatar):
    for fields in ({}, {"browser_key": "a thief's"}):
        assert say(confirmed_at=None, **fields).picture == ""
    assert say(email="", confirmed_at=None).picture == ""
    assert not gravatar.hits


@pytest.mark.parametrize("proof", ["an account", "this browser"])
def test_an_account_or_a_browser_that_proved_it_before_is_a_proof(say, proof):
    if proof == "an account":
        fields = {"user": make_user(RITA, is_staff=False)}
    else:
        say(browser_key="hers")
        fields = {"browser_key": "hers"}
    assert say(confirmed_at=None, **fields).picture


def test_who_waits_or_is_hidden_again_has_no_portrait(say, article, gravatar):
    make_comment(article, state=State.HELD, email=RITA, confirmed_at=timezone.now())
    work()
    assert not gravatar.hits
    comment = say()
    assert files()
    reject(comment.response, by=make_user())
    work()
    comment.refresh_from_db()
    assert (comment.picture, files()) == ("", [])
    assert not Face.objects.exists() and not Portrait.objects.exists()


def test_an_address_without_a_picture_shows_the_letter(say, article, client, gravatar):
    del gravatar.pages[PATH]
    say()
    assert Face.objects.get().state == Face.State.REFUSED
    assert face_on(client, article) == []


@pytest.mark.parametrize("body", [b"<svg onload='alert(1)'/>", b"GIF89a", b"x" * 2_000_000])
def test_what_is_no_picture_is_not_kept(say, gravatar, body):
    gravatar.serve(body, PATH, Content_Type="image/png")
    assert say().picture == ""
    assert files() == []


def test_when_the_newsroom_wants_none_any_more_they_are_erased(say, article, client):
    comment = say()
    tend_portraits.func()
    assert files()
    make_newsroom(gravatars=False)
    tend_portraits.func()
    work()
    comment.refresh_from_db()
    assert (comment.picture, files()) == ("", [])
    assert not Face.objects.exists()
    assert face_on(client, article) == []


def test_what_was_shown_before_is_given_portraits_in_bounded_batches(
    say, article, client, gravatar, monkeypatch
):
    make_newsroom(gravatars=False)
    older = [say(text=f"Number {number}") for number in range(5)]
    say(text="Unproven", confirmed_at=None)
    hidden = say(text="Hidden")
    reject(hidden.response, by=make_user())
    make_newsroom(gravatars=True)
    monkeypatch.setattr(portraits, "AT_ONCE", 2)
    looked = []
    while not looked or looked[-1]:
        looked.append(portray_shown())
    work()
    assert looked == [2, 2, 2, 0]
    pictures = set(Comment.objects.filter(pk__in=[one.pk for one in older]).values_list("picture"))
    assert pictures == {(Face.objects.get().file,)}
    assert gravatar.hits[PATH] == 1
    assert len(face_on(client, article)) == 5
    assert set(Portrait.objects.values_list("pk", flat=True)) == {one.pk for one in older}


def test_when_all_were_looked_at_nobody_looks_again_until_it_is_switched_on_anew(
    say, article, django_assert_num_queries
):
    make_newsroom(gravatars=False)
    comment = say()
    make_newsroom(gravatars=True)
    tend_portraits.func()
    assert Portrait.objects.filter(comment=comment).exists()
    with django_assert_num_queries(1):
        portray_shown()
    for wanted, rows in ((False, 0), (True, 1)):
        make_newsroom(gravatars=wanted)
        tend_portraits.func()
        assert Portrait.objects.count() == rows


def test_who_dies_in_between_leaves_the_rest_to_be_looked_at_again(say, article, monkeypatch):
    make_newsroom(gravatars=False)
    comments = [say(text=f"Number {number}") for number in range(3)]
    make_newsroom(gravatars=True)
    portrayed = []

    def portray_until_killed(comment):
        portrayed.append(comment.pk)
        if len(portrayed) == 2:
            raise SystemExit
        return portray(comment)

    with monkeypatch.context() as patch:
        patch.setattr(portraits, "portray", portray_until_killed)
        with pytest.raises(SystemExit):
            portray_shown()
    portray_shown()
    assert Portrait.objects.count() == len(comments)


@pytest.mark.parametrize("keep_text", [True, False])
def test_a_portrait_is_shown_to_whose_it_is_and_goes_with_the_rest(say, keep_text):
    comment = say()
    (told,) = export_person(RITA)["portraits"]
    assert told == {"comment": comment.pk, "picture": comment.picture}
    assert erase_person(RITA, keep_text=keep_text)["portraits"] == 1
    work()
    comment.refresh_from_db()
    assert (comment.picture, files()) == ("", [])
    assert not Face.objects.exists()
    assert not default_storage.exists(told["picture"])


def test_a_comment_that_is_shown_by_the_proof_itself_has_it(article, gravatar):
    make_newsroom(gravatars=True, comments_mode="show", who_may_reply="confirmed")
    comment = make_comment(article, state=State.HELD, email=RITA)
    comment.response.reason = "unconfirmed"
    comment.response.save()
    make_comment(article, email=RITA, text="Shown before.")
    confirm(comment)
    work()
    comment.refresh_from_db()
    assert comment.response.is_shown
    assert comment.picture
