"""The drawer beside an article: pictures to choose from, found by words, and taken in at once."""

import pytest
from django.test import Client
from django.urls import reverse

from photos.models import Photo
from tests.factories import make_newsroom, make_photo, make_user
from tests.photos.pictures import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    make_newsroom()
    return reverse("admin:photos_photo_drawer")


@pytest.fixture
def reporter(client):
    reporter = make_user("rana@example.org", role="Reporter")
    client.force_login(reporter)
    return reporter


def test_the_newest_stand_first_and_words_find_the_others(client, address, reporter):
    make_photo("A loaf of bread", key="a")
    make_photo("A red door", key="b")
    page = client.get(address).content.decode()
    assert page.index("A red door") < page.index("A loaf of bread")
    found = client.get(address, {"q": "loaf"}).content.decode()
    assert "A loaf of bread" in found and "A red door" not in found
    assert "No picture of the library is found" in client.get(address, {"q": "x"}).content.decode()


def test_what_is_said_of_a_picture_is_words(client, address, reporter):
    make_photo('"><script>alert(1)</script>')
    assert "<script" not in client.get(address).content.decode()


def test_pictures_come_in_pages_and_cost_the_same_however_many(
    client, address, reporter, django_assert_num_queries
):
    make_photo("First", key="0")
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    for number in range(30):
        make_photo(f"Photo {number}", key=f"k{number}")
    with django_assert_num_queries(7):
        page = client.get(address).content.decode()
    assert page.count("data-photo=") == 24
    assert client.get(address, {"page": 2}).content.decode().count("data-photo=") == 7


def test_a_picture_is_taken_in_with_its_words_and_its_tile_comes_back(client, address, reporter):
    sent = {"pictures": [upload()], "alt": "A loaf", "credit": "M. Karim", "rights": "CC BY"}
    response = client.post(address, sent)
    photo = Photo.objects.get()
    assert response.status_code == 201
    assert f'data-photo="{photo.pk}"' in response.content.decode()
    said = (photo.alt, photo.credit, photo.rights, photo.uploaded_by)
    assert said == ("A loaf", "M. Karim", "CC BY", reporter)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"pictures": [upload()]}, "Describe the picture"),
        ({"alt": "Nothing"}, "This field is required."),
    ],
)
def test_what_the_library_asks_for_is_asked_here_too(client, address, reporter, sent, sentence):
    response = client.post(address, sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Photo.objects.exists()


def test_nobody_without_the_right_sees_or_adds_anything(client, address):
    assert client.get(address).status_code == 302
    client.force_login(make_user("nima@example.org", is_staff=True))
    assert client.get(address).status_code == 403
    assert client.post(address, {"pictures": [upload()], "alt": "A loaf"}).status_code == 403
    assert not Photo.objects.exists()


def test_a_foreign_form_adds_nothing(address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("rana@example.org", role="Reporter"))
    assert client.post(address, {"pictures": [upload()], "alt": "A loaf"}).status_code == 403
