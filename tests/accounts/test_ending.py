"""A colleague leaves: nobody comes in any more, nothing is lost, and somebody always stays."""

from datetime import timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.ending import end, left_behind, reopen
from accounts.models import User
from accounts.people import erase_person, export_person
from articles.models import Article, Author
from articles.publishing import publish
from articles.revisions import record, save, scheduled
from lib.leaving import WORK
from newsroom.roles import sync_roles
from tests.articles.drafts import at_once
from tests.factories import PASSWORD, make_article, make_author, make_newsroom, make_user
from tests.forms import send

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def owner(client):
    make_newsroom()
    owner = make_user("owner@example.org", is_superuser=True)
    client.force_login(owner)
    return owner


@pytest.fixture
def leyla():
    return make_user("leyla@example.org", name="Leyla", role="Reporter")


def page_of(user):
    return f"{PEOPLE}{user.pk}/ending/"


# The verb


def test_every_session_and_every_token_is_void_at_once(client, owner, leyla):
    client.force_login(leyla)
    assert client.get("/admin/").status_code == 200
    token = default_token_generator.make_token(leyla)
    end(leyla, by=owner)
    assert client.get("/admin/").status_code == 302
    assert not client.login(email=leyla.email, password=PASSWORD)
    leyla.refresh_from_db()
    assert not default_token_generator.check_token(leyla, token)
    reopen(leyla, by=owner)
    assert client.get("/admin/").status_code == 302


def test_all_rights_are_gone_and_do_not_come_back_by_themselves(owner, leyla):
    end(leyla, by=owner)
    reopen(leyla, by=owner)
    leyla = User.objects.get(pk=leyla.pk)
    assert (leyla.is_active, leyla.is_staff, leyla.is_superuser) == (True, False, False)
    assert not leyla.get_all_permissions()
    assert not leyla.has_usable_password()


def test_drafts_go_to_the_colleague_and_nothing_else_does(owner, leyla):
    draft = make_article("Draft", published=False, created_by=leyla)
    public = make_article("Public", created_by=leyla)
    others = make_article("Theirs", published=False, created_by=owner)
    heir = make_user(role="Reporter")
    end(leyla, by=owner, successor=heir)
    owners = dict(Article.objects.values_list("pk", "created_by"))
    assert owners == {draft.pk: heir.pk, public.pk: leyla.pk, others.pk: owner.pk}


def test_bylines_stay_and_so_does_the_page_of_the_author(client, owner, leyla):
    author = make_author("Leyla Karimi", user=leyla)
    article = make_article(authors=[author])
    end(leyla, by=owner)
    assert "Leyla Karimi" in client.get(article.path).text
    assert client.get(author.get_absolute_url()).status_code == 200


def test_what_was_scheduled_goes_live_all_the_same(owner, leyla):
    hour = timezone.now() + timedelta(hours=1)
    article = make_article("Old", published=False, created_by=leyla)
    publish(article, by=leyla)
    save(article, {"headline": "New"}, based_on=1, by=leyla)
    publish(article, by=leyla, at=hour)
    later = make_article("Later", published=False, created_by=leyla)
    publish(later, by=leyla, at=hour)
    end(leyla, by=owner)
    assert scheduled(article).publish_at == hour
    later.refresh_from_db()
    assert later.is_scheduled


def test_it_is_said_before_what_there_is(owner, leyla):
    author = make_author("Leyla Karimi", user=leyla)
    for number in range(3):
        make_article(f"Draft {number}", published=False, created_by=leyla)
    make_article("Public", authors=[author])
    later = make_article("Later", published=False, created_by=leyla)
    publish(later, by=leyla, at=timezone.now() + timedelta(hours=1))
    assert left_behind(leyla) == [
        "3 drafts go to the colleague whom you choose.",
        "1 scheduled article or change goes live at its hour all the same.",
        "1 public article keeps the name over it, and the author their page.",
    ]
    assert left_behind(owner) == []


@pytest.mark.parametrize("role", [None, "Moderator"])
def test_who_may_not_write_gets_no_drafts(owner, leyla, role):
    make_article("Draft", published=False, created_by=leyla)
    with pytest.raises(ValidationError, match="may go on with the work"):
        end(leyla, by=owner, successor=make_user(role=role))
    leyla.refresh_from_db()
    assert leyla.is_active
    assert Article.objects.get().created_by == leyla


def test_the_one_who_leaves_or_has_left_gets_no_drafts(owner, leyla):
    gone = make_user(role="Reporter", is_active=False)
    for heir in (leyla, gone):
        with pytest.raises(ValidationError, match="may go on with the work"):
            end(leyla, by=owner, successor=heir)


def test_the_last_who_may_do_everything_stays(owner):
    make_user(role="Administrator")
    with pytest.raises(ValidationError, match="Nobody else may do everything"):
        end(owner, by=owner)
    other = make_user(is_superuser=True)
    end(owner, by=owner)
    with pytest.raises(ValidationError, match="Nobody else may do everything"):
        end(other, by=other)


def test_the_last_who_looks_after_people_stays():
    administrator = make_user(role="Administrator")
    make_user(role="Administrator", is_active=False)
    make_user(role="Administrator", is_staff=False)
    with pytest.raises(ValidationError, match="Nobody else looks after people"):
        end(administrator, by=administrator)
    make_user(role="Administrator")
    end(administrator, by=administrator)
    assert not User.objects.get(pk=administrator.pk).is_active


