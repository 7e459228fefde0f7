"""What the scripts of the article's form send, for tests without a browser."""

import json
import uuid

from tests.forms import fields

TAB, OTHER_TAB = (str(uuid.UUID(int=number)) for number in (1, 2))
TOKEN = uuid.UUID(int=77)
BEGUN = f"/admin/articles/article/unsaved/{TOKEN}/"


def unsaved_at(article):
    return f"/admin/articles/article/{article.pk}/unsaved/"


def stands_in(client, address, **changes):
    """Everything that stands in the form after these changes."""
    stands = {**fields(client.get(address), "article_form"), **changes}
    return {
        name: [str(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in stands.items()
        if not name.startswith("unsaved-")
    }


def report(client, address, person, *, sequence=1, tab=TAB, **more):
    """Tell the server what stands in the form (``fields``), or only that it is open."""
    sent = {"person": person.pk, "tab": tab, "sequence": sequence, **more}
    return client.post(address, json.dumps(sent), content_type="application/json")
