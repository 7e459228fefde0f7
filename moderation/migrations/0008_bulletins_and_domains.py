"""Two branches of changes, one after the other from here."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_response_domain"), ("moderation", "0007_told_by_bulletin")]

    operations = []
