"""The slot of unsaved text: what goes in, what comes late, what is offered, when it goes."""

import json
import uuid

import pytest

from articles.models import Article
from articles.revisions import newest
from desk.models import Unsaved
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import WRITING, address_of, fields, send, write

pytestmark = pytest.mark.django_db
TAB = str(uuid.UUID(int=1))


@pytest.fixture
def writer(client):
    make_newsroom()
    writer = make_user("mina@example.org", role="Reporter", name="Mina")
    client.force_login(writer)
    return writer


def typed_in(client, address, **changes):
    """Everything that stands in the form after these changes, as its scripts send it."""
    stands = {**fields(client.get(address), "article_form"), **changes}
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in stands.items()
        if not name.startswith("unsaved-")
    }


def unsaved_at(article):
    return address_of(article).replace("change", "unsaved")


def report(client, article, *, sequence=1, tab=TAB, person=None, address=None, **more):
    person = person or int(client.session["_auth_user_id"])
    sent = {"person": person, "tab": tab, "sequence": sequence, **more}
    address = address or unsaved_at(article)
    return client.post(address, json.dumps(sent), content_type="application/json")


def test_what_was_typed_is_offered_and_gone_on_with(client, writer):
    article = make_article("Bread", published=False, body="<p>Dear.</p>")
    typed = typed_in(client, address_of(article), body="<p>Dear. Very.</p>")
    assert report(client, article, fields=typed).json()["kept"] == 1
    page = client.get(address_of(article))
    assert "<ins> Very.</ins>" in page.content.decode()
    page = client.post(address_of(article), {"_go_on": "1"})
    assert page.context["adminform"].form["body"].value() == "<p>Dear. Very.</p>"
    assert newest(article) is None
