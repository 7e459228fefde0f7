"""Editing and deleting: in time, judged anew, with what was said before kept for moderators."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Tally
from comments.editing import delete, edit, edit_link, may_edit
from comments.models import Comment, Wording
from comments.replies import Refused, Reply
from comments.submission import submit
from lib.clients import Origin
from masthead.models import Mode
from moderation.deciding import approve, mark_spam, reject
from moderation.models import Decision, Host, Response, State
from moderation.sittings import recount
from tests.factories import make_comment, make_newsroom, make_user

REPLY = Reply(text="Well said.", author_name="Rita", email="rita@example.net", browser="her own")


@pytest.fixture
def newsroom(db):
    return make_newsroom(comments_mode=Mode.SHOW)


@pytest.fixture
def trusted(article, newsroom):
    """Something of Rita's that was approved in the browser that she writes with."""
    return make_comment(article, "Before.", email="rita@example.net", browser_key="her own")


def time_passes(comment, minutes):
    Response.objects.filter(pk=comment.pk).update(
        created_at=timezone.now() - timedelta(minutes=minutes)
    )
    comment.response.refresh_from_db()


def refusal_of(verb, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return refused.value.verdict


def test_an_edit_replaces_the_text_and_keeps_the_earlier_one(article, newsroom, trusted):
    comment = submit(article, REPLY, newsroom)
    assert comment.response.is_shown
    assert edit(comment, "Well <b>put</b>.", by=None)
    row = Comment.objects.get(pk=comment.pk)
    assert (row.text, row.html) == ("Well <b>put</b>.", "<p>Well <b>put</b>.</p>")
    assert row.response.is_shown
    assert row.response.summary == "Well put."
    assert row.response.edited_at
    (before,) = row.wordings.all()
    assert (before.text, before.replaced_by) == ("Well said.", None)


def test_an_edit_to_the_same_text_changes_nothing(article, newsroom, trusted):
    comment = submit(article, REPLY, newsroom)
    assert not edit(comment, "Well said.", by=None)
    assert not Wording.objects.exists()
    assert Response.objects.get(pk=comment.pk).edited_at is None


def test_an_edited_comment_goes_through_the_checks_again(article, newsroom, trusted):
    newsroom.most_links = 0
    newsroom.save()
    comment = submit(article, REPLY, newsroom)
    recount(Tally.objects.get(article=article))
    assert edit(comment, "Buy at https://shop.example", by=None)
    row = Comment.objects.get(pk=comment.pk)
    assert (row.response.state, row.response.reason) == (State.HELD, "many-links")
    assert row.held_token
    assert comment.held_token == row.held_token
    assert Tally.objects.get(article=article).comments == 1


def test_the_approval_of_a_first_comment_is_no_trust_for_its_own_edit(article, newsroom):
    comment = submit(article, REPLY, newsroom)
    approve(comment.response, by=make_user())
    edit(comment, "Something else altogether.", by=None)
    assert Response.objects.get().state == State.HELD
    assert Response.objects.get().reason == "first-timer"


def test_a_held_comment_stays_held_and_keeps_its_address(article, newsroom):
    comment = submit(article, REPLY, newsroom)
    token = comment.held_token
    edit(comment, "Better.", by=None)
    row = Comment.objects.get()
    assert (row.response.state, row.held_token) == (State.HELD, token)


def test_an_edit_shows_nothing_that_waits_for_a_person(article, newsroom, trusted):
    """Such as what came from nobody knows where, or in a raid: the edit tells nothing of that."""
    for reply in (
        replace(REPLY, text="One.", origin=Origin.UNKNOWN),
        replace(REPLY, text="Two.", honeypot="x"),
    ):
        comment = submit(article, reply, newsroom)
        before = comment.response.state
        edit(comment, f"{reply.text} Better.", by=None)
        assert Response.objects.get(pk=comment.pk).state == before != State.SHOWN


def test_an_edit_to_spam_is_hidden_and_its_writer_is_not_told(article, newsroom, trusted):
    comment = submit(article, REPLY, newsroom)
    Host.objects.create(name="spam.example", standing=Host.Standing.BLOCKED)
    Response.objects.filter(pk=comment.pk).update(author_address="https://spam.example/")
    edit(comment, "Changed.", by=None)
    row = Comment.objects.get(pk=comment.pk)
    assert row.response.state == State.SPAM
    assert row.held_token


def test_a_moderators_edit_is_not_judged_and_has_no_end(article, newsroom):
    newsroom.most_links = 0
    newsroom.save()
    moderator = make_user()
    comment = make_comment(article, "Call 555 now.")
    time_passes(comment, 60 * 24)
    assert edit(comment, "See https://example.org", by=moderator)
    assert comment.response.is_shown
    assert Wording.objects.get().replaced_by == moderator


def test_a_reader_with_an_account_is_no_moderator(article, newsroom):
    reader = make_user(is_staff=False)
    comment = make_comment(article, "Mine.", user=reader)
    time_passes(comment, 16)
    assert refusal_of(edit, comment, "Changed.", by=reader).status == 403


@pytest.mark.parametrize(
    "verb", [lambda row: edit(row, "x", by=None), lambda row: delete(row, by=None)]
)
def test_after_fifteen_minutes_it_stays(article, newsroom, trusted, verb):
    comment = submit(article, REPLY, newsroom)
    time_passes(comment, 16)
    assert refusal_of(verb, comment).reason == "not-editable"
    row = Comment.objects.get(pk=comment.pk)
    assert (row.text, row.response.state) == ("Well said.", State.SHOWN)


def test_what_was_rejected_stays_rejected(article, newsroom):
    comment = submit(article, REPLY, newsroom)
    reject(comment.response, by=make_user())
    assert refusal_of(edit, comment, "Better.", by=None).status == 403
    assert refusal_of(delete, comment, by=None).status == 403
    assert Response.objects.get().state == State.REJECTED


def test_spam_may_be_edited_and_stays_spam(article, newsroom):
    """Its sender is not told."""
    comment = submit(article, replace(REPLY, honeypot="x"), newsroom)
    assert edit(comment, "Better.", by=None)
    assert Response.objects.get().state == State.SPAM


def test_what_a_moderator_called_spam_stays_spam(article, newsroom, trusted):
    comment = submit(article, REPLY, newsroom)
    mark_spam(comment.response, by=make_user())
    edit(comment, "Better.", by=None)
    assert Response.objects.get(pk=comment.pk).state == State.SPAM


def test_an_edit_to_what_was_said_already_is_a_duplicate(article, newsroom, trusted):
    submit(article, REPLY, newsroom)
    other = submit(article, replace(REPLY, text="Another."), newsroom)
    assert refusal_of(edit, other, "WELL said.", by=None).status == 409
    assert Comment.objects.get(pk=other.pk).text == "Another."


def test_edits_are_limited_like_replies(article, newsroom, trusted):
    comment = submit(article, REPLY, newsroom)
    for number in range(4):
        edit(comment, f"Version {number}", by=None)
    assert refusal_of(edit, comment, "Version 5", by=None).status == 429


def test_deleting_takes_it_back_and_out_of_the_count(article, newsroom, trusted):
    comment = submit(article, REPLY, newsroom)
    assert delete(comment, by=None)
    response = Response.objects.get(pk=comment.pk)
    assert (response.state, response.reason) == (State.WITHDRAWN, "taken-back")
    assert Tally.objects.get(article=article).comments == 1
    assert Decision.objects.filter(response=response).count() == 2


def test_what_was_deleted_may_be_said_again(article, newsroom, trusted):
    comment = submit(article, REPLY, newsroom)
    delete(comment, by=None)
    again = submit(article, REPLY, newsroom)
    assert again != comment
    assert again.response.is_shown


# The signed link


def test_a_link_is_absolute_and_for_one_comment_as_it_stands(article, newsroom, trusted):
    comment, other = (submit(article, replace(REPLY, text=text), newsroom) for text in "ab")
    link = edit_link(comment)
    assert link.startswith("http")
    signature = link.split("/")[-2]
    assert may_edit(comment, signature)
    assert not may_edit(other, signature)
    edit(comment, "Changed.", by=None)
    assert not may_edit(Comment.objects.get(pk=comment.pk), signature)


def test_a_link_ends_with_its_time_and_with_the_comment(article, newsroom, trusted):
    comment = submit(article, REPLY, newsroom)
    signature = edit_link(comment).split("/")[-2]
    time_passes(comment, 16)
    assert not may_edit(comment, signature)
    assert edit_link(comment) == ""
    time_passes(comment, 1)
    assert may_edit(comment, signature)
    delete(comment, by=None)
    assert not may_edit(comment, signature)


@pytest.mark.parametrize("signature", ["", "x", "é", "A" * 43])
def test_a_made_up_signature_opens_nothing(article, newsroom, signature):
    assert not may_edit(submit(article, REPLY, newsroom), signature)


# For moderators


def test_the_admin_shows_earlier_wordings_escaped(client, article, newsroom):
    moderator = make_user("mona@example.org", is_superuser=True)
    comment = make_comment(article, "<b>First</b> words.")
    edit(comment, "Second words.", by=moderator)
    client.force_login(moderator)
    page = client.get(f"/admin/comments/comment/{comment.pk}/change/").content.decode()
    assert "&lt;b&gt;First&lt;/b&gt; words." in page
    assert "mona@example.org" in page or str(moderator) in page
