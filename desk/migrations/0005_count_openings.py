"""Count the openings that were written down, and keep the last fifty of each link."""

from django.db import migrations
from django.db.models import Count, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

KEPT = 50


def count(apps, schema_editor):
    openings = apps.get_model("desk", "Opening").objects.order_by()
    links = apps.get_model("desk", "PreviewLink").objects
    of_link = openings.filter(link=OuterRef("pk")).values("link").annotate(n=Count("pk"))
    links.filter(openings__isnull=False).update(opened=Subquery(of_link.values("n")))
    newest_first = Window(RowNumber(), partition_by=F("link"), order_by=F("pk").desc())
    old = openings.annotate(place=newest_first).filter(place__gt=KEPT)
    openings.filter(pk__in=old.values("pk")).delete()


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_openings_counted")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
