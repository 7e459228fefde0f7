"""Comments on the article's page, on further pages, and at their permanent addresses."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Tally
from moderation.deciding import recount
from moderation.models import State
from tests.factories import make_article, make_comment, make_newsroom, make_user


def page_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def counted(article):
    """Write the tally as the verbs do; the factories write rows only."""
    tally = Tally.objects.get(article=article)
    recount(tally)
    return tally.comments


def heading_of(page):
    return re.search(r'<h2 id="comments-heading">(.*?)</h2>', page)[1]


@pytest.mark.parametrize(
    ("count", "heading"), [(0, "Be the first to comment"), (1, "1 Comment"), (2, "2 Comments")]
)
def test_the_heading_counts_what_is_shown(client, article, count, heading):
    for _ in range(count):
        make_comment(article)
    make_comment(article, state=State.HELD)
    assert counted(article) == count
    assert heading_of(page_of(client, article.path)) == heading


def test_a_closed_discussion_stays_readable(client, article):
    make_comment(article, "Still here.")
    counted(article)
    Article.objects.update(comments_open=False)
    page = page_of(client, article.path)
    assert heading_of(page) == "1 Comment"
    assert "Still here." in page
    assert "Comments are closed." in page
    assert "replytocom" not in page


def test_a_comment_says_who_when_and_what(client, article):
    comment = make_comment(article, "Well said.", name="Rita & Co")
    type(comment.response).objects.update(author_address="https://rita.example/")
    counted(article)
    page = page_of(client, article.path)
    assert f'<article class="h-cite comment" id="comment-{comment.pk}" dir="auto">' in page
    assert 'href="https://rita.example/" rel="nofollow ugc"><bdi>Rita &amp; Co</bdi>' in page
    assert f'<a class="u-url" href="/comments/{comment.pk}/"><time class="dt-published"' in page
    assert '<div class="said e-content" dir="auto"><p>Well said.</p></div>' in page
    assert f"{article.path}?replytocom={comment.pk}#respond" in page


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", ""]
)
def test_an_imported_website_that_is_none_is_no_link(client, article, address):
    comment = make_comment(article, name="Rita")
    type(comment.response).objects.update(author_address=address)
    counted(article)
    page = page_of(client, article.path)
    assert '<bdi class="p-author h-card">Rita</bdi>' in page
    assert "evil" not in page
    assert "javascript:" not in page


def test_a_nameless_writer_is_anonymous(client, article):
    make_comment(article, name="")
    counted(article)
    assert "Anonymous" in page_of(client, article.path)


def test_staff_carry_a_badge_and_readers_do_not(client, article):
    make_comment(article, name="Rita")
    counted(article)
    assert "badge" not in page_of(client, article.path)
    make_comment(article, name="Mona", user=make_user())
    counted(article)
    assert page_of(client, article.path).count("badge") == 1


def test_a_removed_comment_with_answers_leaves_its_place_and_is_not_counted(client, article):
    removed = make_comment(article, "Taken away.", state=State.REJECTED, name="Gone Writer")
    make_comment(article, "Answer.", parent=removed)
    counted(article)
    page = page_of(client, article.path)
    assert heading_of(page) == "1 Comment"
    assert "This comment was removed." in page
    assert f'id="comment-{removed.pk}"' in page
    assert "Taken away." not in page
    assert "Gone Writer" not in page


def test_past_ten_replies_the_rest_is_folded(client, article):
    top = make_comment(article)
    for number in range(13):
        make_comment(article, f"Reply {number}.", parent=top)
    counted(article)
    page = page_of(client, article.path)
    assert "<summary>3 more replies</summary>" in page
    assert page.index("Reply 9.") < page.index("<details>") < page.index("Reply 10.")


def test_deep_threads_end_at_the_fifth_level_and_name_whom_they_answer(client, article):
    parent = make_comment(article, name="Writer 0")
    for number in range(1, 8):
        parent = make_comment(article, name=f"Writer {number}", parent=parent)
    counted(article)
    page = page_of(client, article.path)
    assert page.count("<ol>") == 4
    assert re.search(r"In answer to <a href=\"/comments/\d+/\"><bdi>Writer 6</bdi></a>", page)


# Addresses


def test_a_long_discussion_has_pages_and_the_first_is_the_articles_own(client, article):
    make_newsroom(comments_per_page=2)
    for number in range(5):
        make_comment(article, f"Thread {number}.")
    counted(article)
    first = page_of(client, article.path)
    assert "Thread 1." in first
    assert "Thread 2." not in first
    assert f'rel="next" href="{article.path}comment-page-2/#comments"' in first
    third = page_of(client, f"{article.path}comment-page-3/")
    assert "Thread 4." in third
    assert "Thread 3." not in third
    assert heading_of(third) == "5 Comments"
    answer = client.get(f"{article.path}comment-page-1/")
    assert (answer.status_code, answer["Location"]) == (301, article.path)


@pytest.mark.parametrize("number", ["2", "4", "0", "02", "999999", "9999999", "-1", "x", "٢"])
def test_pages_out_of_range_are_not_there(client, article, number):
    make_comment(article)
    counted(article)
    assert client.get(f"{article.path}comment-page-{number}/").status_code == 404


def test_the_permanent_address_leads_to_the_page_of_today(client, article):
    make_newsroom(comments_per_page=2)
    comments = [make_comment(article) for _ in range(3)]
    answer = client.get(f"/comments/{comments[2].pk}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{article.path}comment-page-2/#comment-{comments[2].pk}"
    make_newsroom(comments_per_page=50)
    answer = client.get(f"/comments/{comments[2].pk}/")
    assert answer["Location"] == f"{article.path}#comment-{comments[2].pk}"


@pytest.mark.parametrize("state", [state for state in State if state != State.SHOWN])
def test_what_is_not_shown_has_no_address(client, article, state):
    comment = make_comment(article, state=state)
    assert client.get(f"/comments/{comment.pk}/").status_code == 404


def test_comments_of_an_article_that_is_not_public_have_no_address(client, newsroom):
    comment = make_comment(make_article(published=False))
    assert client.get(f"/comments/{comment.pk}/").status_code == 404


@pytest.mark.parametrize("pk", ["0", "01", "999999999999999999", "9" * 30, "-1", "x"])
def test_strange_numbers_have_no_address(client, newsroom, pk):
    assert client.get(f"/comments/{pk}/").status_code == 404


def test_a_page_such_as_about_has_comment_pages(client, newsroom):
    make_newsroom(comments_per_page=1)
    about = make_article("About", kind=Article.Kind.PAGE)
    comments = [make_comment(about, f"Thread {number}.") for number in range(2)]
    counted(about)
    assert "Thread 1." in page_of(client, f"{about.path}comment-page-2/")
    answer = client.get(f"/comments/{comments[1].pk}/")
    assert answer["Location"] == f"{about.path}comment-page-2/#comment-{comments[1].pk}"


# Size


def test_five_hundred_comments_are_the_same_queries_as_one(client, article):
    make_comment(article)
    counted(article)
    client.get(article.path)
    with CaptureQueriesContext(connection) as few:
        client.get(article.path)
    parents = [make_comment(article) for _ in range(40)]
    for number in range(460):
        parents.append(make_comment(article, f"Reply {number}.", parent=parents[number // 3]))
    counted(article)
    with CaptureQueriesContext(connection) as many:
        page = page_of(client, article.path)
    assert heading_of(page) == "501 Comments"
    assert page.count('class="h-cite comment"') == 501
    assert len(few) == len(many) <= 10
