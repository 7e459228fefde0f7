"""Each role may do its own work, and is refused that of the others by the address itself."""

import pytest
from django.contrib.auth.models import Group

from articles.models import Article, Section, Tag
from articles.publishing import publish
from articles.revisions import waiting
from newsroom.roles import ROLES, sync_roles
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_newsroom,
    make_section,
    make_tag,
    make_user,
)
from tests.forms import WRITING, address_of, fields, write

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
QUEUE = "/admin/moderation/response/"


@pytest.fixture
def sign_in(client):
    make_newsroom()

    def as_role(role):
        user = make_user(role=role)
        client.force_login(user)
        return user

    return as_role


def published(headline="Public"):
    article = make_article(headline, published=False)
    publish(article, by=None)
    return article


def act(client, address, action, *rows):
    selected = {"action": action, "index": "0", "_selected_action": [row.pk for row in rows]}
    return client.post(address, selected)


def test_the_groups_are_there_with_exactly_their_permissions():
    for name, wanted in ROLES.items():
        group = Group.objects.get(name=name)
        held = group.permissions.values_list("content_type__app_label", "codename")
        assert {f"{room}.{word}" for room, word in held} == wanted, name


def test_syncing_again_takes_back_what_somebody_added():
    group = Group.objects.get(name="Moderator")
    group.permissions.set(Group.objects.get(name="Editor").permissions.all())
    sync_roles()
    assert group.permissions.count() == len(ROLES["Moderator"])


# Reporter


def test_a_reporter_writes_drafts_and_changes_those_of_others(client, sign_in):
    sign_in("Reporter")
    assert write(client, headline="Mine").status_code == 302
    theirs = make_article("Theirs", published=False)
    assert write(client, address_of(theirs), headline="Ours").status_code == 302
    assert set(Article.objects.values_list("headline", flat=True)) == {"Mine", "Ours"}


@pytest.mark.parametrize("button", ["_publish", "_withdraw"])
def test_a_reporter_is_refused_the_buttons_of_editors(client, sign_in, button):
    sign_in("Reporter")
    article = make_article("Draft", published=False)
    assert write(client, address_of(article), button=button).status_code == 403
    assert write(client, WRITING, button=button, headline="New").status_code == 403
    assert set(Article.objects.values_list("headline", "status")) == {("Draft", "draft")}


def test_what_a_reporter_changes_in_a_public_article_waits_for_an_editor(client, sign_in):
    reporter = sign_in("Reporter")
    article = published()
    assert write(client, address_of(article), headline="Changed").status_code == 302
    article.refresh_from_db()
    assert article.headline == "Public"
    assert waiting(article).created_by == reporter
    sign_in("Editor")
    assert write(client, address_of(article), button="_publish").status_code == 302
    article.refresh_from_db()
    assert article.headline == "Changed"


@pytest.mark.parametrize("button", ["_publish", "_withdraw", "_unschedule"])
def test_a_reporter_never_decides_about_a_public_article(client, sign_in, button):
    sign_in("Reporter")
    article = published()
    assert write(client, address_of(article), button=button, headline="X").status_code == 403
    article.refresh_from_db()
    assert (article.headline, article.status) == ("Public", "published")
    assert article.revisions.count() == 1


@pytest.mark.parametrize("action", ["publish_selected", "withdraw_selected", "delete_selected"])
def test_a_reporter_is_refused_the_actions_of_the_list(client, sign_in, action):
    article = make_article("Draft", published=False)
    sign_in("Reporter")
    assert act(client, LIST, action, article).status_code == 403
    article.refresh_from_db()
    assert article.status == "draft"


@pytest.mark.parametrize(
    "address",
    [
        QUEUE,
        "/admin/moderation/host/",
        "/admin/accounts/user/",
        "/admin/masthead/newsroom/1/change/",
        "/admin/articles/section/add/",
        "/admin/articles/author/add/",
        "/admin/comments/comment/",
    ],
)
def test_a_reporter_is_refused_other_rooms(client, sign_in, address):
    sign_in("Reporter")
    assert client.get(address).status_code == 403


