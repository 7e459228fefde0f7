"""A signed-in reader replies with a real token, and finds what was said."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from comments.views.answers import action_of
from moderation.models import State
from tests.factories import make_article, make_comment, make_newsroom, make_user

pytestmark = pytest.mark.django_db
OWN = "/account/comments/"


@pytest.fixture(autouse=True)
def newsroom():
    return make_newsroom(reader_accounts=True, comments_mode="show")


@pytest.fixture
def rita():
    return make_user("rita@example.org", name="Rita Reader", is_staff=False)


@pytest.fixture
def reader(client, rita):
    client.force_login(rita)
    return rita


def address_of(article):
    return f"/account/reply/{article.pk}/"


def test_a_reply_is_the_accounts_whatever_else_is_sent(client, reader):
    article = make_article()
    sent = {"comment": "Well said.", "author": "Somebody", "email": "mona@example.org", "url": "x"}
    answer = client.post(address_of(article), sent)
    assert answer.status_code == 303
    comment = Comment.objects.get()
    assert (comment.user, comment.email, comment.response.author_name) == (
        reader, "rita@example.org", "Rita Reader",
    )  # fmt: skip
    assert comment.response.state == State.HELD
    assert "/held/" in answer.url


def test_whose_reply_was_approved_before_is_trusted(client, reader):
    make_comment(make_article(), user=reader)
    article = make_article()
    answer = client.post(address_of(article), {"comment": "Once more."})
    assert answer.status_code == 303
    assert "Once more." in client.get(article.path).text


def test_the_form_holds_whom_it_answers(client, reader):
    article = make_article()
    parent = make_comment(article, "The first.", name="Mona")
    page = client.get(address_of(article), {"replytocom": parent.pk})
    assert "Mona" in page.text and "The first." in page.text
    client.post(address_of(article), {"comment": "An answer.", "comment_parent": parent.pk})
    assert Comment.objects.get(text="An answer.").parent == parent


@pytest.mark.parametrize("asked", ["x", "0", "-1", "9" * 30, "1 OR 1"])
def test_a_strange_parent_is_nobodys(client, reader, asked):
    assert client.get(address_of(make_article()), {"replytocom": asked}).status_code == 200


def test_what_is_refused_keeps_the_words(client, reader):
    article = make_article()
    other = make_comment(make_article())
    empty = client.post(address_of(article), {"comment": " ", "sent": "yes"})
    foreign = client.post(address_of(article), {"comment": "Kept.", "comment_parent": other.pk})
    assert (empty.status_code, foreign.status_code) == (422, 422)
    assert "Kept." in foreign.text


def test_who_writes_too_fast_is_told_when_to_try_again(client, reader):
    article = make_article()
    for number in range(5):
        assert client.post(address_of(article), {"comment": f"No. {number}"}).status_code == 303
    answer = client.post(address_of(article), {"comment": "No. 6"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert "No. 6" in answer.text


def test_where_replies_are_closed_there_is_no_form(client, reader):
    article = make_article(comments_open=False)
    assert client.get(address_of(article)).status_code == 403
    assert client.post(address_of(article), {"comment": "Well."}).status_code == 403
    assert not Comment.objects.exists()


def test_a_draft_and_nothing_answer_alike(client, reader):
    draft = make_article(published=False)
    for number in (draft.pk, 4711):
        assert client.get(f"/account/reply/{number}/").status_code == 404
        assert client.post(f"/account/reply/{number}/", {"comment": "x"}).status_code == 404


def test_who_is_not_signed_in_does_that_first(client):
    article = make_article()
    for answer in (client.get(address_of(article)), client.post(address_of(article))):
        assert answer.url.startswith("/account/sign-in/?next=%2Faccount%2Freply%2F")
    assert not Comment.objects.exists()


def test_the_form_speaks_the_language_of_the_article_and_finds_its_draft(client, reader):
    article = make_article(language="fa")
    page = client.get(address_of(article)).text
    assert '<html lang="fa" dir="rtl"' in page and "پاسخ دهید" in page
    assert f'data-draft="{action_of(article)}"' in page
    make_newsroom(who_may_reply="guests")
    assert f'action="{action_of(article)}"' in client.get(article.path).text


def test_a_form_without_the_token_is_refused(rita):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rita)
    article = make_article()
    page = strict.get(address_of(article))
    assert strict.post(address_of(article), {"comment": "Forged."}).status_code == 403
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = {"comment": "Mine.", "csrfmiddlewaretoken": token}
    assert strict.post(address_of(article), sent).status_code == 303
    assert Comment.objects.get().text == "Mine."


def test_a_reader_without_a_name_does_not_publish_the_address(client, reader):
    reader.name = ""
    reader.save()
    make_comment(make_article(), user=reader)
    article = make_article()
    client.post(address_of(article), {"comment": "Nameless."})
    page = client.get(article.path).text
    assert "Nameless." in page and "rita@example.org" not in page


# The list of one's own


def test_a_reader_finds_everything_she_wrote_and_what_became_of_it(client, reader):
    article, other = make_article("Bread"), make_user("mona@example.org", is_staff=False)
    for state, text in (("shown", "One"), ("held", "Two"), ("spam", "Three")):
        make_comment(article, text, user=reader, state=state)
    make_comment(article, "Somebody else’s", user=other)
    page = client.get(OWN).text
    for words in ("One", "Two", "Three", "published", "awaiting moderation", "not published"):
        assert words in page
    assert "Somebody else" not in page


def test_an_article_that_is_not_public_is_not_named(client, reader):
    make_comment(make_article("Secret", status="withdrawn"), user=reader)
    page = client.get(OWN).text
    assert "Secret" not in page and "not public any more" in page


def test_fifty_stand_on_a_page_at_the_same_cost(client, reader):
    article = make_article()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = client.get(OWN)
        return len(captured), page

    make_comment(article, "Number 0.", user=reader)
    few, _ = queries()
    for number in range(1, 55):
        make_comment(article, f"Number {number}.", user=reader)
    many, page = queries()
    assert few == many <= 10
    assert page.text.count('class="said"') == 50
    older = page.text.split('href="?before=')[1].split('"')[0]
    assert client.get(OWN, {"before": older}).text.count('class="said"') == 5
    assert client.get(OWN, {"before": "x"}).status_code == 404
