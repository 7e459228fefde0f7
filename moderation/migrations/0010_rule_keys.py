"""Rules are looked up by one or two plain keys: an array of them is searched row by row."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0009_classification"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="rule",
            name="rule_keys",
        ),
        migrations.AddField(
            model_name="rule",
            name="key",
            field=models.CharField(blank=True, editable=False, max_length=310),
        ),
        migrations.AddField(
            model_name="rule",
            name="other_key",
            field=models.CharField(blank=True, editable=False, max_length=310),
        ),
        migrations.AddIndex(
            model_name="rule",
            index=models.Index(fields=["key"], name="rule_key"),
        ),
        migrations.AddIndex(
            model_name="rule",
            index=models.Index(fields=["other_key"], name="rule_other_key"),
        ),
        migrations.RunSQL(
            "UPDATE moderation_rule SET key = keys[1], other_key = coalesce(keys[2], '')",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(
            model_name="rule",
            name="keys",
        ),
    ]
