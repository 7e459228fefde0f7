"""Whether readers may have accounts is the newsroom's decision, made in the admin."""

import pytest

from masthead.models import Newsroom
from tests.factories import make_newsroom, make_user
from tests.forms import send

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/masthead/newsroom/1/change/"


@pytest.fixture(autouse=True)
def administrator(client):
    make_newsroom()
    client.force_login(make_user(role="Administrator"))


def test_readers_have_no_accounts_until_somebody_decides_so(client):
    assert not Newsroom.objects.current().reader_accounts
    send(client, ADDRESS, "newsroom_form", reader_accounts="on", erased_text="remove")
    newsroom = Newsroom.objects.current()
    assert newsroom.reader_accounts and not newsroom.keeps_erased_text


def test_replies_that_take_accounts_take_that_there_are_some(client):
    page = send(client, ADDRESS, "newsroom_form", who_may_reply="accounts")
    assert "let them have one" in page.text
    assert Newsroom.objects.current().who_may_reply == "guests"
    send(client, ADDRESS, "newsroom_form", who_may_reply="accounts", reader_accounts="on")
    assert Newsroom.objects.current().who_may_reply == "accounts"
