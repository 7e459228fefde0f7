"""Uploading at the desk: several pictures at once, a description asked for, refusals by name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from photos.library import keep
from photos.models import Photo
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import messages, send
from tests.photos.pictures import bomb, picture, upload

pytestmark = pytest.mark.django_db
LIBRARY = "/admin/photos/photo/"
ADD = f"{LIBRARY}add/"


@pytest.fixture
def reporter(client):
    make_newsroom()
    reporter = make_user(role="Reporter")
    client.force_login(reporter)
    return reporter


def test_a_picture_is_uploaded_with_its_words(client, reporter):
    response = client.post(ADD, {"pictures": upload(), "alt": "A loaf", "credit": "Rana"})
    assert response.url == LIBRARY
    photo = Photo.objects.get()
    assert (photo.alt, photo.credit, photo.uploaded_by) == ("A loaf", "Rana", reporter)
    page = client.get(LIBRARY).content.decode()
    assert photo.url(320) in page
    assert "A loaf" in page


def test_one_picture_needs_a_description_and_what_was_typed_stays(client, reporter):
    response = client.post(ADD, {"pictures": upload(), "caption": "Bread is dear"})
    page = response.content.decode()
    assert "Describe the picture for those who cannot see it." in page
    assert "Bread is dear" in page
    assert not Photo.objects.exists()


def test_several_pictures_are_described_afterwards(client, reporter):
    two = [upload(), upload(picture(colour=(0, 0, 90)), name="salt.jpg")]
    response = client.post(ADD, {"pictures": two, "credit": "Rana"})
    assert response.url == f"{LIBRARY}?described=no"
    assert "2 photos are in the library." in messages(response)
    assert {photo.credit for photo in Photo.objects.all()} == {"Rana"}
    page = client.get(response.url).content.decode()
    assert page.count("description missing") == 2


def test_what_is_refused_is_named_and_the_rest_is_kept(client, reporter):
    files = [upload(), bomb(), SimpleUploadedFile("page.jpg", b"<html>")]
    said = messages(client.post(ADD, {"pictures": files}))
    assert "bomb.png: This picture has too many pixels" in said
    assert "page.jpg: This file is not a picture we can use" in said
    assert "1 photo is in the library." in said
    assert Photo.objects.get().original_name == "bread.jpg"


def test_nothing_chosen_is_said(client, reporter):
    page = client.post(ADD, {"alt": "x"}).content.decode()
    assert "This field is required." in page


def test_a_description_is_asked_for_when_it_is_edited(client, reporter):
    photo = keep(upload(), by=reporter, alt="A loaf")
    address = f"{LIBRARY}{photo.pk}/change/"
    send(client, address, "photo_form", alt="A loaf of bread", caption="Dear")
    photo.refresh_from_db()
    assert (photo.alt, photo.caption) == ("A loaf of bread", "Dear")
    page = send(client, address, "photo_form", alt="")
    assert page.context["adminform"].form.errors["alt"]


def test_a_new_photo_is_handed_to_the_form_that_asked_for_it(client, reporter):
    response = client.post(
        f"{ADD}?_popup=1", {"pictures": upload(), "alt": "A loaf", "_popup": "1"}
    )
    assert f'"value": "{Photo.objects.get().pk}"' in response.content.decode().replace(
        "&quot;", '"'
    )


def test_the_thumbnail_leads_to_the_smallest_rendition(client, reporter):
    photo = keep(upload(), by=reporter, alt="A loaf")
    assert client.get(f"{LIBRARY}{photo.pk}/thumbnail/").url == photo.url(320)
    assert client.get(f"{LIBRARY}9999/thumbnail/").status_code == 404


def test_who_may_not_see_photos_sees_and_sends_none(client, reporter):
    photo = keep(upload(), by=reporter, alt="A loaf")
    client.force_login(make_user(role="Moderator"))
    for address in (LIBRARY, ADD, f"{LIBRARY}{photo.pk}/thumbnail/"):
        assert client.get(address).status_code == 403
    assert client.post(ADD, {"pictures": upload(picture(50, 50)), "alt": "x"}).status_code == 403
    assert Photo.objects.get() == photo


def test_a_reporter_does_not_delete_and_an_editor_does_unless_it_is_shown(client, reporter):
    photo, shown = keep(upload(), by=None, alt="a"), keep(upload(picture(50, 50)), by=None, alt="b")
    make_article(photo=shown)
    assert client.post(f"{LIBRARY}{photo.pk}/delete/", {"post": "yes"}).status_code == 403
    client.force_login(make_user(role="Editor"))
    for one in (photo, shown):
        client.post(f"{LIBRARY}{one.pk}/delete/", {"post": "yes"})
    assert Photo.objects.get() == shown


def test_words_that_are_scripts_are_words(client, reporter):
    photo = keep(upload(name="<b>x</b>.jpg"), by=None, alt='"><script>alert(1)</script>')
    for address in (LIBRARY, f"{LIBRARY}{photo.pk}/change/"):
        assert "<script>alert(1)" not in client.get(address).content.decode()


def test_the_library_costs_the_same_with_ten_times_the_photos(client, reporter):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIBRARY).status_code == 200
        return len(captured)

    def add(number):
        for _ in range(number):
            row = Photo.objects.count()
            Photo.objects.create(
                key=f"key{row}",
                original_name="x.jpg",
                original_extension="jpg",
                width=900,
                height=600,
                widths=[320, 900],
                uploaded_by=make_user(),
            )

    add(3)
    count()
    few = count()
    add(27)
    assert count() == few
