"""A long comment is cut where many stand, and stands whole at an address of its own."""

from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.editing import edit
from comments.models import Comment
from comments.rendering import BEGINNING, LONG, render
from comments.threads import address_of, thread_page
from moderation.deciding import reject
from moderation.models import State
from moderation.sittings import recount
from tests.factories import make_comment, make_user

WORDS = "Seven words that say what is meant. "
END = "These are the very last words."


@pytest.fixture
def say(article):
    def say(text=WORDS * 100 + END, **fields):
        comment = make_comment(article, text, **fields)
        render(comment)
        comment.save()
        recount(article.tally)
        return comment

    return say


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def whole_address(comment):
    return f"/comments/{comment.pk}/replies/"


def test_it_is_cut_on_the_page_and_a_plain_link_leads_to_the_whole(client, article, say):
    comment = say()
    page = page_of(client, article.path)
    assert WORDS.strip() in page
    assert END not in page
    assert f'href="{whole_address(comment)}"' in page
    assert "Read the whole comment" in page
    whole = page_of(client, whole_address(comment))
    assert END in whole
    assert "Read the whole comment" not in whole
    assert f'id="comment-{comment.pk}"' in whole


def test_a_short_one_is_whole_and_has_no_page_of_its_own(client, article, say):
    comment = say(WORDS * 40 + END)
    page = page_of(client, article.path)
    assert END in page
    assert "Read the whole comment" not in page
    assert client.get(whole_address(comment)).status_code == 404


def test_the_whole_has_its_replies_below_it_and_may_be_answered_there(client, article, say):
    comment = say()
    make_comment(article, "An answer.", parent=comment)
    page = page_of(client, whole_address(comment))
    assert END in page
    assert "An answer." in page
    asked = page_of(client, f"{whole_address(comment)}?replytocom={comment.pk}")
    assert "Leave a Reply to <bdi>Rita Reader</bdi>" in asked


def test_its_permanent_address_leads_to_its_place_among_the_others(client, article, say):
    comment = say()
    answer = client.get(comment.get_absolute_url())
    assert answer["Location"] == f"{article.path}#comment-{comment.pk}"


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REJECTED, State.WITHDRAWN])
def test_what_is_not_shown_is_not_shown_whole(client, say, state):
    assert client.get(whole_address(say(state=state))).status_code == 404


def test_a_removed_one_with_answers_shows_neither_words_nor_a_link(client, article, say):
    comment = say()
    make_comment(article, parent=comment)
    reject(comment.response, by=make_user())
    for address in (article.path, whole_address(comment)):
        page = page_of(client, address)
        assert "Seven words" not in page
        assert "Read the whole comment" not in page


def test_an_edit_cuts_anew(article, say):
    comment = say("Short.")
    assert comment.beginning == ""
    edit(comment, WORDS * 100, by=make_user())
    row = Comment.objects.get(pk=comment.pk)
    assert row.beginning.startswith("<p>Seven words")
    assert len(row.beginning.encode()) <= BEGINNING + 10
    edit(row, "Short again.", by=make_user())
    assert Comment.objects.get(pk=comment.pk).beginning == ""


def test_feeds_and_moderators_have_all_of_it(client, article, say):
    say()
    assert END in page_of(client, f"{article.path}feed/")


def test_long_and_short_cost_the_same_queries(client, article, say):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            page_of(client, address)
        return len(captured)

    say("Short.")
    before = queries(article.path)
    for _ in range(20):
        say()
    assert queries(article.path) == before


def test_replies_have_the_bytes_that_are_left_and_the_rest_stands_behind_a_link(
    client, article, say
):
    tops = [say("x" * LONG) for _ in range(40)]
    replies = [say("y" * 1_000, parent=top) for top in tops]
    page = thread_page(article, 1, 50)
    shown = sum(len(node.replies) for node in page.threads)
    assert 0 < shown < 40
    assert shown + sum(node.more for node in page.threads) == 40
    assert len(page_of(client, article.path).encode()) < 150_000
    for reply in (replies[0], replies[-1]):
        where = address_of(Comment.objects.get(pk=reply.pk), article, 50)
        assert f'id="comment-{reply.pk}"' in page_of(client, where.split("#")[0])


def test_the_migration_cuts_what_was_there_before(say):
    long, short = say(), say("Short.")
    right = Comment.objects.get(pk=long.pk).beginning
    Comment.objects.update(beginning="")
    filling = import_module("comments.migrations.0008_fill_beginnings")
    with connection.schema_editor(atomic=False) as editor:
        filling.fill(None, editor)
    assert Comment.objects.get(pk=long.pk).beginning == right
    assert Comment.objects.get(pk=short.pk).beginning == ""
