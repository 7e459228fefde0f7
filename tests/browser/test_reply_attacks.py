"""Whatever is sent through the real form, nothing of it runs on the real page in Chromium.

The witness hears dialogs, violations of the policy, errors and requests to other sites.
"""

import re
from itertools import batched

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from moderation.models import Response, State
from moderation.sittings import recount
from tests.factories import make_article, make_newsroom
from tests.lib import html_rules

pytestmark = pytest.mark.django_db(transaction=True)
ATTACKS = [
    pytest.param(html_rules.bleach_attacks, id="bleach"),
    pytest.param(html_rules.h5sc_attacks, id="h5sc", marks=pytest.mark.proof),
    pytest.param(html_rules.wordpress_attacks, id="wordpress", marks=pytest.mark.proof),
]


@pytest.fixture
def article(db):
    many = 10_000
    make_newsroom(comments_per_page=200, comments_burst=many, writer_burst=many)
    return make_article("Ships")


def send_all(page, article, texts, names=None):
    """Each through the form of the article's page, as a reader of its own."""
    page.goto(article.path)
    form = page.locator("#respond form")
    for number, text in enumerate(texts):
        form.locator("[name=comment]").fill(text)
        form.locator("[name=author]").fill(f"R {names[number]}"[:240] if names else "Rita")
        form.locator("[name=email]").fill(f"{number}@example.net")
        with page.expect_response(re.compile("/held/")):
            form.get_by_role("button").click()
        expect(form.locator("[name=comment]")).to_have_value("")


def show_all(page, article):
    """Approve everything, and look at each page of it."""
    Response.objects.update(state=State.SHOWN)
    Comment.objects.update(held_token=None)
    recount(article.tally)
    found, address = 0, article.path
    while address:
        page.goto(address)
        page.mouse.move(300, 300)
        found += page.locator(".comment").count()
        assert (
            page.locator("main script:not([src]), .said :is(img, iframe, svg, style)").count() == 0
        )
        later = page.locator("nav.pages a[rel=next]")
        address = later.get_attribute("href") if later.count() else None
    assert found == Comment.objects.count()


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("attacks", ATTACKS)
def test_no_attack_through_the_form_runs_on_the_page(page, article, witness, attacks):
    witness.refusing = ("/held/",)
    texts = [text.replace("\0", "") for text in attacks()]
    texts = [text for text in texts if text.strip()]
    send_all(page, article, texts, names=texts)
    assert Comment.objects.count() == len(texts)
    show_all(page, article)


@pytest.mark.proof
def test_naughty_strings_are_kept_to_the_letter_and_do_nothing(page, article, witness):
    witness.refusing = ("/held/",)
    texts = ["\n\n".join(dozen) for dozen in batched(html_rules.naughty_strings(), 12)]
    send_all(page, article, texts)
    assert set(Comment.objects.values_list("text", flat=True)) == set(map(lines_of, texts))
    show_all(page, article)
