"""The signed address at which a writer changes or takes back a comment, for a while."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from comments.editing import edit_address
from comments.models import Comment
from masthead.models import Mode
from moderation.deciding import approve
from moderation.models import Response, Rule, State
from tests.factories import make_comment, make_newsroom, make_rule, make_user

OWN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def comment(article):
    return make_comment(article, "First words.", email="rita@example.net")


@pytest.fixture
def change(client, comment):
    """Send the form of the comment's own page."""

    def change(address=None, headers=OWN, **fields):
        sent = {"action": "edit", "comment": "Second words.", **fields}
        return client.post(address or edit_address(comment), sent, headers=headers)

    return change


def text_of(comment):
    return Comment.objects.get(pk=comment.pk).text


def test_the_page_holds_the_text_and_both_choices_and_changes_nothing(client, comment):
    answer = client.get(edit_address(comment))
    page = answer.content.decode()
    assert ">\nFirst words.</textarea>" in page
    assert 'value="delete"' in page
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
    assert not answer.cookies
    assert text_of(comment) == "First words."
    assert Response.objects.get().state == State.SHOWN


def test_a_change_is_kept_judged_and_leads_on(client, comment, change):
    answer = change()
    assert answer.status_code == 303
    assert text_of(comment) == "Second words."
    assert answer["Location"].startswith("/held/")
    assert "Second words." in client.get(answer["Location"]).content.decode()


def test_the_held_page_leads_to_the_change_while_there_is_time(client, send):
    waiting = send()["Location"]
    comment = Comment.objects.get()
    assert f'href="{edit_address(comment)}"' in client.get(waiting).content.decode()
    Response.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    page = client.get(waiting).content.decode()
    assert "/edit/" not in page


def test_deleting_takes_it_back(client, comment, change):
    answer = change(action="delete")
    assert answer.status_code == 200
    assert "Your comment was deleted" in answer.content.decode()
    assert Response.objects.get().state == State.WITHDRAWN
    assert change().status_code == 410


def test_the_link_dies_with_its_use_and_its_time(client, comment, change):
    address = edit_address(comment)
    Response.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    assert client.get(address).status_code == 410
    assert change(address).status_code == 410
    Response.objects.update(created_at=timezone.now())
    assert change(address).status_code == 303
    assert change(address, comment="Third words.").status_code == 410
    assert text_of(comment) == "Second words."


def test_an_approval_leaves_the_link_alive(client, send):
    send()
    comment = Comment.objects.get()
    address = edit_address(comment)
    approve(comment.response, by=make_user())
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"comment": ""}, 422), ({"comment": "x\0"}, 422), ({"comment": "x" * 65_526}, 422)],
)
def test_what_cannot_be_taken_is_said_beside_the_text(comment, change, fields, status):
    answer = change(**fields)
    assert answer.status_code == status
    assert 'id="edit-comment_error"' in answer.content.decode()
    assert text_of(comment) == "First words."


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
@pytest.mark.parametrize("action", ["edit", "delete"])
def test_another_sites_page_changes_nothing(comment, change, headers, action):
    assert change(headers=headers, action=action).status_code == 403
    assert text_of(comment) == "First words."
    assert Response.objects.get().state == State.SHOWN


def test_a_signature_is_for_one_comment(client, article, comment):
    other = make_comment(article, "Other words.")
    signature = edit_address(comment).split("/")[4]
    assert client.get(f"/comments/{other.pk}/edit/{signature}/").status_code == 410
    assert client.get(f"/comments/{comment.pk}/edit/{'A' * 43}/").status_code == 410
    assert client.get(f"/comments/999/edit/{signature}/").status_code == 410


def test_an_article_that_is_not_public_has_no_such_page(client, comment):
    address = edit_address(comment)
    Article.objects.update(status=Article.Status.WITHDRAWN)
    assert client.get(address).status_code == 410


def test_a_session_gives_no_rights_here(client, comment, change):
    address = edit_address(comment)
    Response.objects.update(created_at=timezone.now() - timedelta(hours=1))
    client.force_login(make_user())
    assert change(address).status_code == 410


def test_too_many_changes_answer_429_with_the_text_still_there(comment, change):
    for number in range(5):
        row = Comment.objects.get()
        assert change(edit_address(row), comment=f"Version {number}").status_code == 303
    answer = change(edit_address(Comment.objects.get()), comment="Version 6")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert ">\nVersion 6</textarea>" in answer.content.decode()


def test_a_change_from_a_banned_network_is_refused(comment, change):
    make_rule("127.0.0.0/8", kind=Rule.Kind.NETWORK, action=Rule.Action.REFUSE)
    assert change().status_code == 403
    assert text_of(comment) == "First words."


def test_a_change_from_a_network_at_which_the_newsroom_looks_is_held(client, comment, change):
    make_newsroom(comments_mode=Mode.SHOW)
    make_comment(comment.response.article, email=comment.email, browser_key="hers")
    Comment.objects.filter(pk=comment.pk).update(browser_key="hers")
    assert change().status_code == 303
    assert Response.objects.get(pk=comment.pk).state == State.SHOWN
    make_rule("127.0.0.0/8", kind=Rule.Kind.NETWORK, action=Rule.Action.HOLD)
    assert change(edit_address(Comment.objects.get(pk=comment.pk)), comment="Third.").url
    response = Response.objects.get(pk=comment.pk)
    assert (response.state, response.reason) == (State.HELD, "held-network")


def test_a_change_by_a_program_that_does_not_say_from_where_is_held(comment, change):
    change(headers={})
    assert Response.objects.get().reason == "unknown-origin"


def test_changes_count_for_the_network_that_they_come_from(comment, change, article):
    make_newsroom(comments_burst=1, comments_per_minute=1)
    assert change().status_code == 303
    Comment.objects.update(email="somebody@else.example")
    assert change(edit_address(Comment.objects.get()), comment="Third.").status_code == 429
