"""What waits and was not told to the moderators is news still."""

from django.db import migrations
from django.db.models import F


def keep_the_news(apps, schema_editor):
    """The mark goes over from ``told_at``, which said the opposite."""
    responses = apps.get_model("moderation", "Response").objects
    responses.filter(state="held", told_at=None).update(news_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_reports_appeals_bulletins")]
    operations = [migrations.RunPython(keep_the_news, migrations.RunPython.noop)]
