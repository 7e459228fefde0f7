"""Filling in a page's form as a browser does: what stands in it is sent along."""

from lxml.html import fromstring

WRITING = "/admin/articles/article/add/"


def fields(response, form_id):
    """Names and values of the form as the page has it; several values of a name as a list."""
    (form,) = fromstring(response.content.decode()).xpath(f"//form[@id='{form_id}']")
    found = {}
    texts = {field.name for field in form.iter("textarea")}
    outside = form.xpath(f"//input[@type='hidden'][@form='{form_id}']")
    told = [(one.name, one.get("value", "")) for one in outside]
    for name, value in [*form.form_values(), *told]:
        read = value.removeprefix("\n") if name in texts else value  # as HTML reads it
        found.setdefault(name, []).append(read)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def send(client, address, form_id, **changes):
    """GET the page, change these fields of its form, POST it there; None takes a field away."""
    sent = {**fields(client.get(address), form_id), **changes}
    return client.post(address, {name: value for name, value in sent.items() if value is not None})


def write(client, address=WRITING, *, button="_save", **changes):
    """Fill in and send the article form by one of its buttons."""
    return send(client, address, "article_form", **{button: "1"}, **changes)


def address_of(article):
    return f"/admin/articles/article/{article.pk}/change/"


def messages(response):
    """What the page that the response leads to says."""
    return " ".join(str(message) for message in response.wsgi_request._messages)
