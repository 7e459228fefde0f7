"""Nobody but staff gets a file onto the disk, whichever route it is sent to."""

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from tests.factories import make_article, make_newsroom, make_user

pytestmark = pytest.mark.django_db
LARGE = configured.FILE_UPLOAD_MAX_MEMORY_SIZE + 1


@pytest.fixture
def written(monkeypatch):
    """Names of the files that were begun on the disk."""
    names = []

    def new_file(self, field_name, file_name, *args, **kwargs):
        names.append(file_name)
        return begin(self, field_name, file_name, *args, **kwargs)

    begin = TemporaryFileUploadHandler.new_file
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", new_file)
    return names


def large():
    return SimpleUploadedFile("large.bin", bytes(LARGE))


@pytest.mark.parametrize("below", ["comments/", "likes/"])
def test_a_reader_s_form_ends_where_a_file_begins(client, written, below):
    make_newsroom()
    article = make_article()
    answer = client.post(f"{article.path}{below}", {"file": large(), "comment": "Hello"})
    assert 400 <= answer.status_code < 500
    assert written == []


def test_no_route_takes_a_stranger_s_file_while_it_looks_for_a_token(written):
    make_newsroom()
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    for path in ("/", "/admin/login/", "/admin/photos/photo/add/"):
        assert client.post(path, {"file": large()}).status_code == 403
    assert written == []


def test_staff_send_files(client, written):
    make_newsroom()
    client.force_login(make_user(role="Editor"))
    sent = {"pictures": SimpleUploadedFile("ship.png", bytes(LARGE)), "alt": "A ship"}
    client.post("/admin/photos/photo/add/", sent)
    assert written == ["ship.png"]