def test_an_account_is_ended_once(owner, leyla):
    end(leyla, by=owner)
    with pytest.raises(ValidationError, match="ended already"):
        end(leyla, by=owner)


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator", "Administrator"])
def test_nobody_ends_or_opens_the_account_of_somebody_above(owner, role):
    by = make_user(role=role)
    make_user(is_superuser=True)
    for verb in (end, reopen):
        with pytest.raises(ValidationError, match="may do everything"):
            verb(owner, by=by)
    assert User.objects.get(pk=owner.pk).is_active


# The page


def test_the_page_says_what_will_happen_and_then_does_it(client, owner, leyla):
    draft = make_article("Draft", published=False, created_by=leyla)
    page = client.get(page_of(leyla)).content.decode()
    assert "1 draft goes to the colleague whom you choose." in page
    assert "signed out everywhere" in page
    heir = make_user("heir@example.org", role="Editor")
    answer = send(client, page_of(leyla), "ending_form", successor=heir.pk, end="1")
    assert answer.headers["Location"] == f"{PEOPLE}{leyla.pk}/change/"
    draft.refresh_from_db()
    leyla.refresh_from_db()
    assert (draft.created_by, leyla.is_active) == (heir, False)


def test_looking_at_the_page_ends_nothing(client, owner, leyla):
    client.get(page_of(leyla))
    assert User.objects.get(pk=leyla.pk).is_active


def test_without_a_draft_nobody_has_to_be_chosen(client, owner, leyla):
    assert "successor" not in client.get(page_of(leyla)).context["form"].fields
    send(client, page_of(leyla), "ending_form", end="1")
    assert not User.objects.get(pk=leyla.pk).is_active


def test_a_draft_needs_a_colleague(client, owner, leyla):
    make_article("Draft", published=False, created_by=leyla)
    answer = send(client, page_of(leyla), "ending_form", successor="", end="1")
    assert answer.context["form"].errors["successor"]
    assert User.objects.get(pk=leyla.pk).is_active


def test_why_it_is_refused_stands_on_the_page(client, owner):
    answer = send(client, page_of(owner), "ending_form", end="1")
    assert "Nobody else may do everything" in answer.content.decode()


def test_an_ended_account_is_opened_on_the_same_page(client, owner, leyla):
    end(leyla, by=owner)
    assert "It can be opened again" in client.get(page_of(leyla)).content.decode()
    client.post(page_of(leyla), {"reopen": "1"})
    assert User.objects.get(pk=leyla.pk).is_active


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator"])
def test_only_who_looks_after_people_reaches_the_page(client, owner, leyla, role):
    client.force_login(make_user(role=role))
    assert client.get(page_of(leyla)).status_code == 403
    assert client.post(page_of(leyla), {"end": "1"}).status_code == 403
    assert client.post(page_of(leyla), {"reopen": "1"}).status_code == 403
    assert User.objects.get(pk=leyla.pk).is_active


def test_an_administrator_does_not_reach_somebody_above(client, owner):
    make_user(is_superuser=True)
    client.force_login(make_user(role="Administrator"))
    assert client.get(page_of(owner)).status_code == 403
    assert client.post(page_of(owner), {"end": "1"}).status_code == 403
    assert User.objects.get(pk=owner.pk).is_active


def test_the_form_of_a_person_ends_no_account(client, owner, leyla):
    send(client, f"{PEOPLE}{leyla.pk}/change/", "user_form", is_active=None)
    assert User.objects.get(pk=leyla.pk).is_active
    assert page_of(leyla) in client.get(f"{PEOPLE}{leyla.pk}/change/").content.decode()


# Erasing


def test_an_ended_account_can_be_erased_and_the_byline_stays(client, owner, leyla):
    author = make_author("Leyla Karimi", user=leyla, email="leyla@example.org")
    article = make_article(authors=[author], created_by=leyla)
    record(article, by=leyla)
    end(leyla, by=owner)
    erased = erase_person("Leyla@Example.org")
    assert (erased["author"], erased["account"]) == (1, 1)
    author = Author.objects.get()
    assert (author.user, author.email, author.name) == (None, "", "Leyla Karimi")
    assert "Leyla Karimi" in client.get(article.path).text
    assert "leyla@example.org" not in client.get(author.get_absolute_url()).text
    assert article.revisions.get().created_by is None
    assert erase_person("leyla@example.org")["author"] == 0


def test_what_is_kept_of_an_author_is_shown_to_its_owner(leyla):
    make_author("Shirin", user=leyla, biography="Writes.")
    (kept,) = export_person("leyla@example.org")["author"]
    assert (kept["name"], kept["biography"]) == ("Shirin", "Writes.")


def test_an_author_with_another_address_is_left_alone(leyla):
    make_author("Ben", user=leyla, email="desk@example.org")
    erase_person("DESK@example.org")
    author = Author.objects.get()
    assert (author.email, author.user) == ("", leyla)


def test_the_work_that_is_handed_over_says_what_right_it_takes():
    assert all(work.right for work in WORK.values() if work.hand)


# At once, and many


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_each_other_one_stays():
    sync_roles()
    owners = [make_user(is_superuser=True) for _ in range(2)]
    refused = at_once(2, lambda number: end(owners[number], by=owners[1 - number]))
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1
    assert len(refused) == 1


def test_the_page_costs_the_same_however_much_there_is(client, owner, leyla):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(leyla)).status_code == 200
        return len(captured)

    def fill(number):
        for index in range(number):
            make_article(f"Draft {index}", published=False, created_by=leyla)
            make_user(role="Reporter")

    fill(2)
    few = queries()
    fill(20)
    assert queries() == few
