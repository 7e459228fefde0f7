"""The tree of comments: order, depth, place-holders, pages."""

import pytest

from comments.models import Comment
from comments.threads import address_of, thread_page
from moderation.models import State
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


def outline(nodes):
    """The tree as nested (text, replies); what is not shown is None."""
    return [
        (
            node.comment.pk if node.comment.response.is_shown else None,
            *([outline(node.replies)] if node.replies else []),
        )
        for node in nodes
    ]


def shown(article, number=1, length=50):
    return outline(thread_page(article, number, length).threads)


def test_threads_stand_oldest_first_and_replies_below_them(article):
    a, b = make_comment(article), make_comment(article)
    a2, b1 = make_comment(article, parent=a), make_comment(article, parent=b)
    a3 = make_comment(article, parent=a)
    a21 = make_comment(article, parent=a2)
    assert shown(article) == [(a.pk, [(a2.pk, [(a21.pk,)]), (a3.pk,)]), (b.pk, [(b1.pk,)])]


def test_what_is_not_shown_leaves_nothing(article):
    kept = make_comment(article)
    for state in (State.HELD, State.SPAM, State.REJECTED, State.WITHDRAWN):
        make_comment(article, state=state)
        make_comment(article, state=state, parent=kept)
    assert shown(article) == [(kept.pk,)]


def test_a_removed_comment_with_answers_leaves_its_place(article):
    removed = make_comment(article, state=State.REJECTED)
    answer = make_comment(article, parent=removed)
    middle = make_comment(article, parent=answer, state=State.SPAM)
    below = make_comment(article, parent=middle)
    assert shown(article) == [(None, [(answer.pk, [(None, [(below.pk,)])])])]


def test_removed_comments_without_a_shown_answer_vanish_with_their_thread(article):
    removed = make_comment(article, state=State.REJECTED)
    make_comment(
        article, parent=make_comment(article, parent=removed, state=State.SPAM), state=State.HELD
    )
    assert shown(article) == []


def test_other_articles_comments_stay_there(article):
    make_comment(make_article())
    assert shown(article) == []


def depth_of(nodes):
    return 1 + max((depth_of(node.replies) for node in nodes), default=0) if nodes else 0


def test_nesting_ends_at_five_and_names_whom_it_answers(article):
    comments = [make_comment(article)]
    for _ in range(8):
        comments.append(make_comment(article, parent=comments[-1]))
    threads = thread_page(article, 1, 50).threads
    assert depth_of(threads) == 5
    level_four = threads[0].replies[0].replies[0].replies[0]
    assert [node.comment for node in level_four.replies] == comments[4:]
    assert [node.answers for node in level_four.replies] == [None, *comments[4:-1]]


def test_a_quarrel_of_thousands_does_not_exhaust_anything(article, django_assert_num_queries):
    top = parent = make_comment(article)
    for _ in range(300):
        parent = make_comment(article, parent=parent)
    with django_assert_num_queries(2):
        threads = thread_page(article, 1, 50).threads
    assert depth_of(threads) == 5
    assert threads[0].comment == top


def test_a_reply_whose_parent_was_deleted_stays_in_the_thread(article):
    top = make_comment(article)
    middle = make_comment(article, parent=top)
    below = make_comment(article, parent=middle)
    middle.response.delete()
    assert shown(article) == [(top.pk, [(below.pk,)])]


def test_a_circle_in_the_rows_harms_nobody(article):
    top = make_comment(article)
    one = make_comment(article, parent=top)
    two = make_comment(article, parent=one)
    Comment.objects.filter(pk=one.pk).update(parent=two)
    assert shown(article) == [(top.pk, [(one.pk, [(two.pk,)])])]


def test_pages_hold_whole_threads(article):
    tops = [make_comment(article) for _ in range(5)]
    replies = [make_comment(article, parent=tops[0]) for _ in range(3)]
    first, second, third = (thread_page(article, number, 2) for number in (1, 2, 3))
    assert outline(first.threads) == [
        (tops[0].pk, [(reply.pk,) for reply in replies]), (tops[1].pk,),
    ]  # fmt: skip
    assert (first.earlier, first.later) == ("", f"{article.path}comment-page-2/")
    assert (second.earlier, second.later) == (article.path, f"{article.path}comment-page-3/")
    assert outline(third.threads) == [(tops[4].pk,)]
    assert third.later == ""
    assert thread_page(article, 4, 2) is None


def test_the_first_page_is_there_without_comments(article):
    assert thread_page(article, 1, 50).threads == []


def test_a_comment_is_found_on_its_page(article):
    tops = [make_comment(article) for _ in range(5)]
    reply = make_comment(article, parent=tops[2])
    assert address_of(tops[1], article, 2) == f"{article.path}#comment-{tops[1].pk}"
    assert address_of(tops[2], article, 2) == f"{article.path}comment-page-2/#comment-{tops[2].pk}"
    assert address_of(reply, article, 2) == f"{article.path}comment-page-2/#comment-{reply.pk}"


def test_removed_threads_before_it_move_a_comment(article):
    tops = [make_comment(article) for _ in range(3)]
    assert "comment-page-2" in address_of(tops[2], article, 2)
    type(tops[0].response).objects.filter(pk=tops[0].pk).update(state=State.SPAM)
    assert "comment-page-2" not in address_of(tops[2], article, 2)


def test_ten_times_the_comments_are_the_same_queries(article, django_assert_num_queries):
    def fill(count):
        for _ in range(count):
            top = make_comment(article)
            make_comment(article, parent=make_comment(article, parent=top))

    fill(2)
    with django_assert_num_queries(2):
        thread_page(article, 1, 50)
    fill(20)
    with django_assert_num_queries(2):
        thread_page(article, 1, 50)


def test_the_flood_of_held_replies_is_not_read(article):
    top = make_comment(article)
    for _ in range(5):
        make_comment(article, parent=top, state=State.SPAM)
    assert list(Comment.objects.below([top])) == []
