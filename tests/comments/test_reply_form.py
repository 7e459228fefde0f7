"""The form to reply: what it takes, what it refuses, and that nothing typed is ever lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.utils import timezone
from lxml.html import fromstring

from articles.models import Article
from comments.editing import edit_address
from comments.models import Comment
from comments.views.replying import BROWSER
from masthead.models import Mode, Speakers
from moderation.models import Response, State
from moderation.sittings import recount
from tests.factories import make_article, make_comment, make_newsroom, make_user


def page_of(answer):
    return answer.content.decode()


def heading_of(page):
    return re.search(r'<h2 id="respond-heading">(.*?)</h2>', page)[1]


def errors_of(answer):
    return {name: list(found) for name, found in answer.context["reply_form"].errors.items()}


def test_a_held_reply_leads_to_its_secret_address(send):
    answer = send()
    assert answer.status_code == 303
    assert re.fullmatch(r"/held/[\w-]{22,}/", answer["Location"])
    assert Comment.objects.get().response.state == State.HELD


@pytest.fixture
def trusted(client, article, newsroom):
    """Rita was approved in this browser, which she lets us remember."""
    make_newsroom(comments_mode=Mode.SHOW)
    client.cookies[BROWSER.name] = signed("her token")
    return make_comment(
        article, "Before.", email="rita@example.net", browser_key=BROWSER.row_key("her token")
    )


def signed(token):
    """The cookie that a browser has after a reply that asked to be remembered."""
    return BROWSER.give(HttpResponse(), token).cookies[BROWSER.name].value


def test_a_reply_that_is_shown_leads_to_its_writers_page_of_it(send, client, trusted):
    answer = send(comment="Second.", remember="on")
    comment = Comment.objects.get(text="Second.")
    assert answer["Location"] == edit_address(comment)
    page = page_of(client.get(answer["Location"]))
    assert "Your comment is published" in page
    assert f'href="/comments/{comment.pk}/"' in page


# Being remembered


def test_replying_without_consent_sets_no_cookie(send):
    assert not send().cookies
    assert not send(comment="", remember="on").cookies
    assert Comment.objects.get().browser_key == ""


def test_with_consent_the_browser_gets_a_random_token_that_only_we_can_make(send, client):
    cookie = send(remember="on").cookies[BROWSER.name]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert len(cookie.value.split(":")[0]) >= 22
    first = Comment.objects.get()
    assert first.browser_key
    assert first.browser_key not in cookie.value
    again = send(comment="Again.", remember="on").cookies[BROWSER.name]
    assert again.value.split(":")[0] == cookie.value.split(":")[0]
    assert set(Comment.objects.values_list("browser_key", flat=True)) == {first.browser_key}


def test_who_asks_to_be_remembered_no_more_is_forgotten(send, trusted):
    cookie = send(comment="Second.").cookies[BROWSER.name]
    assert cookie.value == ""
    comment = Comment.objects.get(text="Second.")
    assert comment.browser_key == ""
    assert comment.response.state == State.HELD


@pytest.mark.parametrize("forged", ["her token", "her token:1tVXkT:x", "", "x" * 4000])
def test_a_forged_cookie_proves_nothing(send, client, trusted, forged):
    client.cookies[BROWSER.name] = forged
    send(comment="Forged.", remember="on")
    assert Comment.objects.get(text="Forged.").response.reason == "first-timer"


def test_the_page_is_the_same_with_the_cookie(client, article, trusted):
    with_cookie = client.get(article.path)
    client.cookies.clear()
    assert client.get(article.path).content == with_cookie.content
    assert "Cookie" not in with_cookie.get("Vary", "")


# Who is asked


def test_only_accounts_are_shown_the_way_to_sign_in(client, send, article):
    make_newsroom(who_may_reply=Speakers.ACCOUNTS)
    page = page_of(client.get(article.path))
    assert f'href="/account/reply/{article.pk}/"' in page
    assert f'action="{article.path}comments/' not in page
    join = f'href="/account/join/?next=%2Faccount%2Freply%2F{article.pk}%2F'
    assert join in page
    answer = send()
    assert answer.status_code == 403
    refused = page_of(answer)
    assert ">\nWell said.</textarea>" in refused
    (alarm,) = fromstring(refused).xpath("//*[@role='alert']")
    assert "Only people with an account" in alarm.text_content()
    assert [link.get("href") for link in alarm.xpath(".//a")] == [
        f"/account/reply/{article.pk}/",
        f"/account/join/?next=%2Faccount%2Freply%2F{article.pk}%2F",
    ]


def test_the_way_to_sign_in_knows_whom_a_reply_answers(client, article):
    make_newsroom(who_may_reply=Speakers.ACCOUNTS, reader_accounts=True)
    parent = make_comment(article)
    page = page_of(client.get(article.path, {"replytocom": parent.pk}))
    place = f"/account/reply/{article.pk}/?replytocom={parent.pk}"
    assert f'href="{place}"' in page
    assert f'value="{place}"' in page_of(client.get(place, follow=True))


def test_where_addresses_are_confirmed_the_form_says_so(client, article):
    assert "confirms your address" not in page_of(client.get(article.path))
    make_newsroom(who_may_reply=Speakers.CONFIRMED)
    assert "confirms your address" in page_of(client.get(article.path))


def test_nobody_may_reply_means_closed(client, article):
    make_newsroom(who_may_reply=Speakers.NOBODY)
    page = page_of(client.get(article.path))
    assert "Comments are closed." in page
    assert 'id="respond"' not in page


# What scripts get


def test_a_script_that_sends_the_form_gets_the_form_and_not_the_whole_page(send):
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    answer = send(headers={**own, "Sec-Fetch-Dest": "empty"}, email="no address")
    assert answer.status_code == 422
    page = page_of(answer)
    assert 'id="reply-email_error"' in page
    assert "<html" not in page
    assert answer["Cache-Control"] == "no-store"
    assert "<html" in page_of(send(headers={**own, "Sec-Fetch-Dest": "document"}, email="x"))


def test_a_page_such_as_about_takes_replies_too(send, newsroom):
    about = make_article("About", kind=Article.Kind.PAGE)
    assert send(about).status_code == 303
    assert Comment.objects.get().response.article == about


def test_an_article_in_persian_takes_replies(send, newsroom):
    article = make_article("آزادی", slug="آزادی-مطبوعات", language="fa")
    answer = send(article)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/held/")


def test_who_only_looks_is_sent_to_the_form(client, article):
    answer = client.get(f"{article.path}comments/")
    assert (answer.status_code, answer["Location"]) == (303, f"{article.path}#respond")
    assert client.put(f"{article.path}comments/").status_code == 405


# What a form may hold


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("comment", ""),
        ("comment", " \n\t\u2003 "),
        ("comment", "with a \0 inside"),
        ("comment", "x" * 65_526),
        ("comment", "س" * 32_763),
        ("author", ""),
        ("author", "   "),
        ("author", "\u202e\u200b"),
        ("author", "n" * 246),
        ("author", "Ri\0ta"),
        ("email", ""),
        ("email", "not an address"),
        ("email", "a@b.example\0"),
        ("email", "a" * 60 + "@" + "b" * 32 + ".example"),
        ("url", "javascript:alert(1)"),
        ("url", "javascript://example.org/%0aalert(1)"),
        ("url", "https://user:secret@example.org/"),
        ("url", "data:text/html,x"),
        ("url", "https://example.org/" + "x" * 181),
        ("comment_parent", "-1"),
        ("comment_parent", "12abc"),
        ("comment_parent", "9" * 30),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost(send, field, value):
    answer = send(**{field: value})
    assert answer.status_code == 422
    assert set(errors_of(answer)) == {field}
    assert answer["Cache-Control"] == "no-store"
    assert not Response.objects.exists()
    page = page_of(answer)
    if field != "comment":
        assert ">\nWell said.</textarea>" in page
    if field != "author":
        assert 'value="Rita Reader"' in page
    if field != "comment_parent":
        assert 'aria-invalid="true"' in page
        assert f'id="reply-{field}_error"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("comment", "x" * 65_525),
        ("comment", "س" * 32_762),
        ("author", "n" * 245),
        ("author", "می\u200cنا"),
        ("email", "a" * 60 + "@" + "b" * 31 + ".example"),
        ("url", ""),
        ("url", "blog.example"),
        ("url", "https://example.org/" + "x" * 180),
        ("url", "https://مثال.example/صفحه"),
        ("comment_parent", ""),
        ("comment_parent", "0"),
        ("unknown", "x"),
    ],
)
def test_what_can_be_taken_is(send, field, value):
    assert send(**{field: value}).status_code == 303


def test_the_text_is_kept_as_typed_but_for_the_ends_of_lines(send):
    send(comment="  one\r\ntwo\rthree\n\n\u202bپنج\ttab <b>bold  ")
    assert Comment.objects.get().text == "  one\ntwo\nthree\n\n\u202bپنج\ttab <b>bold  "


def test_names_are_one_line_that_nothing_invisible_breaks(send):
    send(author=" Ri\u202eta\r\n\tRea\u200bder\x07 ")
    assert Comment.objects.get().response.author_name == "Rita Reader"


def test_a_website_without_a_scheme_gets_one(send):
    send(url="blog.example/me")
    assert Comment.objects.get().response.author_address == "https://blog.example/me"


def test_an_error_keeps_what_was_typed_to_the_letter(send):
    text = '<b>"kept"</b> & یک متن\n\n  </textarea><script>alert(1)</script>'
    page = page_of(send(comment=text, author='"><i>', email=""))
    (shown,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert unescape(shown) == text
    assert "<script>alert" not in page
    assert 'value="&quot;&gt;&lt;i&gt;"' in page


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=x; charset=rot13",
        "multipart/form-data; boundary=\udcff",
    ],
)
@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"comment=%FF&author=%00", b"--x\r\n\r\n"])
def test_no_body_is_a_server_error(client, article, content_type, body):
    content_type = content_type.encode("utf-8", "replace").decode()
    answer = client.generic("POST", f"{article.path}comments/", body, content_type=content_type)
    assert answer.status_code in {400, 422}


def test_a_form_in_another_charset_is_read_as_utf_8(client, article):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="comment"\r\n\r\nWell said.\r\n'
        b'--x\r\nContent-Disposition: form-data; name="author"\r\n\r\nRita\r\n'
        b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nrita@example.net\r\n--x--\r\n'
    )
    kind = "multipart/form-data; boundary=x; charset=rot13"
    answer = client.generic("POST", f"{article.path}comments/", body, content_type=kind)
    assert answer.status_code == 303
    assert Comment.objects.get().text == "Well said."


# Where it comes from


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_page_cannot_reply_in_a_readers_name(send, headers):
    answer = send(headers=headers)
    assert answer.status_code == 403
    assert "Well said." in page_of(answer)
    assert not Response.objects.exists()


def test_a_browser_that_says_nothing_is_held(send, trusted):
    send(comment="Second.", headers={}, remember="on")
    assert Comment.objects.get(text="Second.").response.reason == "unknown-origin"


def test_a_session_gives_no_rights(send, client, newsroom):
    make_newsroom(comments_mode=Mode.SHOW)
    client.force_login(make_user("mona@example.org", name="Mona"))
    send()
    comment = Comment.objects.get()
    assert comment.user is None
    assert comment.response.state == State.HELD


def test_the_honeypot_answers_like_a_held_reply(send):
    assert send(topic="cheap pills")["Location"].startswith("/held/")
    assert Comment.objects.get().response.state == State.SPAM


# When it cannot be taken


def test_a_closed_article_answers_403_with_the_text_still_there(send, article):
    Article.objects.update(comments_open=False)
    answer = send()
    assert answer.status_code == 403
    assert "Comments are closed." in page_of(answer)
    assert ">\nWell said.</textarea>" in page_of(answer)


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False},
        {"published_at": timezone.now() + timedelta(days=1)},
        {"status": Article.Status.WITHDRAWN},
        {"embargo_until": timezone.now() + timedelta(days=1)},
    ],
)
def test_what_is_not_public_is_not_there(send, client, newsroom, fields):
    hidden = make_article("Hidden", **fields)
    path = hidden.path or f"/2026/01/01/{hidden.slug}/"
    for below in ("comments/", "feed/", "comment-page-1/", "comment-page-2/"):
        assert client.get(path + below).status_code == 404
    answer = send(f"{path}comments/")
    assert answer.status_code == 404
    assert b"Hidden" not in answer.content


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_a_reply_to_a_draft_and_one_to_nothing_are_answered_alike(send, newsroom, state):
    hidden = make_article("Hidden", slug="quokka")
    path = hidden.path
    moment = timezone.now() + timedelta(days=1) if state == "scheduled" else hidden.published_at
    status = Article.Status.PUBLISHED if state == "scheduled" else state
    Article.objects.update(status=status, published_at=moment)
    there, nothing = send(f"{path}comments/"), send(f"{path.replace('quokka', 'wallaby')}comments/")
    assert there.status_code == nothing.status_code == 404
    assert there.content == nothing.content
    assert dict(there.headers) == dict(nothing.headers)


def test_the_newsrooms_days_close_a_discussion_that_stays_readable(send, client, article):
    make_comment(article, "Still here.")
    recount(article.tally)
    Article.objects.update(published_at=timezone.now() - timedelta(days=4000))
    assert heading_of(page_of(client.get(article.path))) == "Leave a Reply"
    make_newsroom(comments_close_after=7)
    page = page_of(client.get(article.path))
    assert "Still here." in page
    assert "Comments are closed." in page
    assert 'id="respond"' not in page
    answer = send()
    assert answer.status_code == 403
    assert ">\nWell said.</textarea>" in page_of(answer)


def test_the_same_again_is_answered_like_the_first_and_later_409(send):
    first = send()["Location"]
    assert send()["Location"] == first
    Response.objects.update(created_at=timezone.now() - timedelta(hours=1))
    answer = send()
    assert answer.status_code == 409
    assert "You have said this here already." in page_of(answer)
    assert ">\nWell said.</textarea>" in page_of(answer)
    assert 'value="Rita Reader"' in page_of(answer)


def test_too_fast_answers_429_with_the_time_to_wait(send):
    for number in range(5):
        assert send(comment=f"Reply {number}").status_code == 303
    answer = send(comment="Reply 6")
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 20
    assert ">\nReply 6</textarea>" in page_of(answer)


def test_an_answer_to_another_articles_comment_is_422_with_the_reason(send, newsroom):
    parent = make_comment(make_article(), "Elsewhere.")
    answer = send(comment_parent=parent.pk)
    assert answer.status_code == 422
    assert "not here any more" in page_of(answer)
    assert "Elsewhere." not in page_of(answer)


# The form on the page


def test_the_form_works_without_scripts_and_without_a_token(client, article):
    page = page_of(client.get(article.path))
    assert f'action="{article.path}comments/#respond"' in page
    assert "csrf" not in page
    for field in ("comment", "author", "email", "url", "comment_parent", "topic"):
        assert f'name="{field}"' in page
    assert heading_of(page) == "Leave a Reply"
    assert '<p class="cancel" hidden>' in page


def test_the_form_says_what_readers_know_from_other_forms(client, article):
    (form,) = fromstring(page_of(client.get(article.path))).xpath("//*[@id='respond']//form")
    said = " ".join(form.text_content().split())
    for sentence in (
        "Your email address will not be published. Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Comment *",
        "Name *",
        "Email *",
        "Website",
    ):
        assert sentence in said
    assert [button.text_content() for button in form.xpath(".//button")] == ["Post Comment"]
    lengths = {name: form.fields and form.inputs[name].get("maxlength") for name in form.fields}
    assert (lengths["author"], lengths["email"], lengths["url"]) == ("245", "100", "200")


def test_the_address_says_whom_the_form_answers(client, article):
    parent = make_comment(article, name="Omid <b>")
    page = page_of(client.get(f"{article.path}?replytocom={parent.pk}"))
    assert heading_of(page) == "Leave a Reply to <bdi>Omid &lt;b&gt;</bdi>"
    assert '<p class="cancel"><a' in page
    assert f'href="{article.path}#respond">Cancel reply' in page
    assert f'name="comment_parent" value="{parent.pk}"' in page


@pytest.mark.parametrize("asked", ["0", "-1", "x", "9" * 40, "1\0", "<script>", "٣"])
def test_a_strange_address_gives_the_plain_form(client, article, asked):
    page = page_of(client.get(article.path, {"replytocom": asked}))
    assert heading_of(page) == "Leave a Reply"


def test_nobody_is_asked_to_answer_what_is_hidden(client, article):
    hidden = make_comment(article, "Secret.", state=State.HELD, name="Hidden Writer")
    other = make_comment(make_article(), name="Other Writer")
    for comment in (hidden, other):
        page = page_of(client.get(f"{article.path}?replytocom={comment.pk}"))
        assert heading_of(page) == "Leave a Reply"
        assert "Writer" not in page


def test_a_closed_article_has_no_form(client, article):
    Article.objects.update(comments_open=False)
    page = page_of(client.get(article.path))
    assert '<h2 id="comments-heading">Comments are closed.</h2>' in page
    assert "Leave a Reply" not in page


def test_a_refused_answer_still_says_whom_it_answers(send, article):
    parent = make_comment(article, name="Omid")
    page = page_of(send(comment="", comment_parent=parent.pk))
    assert heading_of(page) == "Leave a Reply to <bdi>Omid</bdi>"
    assert f'name="comment_parent" value="{parent.pk}"' in page
