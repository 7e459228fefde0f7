"""Two branches of changes, one after the other from here."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_desk"), ("moderation", "0003_editors_picks")]
