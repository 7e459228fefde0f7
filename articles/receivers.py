"""What the articles room does when the picture library changes."""

from django.dispatch import receiver

from articles.rendering import render_bodies_with
from photos.models import Photo
from photos.signals import photo_changed


@receiver(photo_changed)
def nudge_bodies(photo: Photo, **_: object) -> None:
    """Leave the work to a task: a picture may stand in many bodies."""
    render_bodies_with.enqueue(photo.pk)
