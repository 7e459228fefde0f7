"""A bulletin says when the moderators were told."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("moderation", "0007_what_moderators_were_not_told")]
    operations = [migrations.RemoveField("response", "told_at")]
