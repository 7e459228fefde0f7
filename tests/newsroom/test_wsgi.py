"""The application that the server runs answers what Django's own would not let near a view."""

import pytest
from django.test import RequestFactory

from newsroom.wsgi import application
from tests.factories import make_newsroom


@pytest.fixture
def status(settings):
    """The status of the answer to a request with this Content-Type."""
    settings.ALLOWED_HOSTS = ["testserver"]

    def ask(content_type, method="GET", path="/webmention/"):
        environ = RequestFactory().generic(method, path, b"x=1").environ
        said = []
        body = application(
            {**environ, "CONTENT_TYPE": content_type}, lambda status, _: said.append(status[:3])
        )
        b"".join(body)
        body.close()
        return said

    return ask


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "content_type",
    [
        "text/xml; charset*=x''y",
        "text/xml; charset*=idna''%ff",
        "text/xml; charset=\0",
        f"text/xml; x={'x' * 5000}",
    ],
    ids=["unknown set", "no set for that", "nul", "long"],
)
def test_a_content_type_that_cannot_be_read_is_none(status, content_type):
    make_newsroom()
    assert status(content_type) == ["200"]
    assert status(content_type, "POST") == ["400"]
    assert status(content_type, "POST", "/xmlrpc/") == ["200"]
