"""People and their roles: who gives them, and what nobody can give himself."""

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.models import User
from tests.factories import PASSWORD, make_newsroom, make_user
from tests.forms import fields, send

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def administrator(client):
    make_newsroom()
    user = make_user("admin@example.org", role="Administrator")
    client.force_login(user)
    return user


def page_of(user):
    return f"{PEOPLE}{user.pk}/change/"


def test_an_administrator_adds_a_person_with_a_role(client, administrator):
    reporter = Group.objects.get(name="Reporter")
    new = {
        "email": "New@Example.ORG", "name": "New Hand", "usable_password": "true",
        "password1": PASSWORD, "password2": PASSWORD, "is_staff": "on", "groups": reporter.pk,
    }  # fmt: skip
    send(client, f"{PEOPLE}add/", "user_form", **new)
    user = User.objects.get(email="new@example.org")
    assert (user.is_staff, user.is_superuser, list(user.groups.all())) == (True, False, [reporter])
    assert user.check_password(PASSWORD)


def test_an_administrator_changes_a_role(client, administrator):
    user = make_user(role="Reporter")
    editor = Group.objects.get(name="Editor")
    send(client, page_of(user), "user_form", groups=editor.pk)
    user.refresh_from_db()
    assert list(user.groups.all()) == [editor]
    assert user.is_active


def test_an_address_is_one_account_however_it_is_written(client, administrator):
    make_user("rana@example.org")
    new = {"email": "RANA@example.org", "usable_password": "false"}
    page = send(client, f"{PEOPLE}add/", "user_form", **new).content.decode()
    assert "already exists" in page
    assert User.objects.filter(email__iexact="rana@example.org").count() == 1


def test_an_address_that_no_mail_leaves_for_names_nobody(client, administrator):
    new = {"email": "\u017fara@example.org", "usable_password": "false"}
    page = send(client, f"{PEOPLE}add/", "user_form", **new).content.decode()
    assert "Enter a valid email address." in page
    assert User.objects.count() == 1


@pytest.mark.parametrize("field", ["is_superuser", "user_permissions"])
def test_an_administrator_cannot_give_himself_everything(client, administrator, field):
    everything = [one.pk for one in Permission.objects.all()]
    sent = {**fields(client.get(page_of(administrator)), "user_form")}
    assert field not in sent
    sent[field] = "on" if field == "is_superuser" else everything
    assert client.post(page_of(administrator), sent).status_code == 302
    administrator = User.objects.get(pk=administrator.pk)
    assert not administrator.is_superuser
    assert not administrator.user_permissions.exists()


def test_an_administrator_cannot_make_a_new_person_a_superuser(client, administrator):
    new = {
        "email": "trojan@example.org", "usable_password": "true", "is_superuser": "on",
        "password1": PASSWORD, "password2": PASSWORD, "is_staff": "on",
    }  # fmt: skip
    send(client, f"{PEOPLE}add/", "user_form", **new)
    assert not User.objects.get(email="trojan@example.org").is_superuser


def test_an_administrator_cannot_touch_a_superuser(client, administrator):
    superuser = make_user("root@example.org", is_superuser=True)
    sent = {"email": "taken@example.org", "name": "x", "is_active": "on"}
    assert client.post(page_of(superuser), sent).status_code == 403
    password = {
        "password1": "another " + PASSWORD,
        "password2": "another " + PASSWORD,
        "usable_password": "true",
    }
    assert client.post(f"{PEOPLE}{superuser.pk}/password/", password).status_code == 403
    assert client.get(f"{PEOPLE}{superuser.pk}/password/").status_code == 403
    superuser.refresh_from_db()
    assert superuser.email == "root@example.org"
    assert superuser.check_password(PASSWORD)


def test_a_superuser_makes_a_superuser(client):
    make_newsroom()
    client.force_login(make_user(is_superuser=True))
    user = make_user()
    send(client, page_of(user), "user_form", is_superuser="on")
    user.refresh_from_db()
    assert user.is_superuser


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator"])
def test_only_administrators_see_people(client, role):
    make_newsroom()
    user = make_user(role=role)
    client.force_login(user)
    assert client.get(PEOPLE).status_code == 403
    assert (
        client.post(
            page_of(user), {"groups": Group.objects.get(name="Administrator").pk}
        ).status_code
        == 403
    )
    assert client.post(f"{PEOPLE}add/", {"email": "x@example.org"}).status_code == 403


def test_nobody_is_deleted(client):
    make_newsroom()
    client.force_login(make_user(is_superuser=True))
    user = make_user()
    assert client.post(f"{PEOPLE}{user.pk}/delete/", {"post": "yes"}).status_code == 403


def test_groups_and_libraries_have_no_lists_of_their_own(client):
    make_newsroom()
    client.force_login(make_user(is_superuser=True))
    for address in ("auth/group/", "taggit/tag/", "django_ox/oxtask/", "auth/permission/"):
        assert client.get(f"/admin/{address}").status_code == 404


def test_a_name_that_is_a_script_is_a_name(client, administrator):
    make_user("x@example.org", name="<script>alert(1)</script>")
    page = client.get(PEOPLE).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
