"""The demo newsroom: filled once, complete, and never where a real newsroom could be."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from articles.models import Article, Tally
from comments.models import Comment
from likes.models import Like
from moderation.models import Response
from newsroom.demo.pictures import KINDS, draw
from photos.models import Photo
from tests.factories import make_article
from trackbacks.models import Linkback

pytestmark = pytest.mark.django_db
STORAGE = "django.core.files.storage.FileSystemStorage"
LEAD = "Our conference on press freedom will be broadcast live"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo seeded once for this module, into a transaction and a folder of its own."""
    folder = tmp_path_factory.mktemp("demo")
    originals = {"BACKEND": STORAGE, "OPTIONS": {"location": folder / "originals"}}
    own = {
        "VAR_DIR": folder,
        "EMBEDDED": True,
        "MEDIA_ROOT": folder / "media",
        "STORAGES": {**settings.STORAGES, "originals": originals},
    }
    with django_db_blocker.unblock(), override_settings(**own), transaction.atomic():
        call_command("seed_demo", verbosity=0)
        yield folder
        transaction.set_rollback(True)


def count_everything():
    return [
        model.objects.count() for model in (Article, Photo, User, Comment, Linkback, Like, Response)
    ]


def test_a_second_run_adds_nothing_and_keeps_the_passwords(demo):
    before, accounts = count_everything(), (demo / "demo-accounts.txt").read_text()
    call_command("seed_demo", verbosity=0)
    assert count_everything() == before
    assert (demo / "demo-accounts.txt").read_text() == accounts


def test_the_accounts_sign_in_with_what_the_file_says_and_only_its_owner_reads_it(demo, client):
    file = demo / "demo-accounts.txt"
    assert file.stat().st_mode & 0o077 == 0
    rows = [line.split() for line in file.read_text().splitlines()[1:]]
    assert [role for role, *_ in rows] == ["Editor", "Reporter", "Moderator", "Administrator"]
    for _role, email, password in rows:
        assert client.login(username=email, password=password)
        assert not client.login(username=email, password=password[:-1])


def test_it_is_written_in_four_languages_with_one_draft_and_one_scheduled(demo):
    public = Article.objects.published()
    assert {article.language for article in public} == {"en", "fa", "ar", "ckb"}
    assert Article.objects.listed().count() >= 12
    assert Article.objects.filter(status="draft").count() == 1
    assert [article.is_scheduled for article in Article.objects.filter(status="published")].count(
        True
    ) == 1
    assert all(article.photo and article.photo.alt for article in Article.objects.listed())


def test_the_lead_has_one_pingback_no_comment_and_likes_of_blogs(demo, client):
    lead = Article.objects.listed().newest().first()
    assert lead.headline == LEAD
    assert (lead.tally.comments, lead.tally.linkbacks, lead.tally.likes) == (0, 1, 5)
    assert lead.linkbacks.get().protocol == "pingback"
    assert all(like.source for like in lead.likes.all())
    text = client.get(lead.path).text
    assert "1 Trackback / Pingback" in text
    assert "5 bloggers like this" in text


def test_counts_are_what_is_shown(demo):
    for tally in Tally.objects.all():
        shown = Response.objects.shown().filter(article_id=tally.pk)
        assert tally.comments == shown.filter(kind="comment").count()
        assert tally.linkbacks == shown.filter(kind="linkback").count()
        assert tally.likes == Like.objects.filter(article_id=tally.pk).count()


def test_every_kind_of_linkback_and_answers_to_comments_are_there(demo):
    assert {linkback.protocol for linkback in Linkback.objects.all()} == {
        "pingback",
        "trackback",
        "webmention",
    }
    assert Comment.objects.filter(depth=3).exists()
    assert Response.objects.held().filter(kind="comment").exists()
    assert Response.objects.held().filter(kind="linkback").exists()


def test_links_between_the_articles_lead_somewhere(demo, client):
    for article in Article.objects.published():
        assert 'href="/{' not in article.body_html
    lead = Article.objects.get(headline=LEAD)
    explainer = Article.objects.get(slug="what-a-photograph-tells")
    assert f'href="{explainer.path}"' in lead.body_html
    assert client.get(explainer.path).status_code == 200


def test_what_is_there_already_stays_as_it_is(demo):
    mine = make_article("My own")
    call_command("seed_demo", verbosity=0)
    mine.refresh_from_db()
    assert mine.headline == "My own"


def test_a_database_server_of_somebodys_own_is_never_filled():
    with override_settings(EMBEDDED=False), pytest.raises(CommandError, match="embedded"):
        call_command("seed_demo", verbosity=0)


@pytest.mark.proof
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_the_same_whenever_it_is_drawn(kind):
    assert draw(kind, 1) == draw(kind, 1)
    assert draw(kind, 1) != draw(kind, 2)
