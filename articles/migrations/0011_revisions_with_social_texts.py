"""Revisions that were written before there were texts for social media say that there are none, so
that saving them as they are changes nothing; a thousand in a transaction.
"""

from django.db import migrations
from django.db.models import JSONField, Value
from django.db.models.expressions import CombinedExpression, F

NONE = {"social_title": "", "social_description": ""}
AT_ONCE = 1000


def fill(apps, schema_editor):
    revisions = apps.get_model("articles", "Revision").objects
    without = revisions.exclude(content__has_key="social_title").order_by("pk")
    last = 0
    while ids := list(without.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        revisions.filter(pk__in=ids).update(
            content=CombinedExpression(
                Value(NONE, JSONField()), "||", F("content"), output_field=JSONField()
            )
        )
        last = ids[-1]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("articles", "0010_social_texts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