def test_a_reporter_cannot_decide_about_a_response(client, sign_in):
    response = make_comment(published(), state="held").response
    sign_in("Reporter")
    assert client.post(QUEUE, {"decide": f"approve:{response.pk}"}).status_code == 403
    assert client.post(f"{QUEUE}{response.pk}/change/", {"decide": "approve"}).status_code == 403
    assert act(client, QUEUE, "approve", response).status_code == 403
    response.refresh_from_db()
    assert response.state == "held"


# Moderator


def test_a_moderator_decides(client, sign_in):
    response = make_comment(published(), state="held").response
    moderator = sign_in("Moderator")
    assert client.post(QUEUE, {"decide": f"approve:{response.pk}"}).status_code == 302
    response.refresh_from_db()
    assert response.state == "shown"
    assert response.decisions.get().decided_by == moderator


def test_a_moderator_reads_articles_and_cannot_write_them(client, sign_in):
    article = make_article("Draft", published=False, body="<p>Words of a draft.</p>")
    sign_in("Editor")
    typed = {**fields(client.get(address_of(article)), "article_form"), "headline": "Changed"}
    del typed["unsaved-person"]  # who opened the form: it would be kept for them
    sign_in("Moderator")
    page = client.get(address_of(article))
    assert page.status_code == 200
    assert "<p>Words of a draft.</p>" in page.content.decode()
    for button in ("_save", "_publish", "_withdraw", "_bin", "_restore"):
        assert client.post(address_of(article), {**typed, button: "1"}).status_code == 403
        assert client.post(WRITING, {**typed, button: "1"}).status_code == 403
    assert client.get(WRITING).status_code == 403
    for action in ("publish_selected", "bin_selected", "restore_selected"):
        assert act(client, LIST, action, article).status_code == 403
    assert Article.objects.get().headline == "Draft"


# Editor


def test_an_editor_publishes_withdraws_and_decides(client, sign_in):
    draft, response = (
        make_article("Draft", published=False),
        make_comment(published(), state="held").response,
    )
    sign_in("Editor")
    assert act(client, LIST, "publish_selected", draft).status_code == 302
    draft.refresh_from_db()
    assert draft.is_public
    assert act(client, LIST, "withdraw_selected", draft).status_code == 302
    draft.refresh_from_db()
    assert draft.status == "withdrawn"
    assert client.post(QUEUE, {"together": "spam", "row": [response.pk]}).status_code == 302
    response.refresh_from_db()
    assert response.state == "spam"


@pytest.mark.parametrize(
    "address",
    ["/admin/accounts/user/", "/admin/accounts/user/add/", "/admin/masthead/newsroom/1/change/"],
)
def test_an_editor_is_refused_people_and_the_newsroom(client, sign_in, address):
    sign_in("Editor")
    assert client.get(address).status_code == 403


def test_nobody_deletes_an_article_by_hand(client, sign_in):
    article = published()
    client.force_login(make_user(is_superuser=True))
    for address in (f"{LIST}{article.pk}/delete/",):
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert act(client, LIST, "delete_selected", article).status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


def test_what_articles_are_filed_under_is_deleted_only_while_nothing_needs_it(client, sign_in):
    sign_in("Editor")
    used, free, tag = make_section("Used"), make_section("Free"), make_tag("Gone")
    make_article("In it", section=used)
    make_article("By her", authors=[make_author()])
    for section in (used, free):
        client.post(f"/admin/articles/section/{section.pk}/delete/", {"post": "yes"})
    client.post(f"/admin/articles/tag/{tag.pk}/delete/", {"post": "yes"})
    assert list(Section.objects.all()) == [used]
    assert not Tag.objects.exists()


# Nobody and anybody


@pytest.mark.parametrize("address", ["/admin/", LIST, WRITING, QUEUE, "/admin/autocomplete/"])
def test_nobody_sees_anything_without_signing_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


def test_an_account_that_may_not_enter_the_admin_does_not(client):
    client.force_login(make_user(is_staff=False, role="Editor"))
    assert client.get(LIST).status_code == 302
    assert client.post(WRITING, {"headline": "x", "_publish": "1"}).status_code == 302
    assert not Article.objects.exists()


def test_a_form_of_another_site_is_refused(client, sign_in):
    client.handler.enforce_csrf_checks = True
    sign_in("Editor")
    response = make_comment(published(), state="held").response
    assert client.post(QUEUE, {"decide": f"approve:{response.pk}"}).status_code == 403
